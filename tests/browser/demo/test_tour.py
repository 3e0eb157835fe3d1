"""The pages of the demonstration are sound, and the ten steps of the tour go as its page says.

`CHEVET_PICTURES=1` also takes the pictures of the page.
"""

import os
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from PIL import Image

from chevet.demo import crowd, region
from chevet.demo.tour import STEPS
from chevet.interfaces import clock
from tests.fixtures.axe import DESK, STRICT, looked_at

TAKING = os.environ.get("CHEVET_PICTURES") == "1"
PEOPLE = 60 if TAKING else 20
ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "chevet" / "demo" / "static" / "demo" / "tour"
FRONT = ROOT / "docs" / "images"
ODILE, THOMAS = "%2B33639980010", "%2B33639980017"
PAGES = ("/demo/", "/demo/tour", "/demo/messages?to=direction.hospital%40demo.invalid", "/demo/messages")
A_WHILE = 400_000 if TAKING else 120_000  # milliseconds
HALF_PAST_TEN = time(10, 30)


@pytest.fixture
def site(own_database, start_site, monkeypatch):
    """The region at half past ten in the morning, with its worker; a few people suffice, pictures show more."""
    monkeypatch.setattr(crowd, "WANTED", PEOPLE)
    environment = {"CHEVET_DEMO": "1", "CHEVET_MOVABLE_CLOCK": "1", "CHEVET_DEMO_PEOPLE": str(PEOPLE)}
    site = start_site(**environment)
    with override_settings(DEMO=True, MOVABLE_CLOCK=True, SITE_URL=site.url):
        clock.move(to=next_half_past_ten())
        region.load()
        while not region.progress().is_over:
            region.fill_up()
    start_site("worker", **environment, CHEVET_SITE_URL=site.url)
    if TAKING:
        start_site("watchdog", **environment, CHEVET_SITE_URL=site.url)  # else each list says that nobody watches
    return site


def next_half_past_ten() -> datetime:
    paris = ZoneInfo("Europe/Paris")
    today = datetime.combine(datetime.now(paris).date(), HALF_PAST_TEN, paris)
    return (today if today > datetime.now(UTC) else today + timedelta(days=1)).astimezone(UTC)


class Visitor:
    """Somebody with the tour in one tab, who takes a picture at the end of each step when asked to."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url, self.taken = page, url, 0

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def see(self, words: str, **options) -> None:
        self.page.get_by_text(words).first.wait_for(**options)

    def end_step(self) -> None:
        self.taken += 1
        if TAKING:
            shot_of(self.page).save(PICTURES / f"{self.taken:02d}.webp", quality=70, method=6)

    def let_pass(self, how_long: str) -> None:
        self.go("/demo/")
        self.press(how_long)
        self.page.wait_for_load_state()
        self.page.get_by_text("Le temps passe").wait_for(state="detached", timeout=A_WHILE)


def test_the_tour_goes_as_its_page_says(site, open_page):
    if TAKING:
        take_that_of_the_front_page(open_page, site.url)
    page = open_page(viewport=DESK)
    page.set_default_timeout(20_000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    visitor = Visitor(page, site.url)
    assert look_at_the_demonstration(visitor) == {}
    for step in (
        come_in,
        look,
        open_ahmed,
        act,
        include,
        read_the_invitation,
        answer,
        come_back,
        see_by_video,
        let_time_pass,
    ):
        step(visitor)
    assert visitor.taken == len(STEPS) == len(list(PICTURES.glob("*.webp")))
    assert complaints == []


def look_at_the_demonstration(visitor: Visitor) -> dict:
    """Every page of it, the last one with a patient's page on the drawn telephone."""
    wrong = {}
    for path in PAGES:
        visitor.go(path)
        wrong |= looked_at(visitor.page, path, **STRICT)
    visitor.go(f"/demo/messages?to={ODILE}")
    visitor.follow("Ouvrir sur le téléphone dessiné")
    phone(visitor).get_by_label("Jour").wait_for()
    return wrong | looked_at(visitor.page, "a telephone", **STRICT)


def take_that_of_the_front_page(open_page, url: str) -> None:
    """The page of Thomas, who has been silent for two days, on a telephone. The list on a desk is the tour's second picture."""
    hand = Visitor(open_page(), url)
    hand.go(f"/demo/messages?to={THOMAS}")
    hand.page.locator(".message__text a").first.click()
    for label, typed in (("Jour", "8"), ("Mois", "3")):
        hand.page.get_by_label(label, exact=True).fill(typed)
    hand.press("Continuer")
    hand.page.get_by_label("Mois", exact=True).wait_for(state="detached")
    shot_of(hand.page).quantize(128).save(FRONT / "patient.png", optimize=True)


