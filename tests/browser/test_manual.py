"""The pictures of the patient's manual are of the pages as they are. `CHEVET_PICTURES=1` takes them again.

`CHEVET_LOOK=folder` takes every page besides, to be looked at: on a telephone, on a small one with letters twice as large, on
a desk, in light and in dark, in the languages of `CHEVET_LOOK_IN` (`fr,ar`).
"""

import os
import re
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from chevet.access.models import Device
from chevet.kernel.tenancy import acting
from tests.usecases.doing import send

from .patient_site import serving
from .test_large_text import TWICE, WEAR
from .test_patient import onwards

ROOT = Path(__file__).parents[2]
MANUAL, PICTURES = ROOT / "docs" / "start" / "patient.md", ROOT / "docs" / "images" / "patient"
LOOK = os.environ.get("CHEVET_LOOK", "")
TAKING = os.environ.get("CHEVET_PICTURES") == "1"
DAYS = ("39,1", "38,9", "38,4", "37,9")
PAGES = ("aujourdhui", "messages", "dossier", "reglages", "acces", "accord", "copie", "mesurer", "mesurer?quoi=spo2",
         "arreter", "code", "pas-moi", "ca-ne-va-pas", "heure")  # fmt: skip
SIZES = {
    "phone": {"width": 360, "height": 740},
    "small": {"width": 320, "height": 640},
    "desk": {"width": 1280, "height": 900},
}
LETTERS = {"small": TWICE}
LANGUAGES = os.environ.get("CHEVET_LOOK_IN", "fr").split(",")


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


def test_the_manual_shows_every_picture_that_is_kept_and_no_other():
    shown = re.findall(r"images/patient/([\w-]+\.webp)", MANUAL.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(one.name for one in PICTURES.glob("*.webp"))
    assert len(shown) == 8


@pytest.mark.skipif(not TAKING, reason="CHEVET_PICTURES=1 takes the pictures")
def test_take_the_pictures_of_the_manual(site, open_page):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = open_page(device_scale_factor=2)
    for name in journey(site, page):
        page.wait_for_timeout(300)
        Image.open(BytesIO(page.screenshot())).convert("RGB").save(PICTURES / f"{name}.webp", quality=60, method=6)


def journey(site, page):
    """The names of the pictures, each when the page shows it."""
    patient = site.include(identified=False)
    page.goto(site.link(patient))
    yield "1-the-link"
    page.get_by_label("Jour").fill("17")
    page.get_by_label("Mois").fill("5")
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_selector("[data-ready]")
    yield "2-one-question"
    page.check("#a_symptoms_true")
    onwards(page)
    page.check("#a_chest_pain_true")
    page.get_by_text("L'équipe est prévenue.").wait_for()
    yield "3-a-danger-sign"
    page.get_by_role("button", name="Continuer les questions").click()
    page.get_by_role("button", name="Retour").click()
    page.wait_for_selector("#a_symptoms_false:visible")
    page.check("#a_symptoms_false")
    onwards(page)
    yield "4-a-measure"
    followed = after_days(site)
    site.recognise(page, followed)
    for name, place in (
        ("5-today", "aujourdhui"),
        ("6-the-record", "dossier"),
        ("7-messages", "messages"),
        ("8-stop", "arreter"),
    ):
        page.goto(site.link(followed, place))
        yield name


def after_days(site):
    patient = site.include(birth_name="Roche", first_name="Paul", confirmed_duplicate=True)
    with acting(site.place.scope):
        Device.objects.update(state="bound")
    for temperature in DAYS:
        send(patient, {"symptoms": "no", "spo2": "97", "temperature": temperature}, now=site.now)
        site.now += timedelta(days=1)
    return patient


@pytest.mark.skipif(not LOOK, reason="CHEVET_LOOK=folder takes every page")
def test_look_at_every_page(site, open_page):
    stranger, patient = site.include(identified=False), after_days(site)
    for size, viewport in SIZES.items():
        for scheme, language in product(("light", "dark"), LANGUAGES):
            page = open_page(viewport=viewport, color_scheme=scheme)
            page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
            name = f"{LOOK}/{language}-{size}-{scheme}"
            shoot(page, site.link(stranger), f"{name}-welcome", letters=LETTERS.get(size))
            shoot(page, f"{site.url}/ui/accessibility", f"{name}-accessibility", letters=LETTERS.get(size))
            site.recognise(page, patient)
            for place in PAGES:
                shoot(page, site.link(patient, place), f"{name}-{re.sub(r'\W', '-', place)}", letters=LETTERS.get(size))


def shoot(page, url: str, name: str, *, letters: str | None) -> None:
    page.goto(url)
    if letters:
        page.evaluate(WEAR, letters)
    page.screenshot(path=f"{name}.png", full_page=True)
