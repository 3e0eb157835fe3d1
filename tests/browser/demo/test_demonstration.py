"""The pages of the demonstration in a real browser, on a real site: accessible, small screens, dark rooms, one click in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings

from chevet.demo import cast, crowd, region
from chevet.demo.inbox import items, shown

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = [
    "/demo/",
    "/demo/tour",
    "/demo/messages?to=direction.hospital%40demo.invalid",
    "/demo/messages",
    "/demo/messages?to=%2B33639980010&phone={token}",
]


@pytest.fixture
def demonstration(own_database, start_site, monkeypatch):
    """The site of the demonstration with three people; `token` opens Odile's page."""
    monkeypatch.setattr(cast, "EVERYBODY", (cast.ODILE, cast.AHMED, cast.YVETTE))
    monkeypatch.setattr(crowd, "CROWD", ())
    site = start_site(CHEVET_DEMO="1", CHEVET_MOVABLE_CLOCK="1")
    with override_settings(DEMO=True, SITE_URL=site.url):
        region.load()
        message = shown(items(recipient="+33639980010").first())
    site_token = next(part.token for part in message.parts if part.token)
    return site, site_token


def test_every_page_is_accessible_on_a_phone_and_on_a_desk_in_the_dark(demonstration, open_page):
    site, token = demonstration
    faults = []

    def note(message) -> None:
        faults.append(message.text)

    for path in PAGES:
        for width, scheme in ((360, "light"), (1280, "dark")):
            page = open_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
            page.on("console", note)
            page.goto(site.url + path.format(token=token))
            violations = Axe().run(page, options=RULES).response["violations"]
            faults += [(path, width, scheme, one["id"], one["nodes"][0]["target"]) for one in violations]
            faults += [(path, width, "slides")] * (page.evaluate("document.documentElement.scrollWidth") > width)
    assert faults == []


def test_one_click_makes_a_stranger_a_nurse_who_sees_the_red_line(demonstration, open_page):
    site, _ = demonstration
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{site.url}/demo/")
    page.click("text=Léa Morvan")
    page.wait_for_url(f"{site.url}/pro/")
    assert "Ahmed LORIOT" in page.inner_text("main")


def test_the_drawn_phone_shows_the_patients_page_and_takes_a_birthday(demonstration, open_page):
    site, token = demonstration
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site.url}/demo/messages?to=%2B33639980010&phone={token}")
    phone = page.frame_locator("iframe.phone")
    for box, typed in zip(phone.locator("input[type=text], input:not([type])").all(), ("17", "5"), strict=False):
        box.fill(typed)
    phone.locator("main button").first.click()
    phone.locator("text=Votre jour et votre mois de naissance").wait_for(state="detached")