def shot_of(page) -> Image.Image:
    if page.url.endswith("/pro/"):
        page.get_by_text("données d’il y a").wait_for()
    page.wait_for_timeout(600)
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def come_in(visitor: Visitor) -> None:
    visitor.go("/demo/")
    visitor.see("Qui voulez-vous être ?")
    visitor.end_step()
    visitor.press("Léa Morvan")


def look(visitor: Visitor) -> None:
    visitor.see("Ahmed LORIOT")
    assert visitor.page.locator(".line h2").first.inner_text() == "Ahmed LORIOT"
    visitor.end_step()
    if TAKING:
        Image.open(PICTURES / "02.webp").quantize(128).save(FRONT / "list.png", optimize=True)


def open_ahmed(visitor: Visitor) -> None:
    visitor.follow("Ahmed LORIOT")
    visitor.see("Prendre en charge")
    visitor.end_step()


def act(visitor: Visitor) -> None:
    visitor.press("Prendre en charge")
    visitor.follow("J’appelle")
    visitor.press("J’appelle")
    visitor.press("Joint")
    visitor.follow("Clôturer l’alerte")
    visitor.page.get_by_label("Appel fait").check()
    visitor.press("Clôturer")
    visitor.see("Le suivi continue")
    visitor.end_step()


def include(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/pro/include")
    page.get_by_label("Nom de naissance", exact=True).fill("Rossignol")
    page.get_by_label("Premier prénom").fill("Paul")
    for part, value in (("Jour", "3"), ("Mois", "4"), ("Année", "1961")):
        page.get_by_label(part, exact=True).first.fill(value)
    page.get_by_label("Masculin").check()
    page.get_by_label("Mobile").fill("06 39 98 12 34")
    page.get_by_label("Adresse où").fill("8 chemin des Mares, 00000 Val-Dormant")
    page.get_by_label("Lu, la personne est d’accord").check()
    page.get_by_label("Information sur les données").check()
    visitor.press("Commencer le suivi")
    page.get_by_role("button", name="Annuler l’inclusion").wait_for()
    visitor.end_step()


def read_the_invitation(visitor: Visitor) -> None:
    visitor.let_pass("Une heure")
    visitor.go("/demo/messages?to=%2B33639981234")
    visitor.follow("Ouvrir sur le téléphone dessiné")
    phone(visitor).get_by_label("Jour").wait_for()
    visitor.end_step()


def answer(visitor: Visitor) -> None:
    """The whole questionnaire, a low saturation, the same value when it is measured again."""
    shown = phone(visitor)
    shown.get_by_label("Jour").fill("3")
    shown.get_by_label("Mois").fill("4")
    shown.get_by_role("button", name="Continuer").click()
    shown.get_by_role("link", name="Ça ne va pas, je réponds maintenant").click()
    shown.locator("[data-ready]").wait_for(state="attached")
    shown.locator("#a_symptoms_false").check()
    onwards(shown)
    measure_twice(shown, "92")
    for kind, value in (("temperature", "38,2"), ("respiratory_rate", "20"), ("heart_rate", "96")):
        shown.locator(f"#a_{kind}").fill(value)
        onwards(shown)
    shown.locator("#a_mood_same").check()
    onwards(shown)
    shown.locator("#a_call_me_false").check()
    onwards(shown)
    shown.get_by_role("button", name="Envoyer mes réponses").click()
    shown.locator("h1").wait_for()
    visitor.end_step()


def come_back(visitor: Visitor) -> None:
    visitor.go("/pro/")
    visitor.see("Paul ROSSIGNOL")
    visitor.end_step()


def see_by_video(visitor: Visitor) -> None:
    visitor.go("/demo/")
    visitor.press("Anne-Lise Roche")
    visitor.follow("Téléconsultations")
    visitor.see("Gilles VERDIER")
    visitor.end_step()
    visitor.go("/demo/")
    visitor.press("Léa Morvan")


def let_time_pass(visitor: Visitor) -> None:
    visitor.let_pass("Un jour")
    visitor.go("/pro/")
    visitor.see("Paul ROSSIGNOL")
    visitor.let_pass("Jusqu’à la fin du dernier suivi")
    visitor.go("/pro/")
    visitor.see("Bernard SITTELLE")
    visitor.end_step()


def phone(visitor: Visitor):
    return visitor.page.frame_locator("iframe.phone")


def measure_twice(shown, value: str) -> None:
    shown.locator("#a_spo2").fill(value)
    shown.get_by_role("button", name="Continuer", exact=True).click()
    shown.locator("[data-again]:visible").wait_for()
    shown.locator("#a_spo2").fill(value)
    onwards(shown)


def onwards(shown) -> None:
    before = shown.locator(".screen:not([hidden])").get_attribute("data-at")
    shown.get_by_role("button", name="Continuer", exact=True).click()
    shown.locator(f".screen:not([hidden]):not([data-at='{before}'])").wait_for()
