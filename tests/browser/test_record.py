"""The record on a small telephone and on a desk, light and dark: what axe finds, what overflows, what prints."""

from datetime import timedelta

import pytest

from chevet.access.models import Device
from chevet.kernel.tenancy import acting
from chevet.usecases.brand_organisation import brand_organisation
from tests.fixtures.axe import looked_at
from tests.organisations.test_brand import picture
from tests.usecases.doing import send

from .patient_site import serving

DAYS = ("39,1", "38,9", "38,4", "37,6")
PAGES = ("aujourdhui", "dossier", "acces", "accord", "copie", "reglages?fait=1", "heure?fait=1", "mesurer", "mesurer?quoi=temperature",
         "mesurer?quoi=spo2&suite=again", "mesurer?quoi=spo2&suite=emergency", "arreter")  # fmt: skip


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


@pytest.fixture
def patient(site):
    """Four days of answers on a browser that gave a code, at an establishment that shows its face."""
    patient = site.include(targets={"spo2": 91.0})
    with acting(site.place.scope):
        Device.objects.update(state="bound")
    for temperature in DAYS:
        send(patient, {"symptoms": "no", "spo2": "95", "temperature": temperature}, now=site.now)
        site.now += timedelta(days=1)
    brand_organisation(
        organisation_id=site.place.organisation_id, colour="#5b2a86", accent="#b3261e", logo=picture(),
        phones=[("Standard", "04 72 00 00 00")], machine_now=site.now,
    )  # fmt: skip
    return patient


def show(site, patient, page, place):
    site.recognise(page, patient)
    page.goto(site.link(patient, place))
    return page


@pytest.mark.slow
def test_every_page_is_sound_and_fits(site, patient, page):
    wrong = {}
    for place in PAGES:
        show(site, patient, page, place)
        wrong |= looked_at(page, place)
    assert wrong == {}


def test_the_figures_stand_beside_the_curve(site, patient, page):
    show(site, patient, page, "dossier")
    page.locator("figure", has_text="Température").get_by_text("Voir les chiffres").click()
    rows = page.locator("figure", has_text="Température").locator("tbody tr")
    assert [row.inner_text().split("\t")[0] for row in rows.all()] == ["J1", "J2", "J3", "J4"]


def test_the_logo_and_the_colours_are_loaded_under_the_policy(site, patient, page):
    refused = []
    page.on("console", lambda told: refused.append(told.text) if "Content Security Policy" in told.text else None)
    show(site, patient, page, "aujourdhui")
    assert page.eval_on_selector(".masthead__logo", "image => image.naturalWidth") > 0
    assert page.eval_on_selector(".masthead__name", "name => getComputedStyle(name).color") == "rgb(91, 42, 134)"
    assert refused == []


def test_on_paper_there_is_nothing_to_press(site, patient, page):
    show(site, patient, page, "dossier")
    page.emulate_media(media="print")
    assert page.get_by_text("Votre température baisse depuis 3 jours.").is_visible()
    assert [one for one in page.locator("main a, main button").all() if one.is_visible()] == []


def test_a_stop_is_taken_back_in_one_press(site, patient, page):
    show(site, patient, page, "arreter")
    page.get_by_role("button", name="Arrêter mon suivi").click()
    page.get_by_role("button", name="Reprendre mon suivi").click()
    page.wait_for_url("**/questions")
