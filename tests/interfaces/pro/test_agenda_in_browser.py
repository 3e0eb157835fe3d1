"""The agenda where only a browser sees: arrows, a drop, accessibility, 320 pixels; and its patient without JavaScript."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.appointments.agenda import agenda
from tests.fixtures.axe import DESK, looked_at
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_in_browser import ANSWERS, sign_in

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def site(common_site):
    return common_site


@pytest.fixture
def stage(common_database):
    """Two people are expected at ten and at half past two on a Tuesday of the next days, by the site's own clock."""
    stage = agenda()
    stage.now = datetime.now(UTC)
    today = stage.now.astimezone(PARIS).date()
    stage.day = today + timedelta(days=(1 - today.weekday()) % 7 or 7)
    stage.at = lambda hour, minute=0: datetime.combine(stage.day, time(hour, minute), PARIS)
    stage.book(starts_at=stage.at(10))
    return stage


def test_an_agenda_is_walked_by_arrows_and_an_appointment_dropped_on_a_free_time_moves(site, stage, open_page):
    page = open_page(viewport=DESK)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    sign_in(page, site, hire(stage.place, "secretary"), "Patients")
    day = f"{site.url}/pro/agenda?jour={stage.day}"
    pages = {
        "day": day, "week": f"{day}&vue=semaine", "settings": f"{site.url}/pro/agenda/settings",
        "appointment": f"{site.url}/pro/appointments/{stage.appointment_id}",
        "book": f"{site.url}/pro/appointments/new?patient={stage.patient_id}",
    }  # fmt: skip
    wrong = {}
    for name, url in pages.items():
        assert page.goto(url).status == 200, name
        wrong |= looked_at(page, name)
    page.goto(day)
    page.get_by_role("link", name="Réserver 09:40").focus()
    page.keyboard.press("ArrowDown")
    assert "Odile" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert "10:20" in page.evaluate("document.activeElement.textContent")
    page.locator(".expected").drag_to(page.get_by_role("link", name="Réserver 11:00"))
    page.get_by_text("C’est déplacé").wait_for(timeout=ANSWERS)
    assert stage.row().starts_at == stage.at(11)
    assert wrong == {}
    assert complaints == []


def test_without_javascript_she_moves_her_appointment_on_a_small_telephone(site, stage, open_page):
    page = open_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto(f"{site.url}/r/{stage.token}")
    page.get_by_label("Jour").fill("17")
    page.get_by_label("Mois").fill("5")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Je viens").click()
    page.get_by_text("C'est confirmé").wait_for(timeout=ANSWERS)
    page.get_by_role("link", name="Déplacer").click()
    page.locator(".visit-next__time").nth(2).click()
    page.get_by_text("C'est déplacé").wait_for(timeout=ANSWERS)
    assert stage.row().moves == 1
    scripted = open_page(viewport=DESK)
    scripted.context.add_cookies(page.context.cookies())
    wrong = {}
    for place in ("", "/deplacer", "/annuler"):
        scripted.goto(f"{site.url}/r/{stage.token}{place}")
        wrong |= looked_at(scripted, place or "home")
    assert wrong == {}
