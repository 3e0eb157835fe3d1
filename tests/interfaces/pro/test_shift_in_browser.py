"""The pages of a shift where only a browser sees: accessibility, the policy, 320 pixels, paper."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fixtures.axe import DESK, looked_at
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_in_browser import ANSWERS, sign_in
from tests.usecases.doing import IN_DANGER, UNWELL, call, close, send

PAGES = ("/pro/team", "/pro/rules", "/pro/handovers", "/pro/handovers/new", "/pro/print")


@pytest.fixture
def shift(common_database):
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


def test_the_shift_is_handed_over_by_keyboard_and_every_page_of_it_is_accessible(common_site, shift, open_page):
    site, page = common_site, open_page(viewport=DESK)
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
