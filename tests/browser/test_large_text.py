"""Letters twice as large, and text spaced out as far as the rules ask: nothing is cut off, nothing slides sideways."""

from datetime import timedelta

import pytest

from chevet.access.models import Device
from chevet.kernel.tenancy import acting
from tests.fixtures.axe import too_wide
from tests.usecases.doing import send

from .patient_site import serving

PLACES = (
    "questions",
    "aujourdhui",
    "messages",
    "documents",
    "dossier",
    "reglages",
    "heure",
    "acces",
    "accord",
    "copie",
    "mesurer",
    "arreter",
)
TWICE = "html { font-size: 200% }"
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
WEAR = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
CUT = """() => [...document.querySelectorAll("a, button, label, h1, h2, legend, summary, p, dt, dd, input[type=text]")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip, [aria-hidden=true]") && getComputedStyle(one).display !== "inline")
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || (getComputedStyle(one).overflowY === "hidden" && one.scrollHeight > one.clientHeight + 1))
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


# what everybody wears, on which width
DRESSES = [(TWICE, 320), (TWICE, 640), (TWICE, 1280), (SPACED, 360)]


def test_with_letters_twice_as_large_or_spaced_out_nothing_is_lost(site, page):
    patient = site.include()
    with acting(site.place.scope):
        Device.objects.update(state="bound")
    send(patient, {"symptoms": "no", "spo2": "97", "temperature": "38,4"}, now=site.now)
    site.now += timedelta(days=1)
    page.goto(site.link(patient))
    site.recognise(page, patient)
    found = {}
    for place in PLACES:
        page.goto(site.link(patient, place))
        for css, width in DRESSES:
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(WEAR, css)
            found[place, css, width] = page.evaluate(CUT) + ["slides sideways"] * (too_wide(page) > 0)
    assert {where: cut for where, cut in found.items() if cut} == {}


def test_with_the_largest_letters_of_the_page_every_press_is_a_thumb_wide(site, open_page):
    """Someone of 78, one hand, no e-mail: what is pressed is 44 pixels at least, the way on is under the thumb."""
    patient = site.include()
    page = open_page(viewport={"width": 360, "height": 740})
    site.recognise(page, patient)
    page.goto(site.link(patient, "questions?texte=largest"))
    page.wait_for_selector("[data-ready]")
    small = page.evaluate(
        """() => [...document.querySelectorAll("main button, main .choice, main .button, .emergency-strip a, .sizes a, main summary")]
        .filter((one) => one.checkVisibility()).map((one) => [one.getBoundingClientRect(), one.innerText])
        .filter(([box]) => box.height < 44 || box.width < 44).map(([box, words]) => `${words} ${box.width}x${box.height}`)"""
    )
    assert small == []
    way_on = page.locator("[data-next]").bounding_box()
    assert 740 / 2 < way_on["y"] < 740 - way_on["height"], "under the thumb, without scrolling"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
