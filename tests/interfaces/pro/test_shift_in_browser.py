"""The pages of a shift where only a browser sees: accessibility, the policy, 320 pixels, paper."""

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_in_browser import ANSWERS, DESK, sign_in
from tests.usecases.doing import IN_DANGER, UNWELL, call, close, send

PAGES = ("/pro/team", "/pro/rules", "/pro/handovers", "/pro/handovers/new", "/pro/print")


@pytest.fixture
def site(start_site):
    return start_site(CHEVET_DEMO="1")


@pytest.fixture
def shift(own_database):
    """Five reds closed in time, one open, one orange."""
    place, now = make_place(), datetime.now(UTC)
    for number in range(7):
        answers = UNWELL if number == 6 else IN_DANGER
        at = now - timedelta(minutes=30)
        one = include(
            place, now=now - timedelta(days=1), birth_name=f"Essai {'ABCDEFG'[number]}", confirmed_duplicate=True,
            onset_on=(now - timedelta(days=3)).date(),
        )  # fmt: skip
        send(one, answers, now=at)
        if number < 5:
            call(one, now=at + timedelta(minutes=number + 1))
            close(one, now=at + timedelta(minutes=9), useful=False)
    return place


def test_the_shift_is_handed_over_by_keyboard_and_every_page_of_it_is_accessible(site, shift, open_page):
    page = open_page(viewport=DESK)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    sign_in(page, site, hire(shift, "professional"))
    wrong = {}
    for path in (*PAGES, "/pro/rules/covid-medical/chest-pain"):
        assert page.goto(site.url + path).status == 200
        wrong |= looked_at(page, path)
    page.goto(f"{site.url}/pro/handovers/new")
    page.get_by_label("À savoir pour la suite").fill("Bonne nuit.")
    page.get_by_role("button", name="Signer ma transmission").press("Enter")
    page.get_by_role("heading", name="Transmission de").wait_for(timeout=ANSWERS)
    wrong |= looked_at(page, "a sheet")
    page.goto(f"{site.url}/pro/")
    page.get_by_role("link", name="Lire la transmission").press("Enter")
    page.get_by_role("button", name="J’ai lu, je prends la suite").press("Enter")
    page.get_by_text("Vous prenez la suite").wait_for(timeout=ANSWERS)
    assert wrong == {}
    assert complaints == []


def looked_at(page, name: str) -> dict[str, object]:
    """What is wrong with a page: rules that it breaks, in light and dark, and what sticks out on a narrow screen."""
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # axe must not look in between
        broken = [one["id"] for one in Axe().run(page).response["violations"]]
        found |= {f"{name}, {scheme}": broken} if broken else {}
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(DESK)
    return found | ({f"{name}, width": wide} if wide > 320 else {})
