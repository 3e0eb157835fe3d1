"""The list in a real browser, on the real site with its worker: what is live, what is done by hand and by keys."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import TimeoutError

from tests.fixtures.axe import DESK, looked_at
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_in_browser import ANSWERS, sign_in
from tests.usecases.doing import IN_DANGER, UNWELL, alerts, send

NAMES = ("Alba", "Berthe", "Colette", "Denise", "Edwige", "Flore")


@pytest.fixture
def site(common_site, common_worker):
    return common_site


@pytest.fixture
def place(common_database):
    return make_place()


@pytest.fixture
def someone(place):
    now = datetime.now(UTC)

    def included(name, answers=None):
        patient = include(
            place, now=now - timedelta(days=2), onset_on=(now - timedelta(days=3)).date(), first_name=name,
            birth_name="Essai", confirmed_duplicate=True,
        )  # fmt: skip
        if answers:
            send(patient, answers, now=datetime.now(UTC))
        return patient

    return included


@pytest.fixture
def at_desk(open_page, site):
    """`at_desk(colleague)`: signed in, on the list, with what was drawn for it counted."""

    def opened(colleague, size=DESK):
        page = open_page(viewport=size)
        page.complaints = []
        page.on(
            "console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        sign_in(page, site, colleague)
        page.evaluate("window.drawn = 0; addEventListener('chevet:lines', () => { drawn += 1 }, true)")
        return page

    return opened


def _wait_for_the_artist(page, patient):
    """The worker of a busy machine takes its time to start."""
    for _ in range(20):
        send(patient, UNWELL, now=datetime.now(UTC), between=True)
        with suppress(TimeoutError):
            return page.wait_for_function("() => drawn", timeout=1500)
    raise AssertionError("nothing was drawn")


def _wait_until_missed(patient):
    """The worker lives the days since her inclusion, on which nobody heard of her."""
    for _ in range(100):
        if alerts(patient):
            return
        time.sleep(0.1)
    raise AssertionError("her silence was not seen")


def names(page):
    return [one.inner_text().split(" ")[0] for one in page.locator("[data-line] h2").all()]


def current(page):
    return page.locator("[data-line][aria-current] h2").inner_text().split(" ")[0]


def test_a_red_arrives_drawn_without_moving_what_is_under_the_hand(place, someone, at_desk):
    last = [someone(name, UNWELL) for name in NAMES[:4]][-1]
    late = someone("Zoé")
    _wait_until_missed(late)
    page = at_desk(hire(place, "professional"))
    _wait_for_the_artist(page, last)
    before = names(page)
    assert set(before) == {*NAMES[:4], "Zoé"} and before[-1] == "Zoé", "silent since this morning, she stands last"
    page.locator("[data-line]").nth(1).hover()
    top = page.locator("[data-line]").nth(1).bounding_box()["y"]
    began = time.monotonic()
    send(late, IN_DANGER, now=datetime.now(UTC))
    page.get_by_role("button", name="1 changement à montrer").wait_for(timeout=5_000)
    assert time.monotonic() - began < 2, "a second, and what this machine adds"
    assert names(page) == before
    assert page.locator("[data-line]").nth(1).bounding_box()["y"] == top
    assert page.locator("[data-count=to_do]").inner_text() == "5"
    page.get_by_role("button", name="1 changement à montrer").click()
    assert names(page)[0] == "Zoé"
    assert page.evaluate("drawn") > 1, "drawn once for the team"
    assert page.complaints == []


def test_of_two_nurses_one_holds_and_the_other_reads_who(place, someone, at_desk):
    someone("Alba", IN_DANGER)
    first, second = hire(place, "professional"), hire(place, "agent")
    here, there = at_desk(first), at_desk(second)
    here.keyboard.press("p")
    here.get_by_text("par vous").wait_for()
    there.locator(".line__holder", has_text="Dominique Professional").wait_for(timeout=5_000)
    there.keyboard.press("p")
    there.get_by_role("status").filter(has_text="Dominique Professional").wait_for()
    assert here.complaints + there.complaints == []


def test_a_page_that_was_cut_off_misses_nothing(place, someone, at_desk):
    someone("Alba", UNWELL)
    late = someone("Zoé")
    _wait_until_missed(late)
    page = at_desk(hire(place, "professional"))
    page.context.set_offline(True)
    send(late, IN_DANGER, now=datetime.now(UTC))
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.locator("[data-line]", has_text="Zoé").wait_for(timeout=20_000)


def test_keys_are_put_aside_changed_and_switched_off(place, someone, at_desk):
    for name in NAMES[:2]:
        someone(name, UNWELL)
    page = at_desk(hire(place, "professional"))
    listens(page)
    press(page, "j", "m")
    page.get_by_role("heading", name="Mettre de côté").wait_for()
    page.get_by_label("attend l’avis du médecin").check()
    press(page, "Enter")
    page.get_by_role("status").filter(has_text="1 suivi mis de côté").wait_for(timeout=ANSWERS)
    page.locator("[data-count=aside]", has_text="1").wait_for()
    page.get_by_label("Nom, naissance").or_(page.locator("#typed")).first.focus()
    press(page, "p")
    assert page.locator("[data-holder-name]").count() == 0, "never while somebody writes"
    page.goto(page.url.partition("/pro/")[0] + "/pro/keys")
    page.get_by_label("Prendre en charge, ou rendre").fill("t")
    page.get_by_role("button", name="Enregistrer").click()
    listens(page)
    press(page, "p")
    page.wait_for_timeout(500)
    assert page.locator("[data-holder-name]").count() == 0
    press(page, "t")
    page.get_by_text("par vous").first.wait_for(timeout=ANSWERS)
    page.goto(page.url.partition("/pro/")[0] + "/pro/keys")
    page.get_by_label("Raccourcis du clavier en service").uncheck()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("heading", name="À traiter").wait_for()
    assert page.locator("kbd:visible").count() == 0


def test_the_list_has_no_fault_that_axe_finds(place, someone, open_page, site):
    for name in NAMES[:3]:
        someone(name, UNWELL)
    page = open_page(viewport=DESK)
    sign_in(page, site, hire(place, "professional"))
    wrong = looked_at(page, "list")
    listens(page)
    press(page, "j", "o")
    page.locator("[data-panel-title]").wait_for()
    wrong |= looked_at(page, "beside a record")
    for path in ("/pro/?view=team", "/pro/keys"):
        page.goto(site.url + path)
        wrong |= looked_at(page, path)
    assert wrong == {}


def listens(page):
    """The list is there and its keys too: it then says where one stands."""
    page.locator("[data-line][aria-current]").wait_for(timeout=ANSWERS)
    page.wait_for_load_state()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
