"""The patient's journey in Firefox and in WebKit: from the message to the receipt, without network, the own record."""

import re
from contextlib import ExitStack
from datetime import timedelta
from functools import cache

import pytest

from chevet.access.models import Device
from chevet.access.visits import cookie_name
from chevet.alerts.models import Alert
from chevet.kernel.tenancy import acting
from chevet.questionnaires.models import Answer
from tests.fixtures import engines
from tests.usecases.doing import send

from .patient_site import serving
from .test_patient import MEASURES, count

pytestmark = pytest.mark.slow
SEND = "[data-send] button"
NEXT = "[data-next]"
STABLE = "Pas de signe d'alerte dans vos réponses."


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """`start("firefox")`: opened once; each test has a site, a patient and an address of its own."""
    with ExitStack() as stack:

        @cache
        def start_(name, **options):
            return stack.enter_context(getattr(engines, name)(tmp_path_factory.mktemp(name), **options))

        yield start_


def say_who(tab, site, patient):
    tab.go(site.link(patient))
    tab.type("[name=birthday_day]", "17")
    tab.type("[name=birthday_month]", "5")
    tab.press("main form button")


def answer_a_stable_day(tab):
    tab.until("document.querySelector('[data-ready]')")
    tab.press("label:has(#a_symptoms_false)")
    onwards(tab)
    for kind, value in MEASURES.items():
        tab.type(f"#a_{kind}", value)
        onwards(tab)
    for choice in ("a_mood_same", "a_call_me_false"):
        tab.press(f"label:has(#{choice})")
        onwards(tab)


def onwards(tab):
    place = "document.querySelector('.screen:not([hidden])').dataset.at"
    before = tab.run(f"return {place}")
    tab.press(NEXT)
    tab.until(f"{place} !== '{before}'")


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_from_the_message_to_the_receipt_through_a_break_of_the_network(site, start, engine):
    """The site stops answering; Firefox is also told that it is offline, WebKit has to find out."""
    patient, tab = site.include(identified=False), start(engine)
    say_who(tab, site, patient)
    answer_a_stable_day(tab)
    tab.sees("97 %", "[data-answers]")
    cut(tab, site, True)
    tab.press(SEND)
    tab.sees("Vos réponses ne sont pas parties.", "[data-unsent]")
    assert "appelez le 15" in tab.text("[data-unsent]")
    assert count(patient, Answer) == 0
    cut(tab, site, False)
    tab.until("location.pathname.includes('/recu/')")
    tab.sees(STABLE)
    assert count(patient, Answer) == 1


def cut(tab, site, yes):
    site.answers = not yes
    tab.offline(yes)


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_a_danger_sign_opens_the_panel_and_the_team_is_told(site, start, engine):
    patient, tab = site.include(identified=False), start(engine)
    say_who(tab, site, patient)
    tab.until("document.querySelector('[data-ready]')")
    tab.press("label:has(#a_symptoms_true)")
    onwards(tab)
    tab.press("label:has(#a_chest_pain_true)")
    tab.sees("L'équipe est prévenue.", "dialog[open]")
    assert tab.run("return document.querySelector('dialog[open] .emergency__call').getAttribute('href')") == "tel:15"
    assert count(patient, Alert, kind="chest_pain", level=3) == 1


def test_firefox_without_script_sends_the_whole_form(site, start):
    patient, tab = site.include(identified=False), start("firefox", script=False)
    say_who(tab, site, patient)
    tab.press("label:has(#a_symptoms_false)")
    for kind, value in MEASURES.items():
        tab.type(f"#a_{kind}", value)
    for choice in ("a_mood_same", "a_call_me_false"):
        tab.press(f"label:has(#{choice})")
    tab.press(SEND)
    tab.sees(STABLE)
    assert count(patient, Answer) == 1


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_the_own_record_shows_the_curve_and_its_figures(site, start, engine):
    patient, tab = four_days(site), start(engine)
    tab.go(site.link(patient))
    tab.recognise(cookie_name(patient.token, secure=False), patient.device)
    tab.go(site.link(patient, "dossier"))
    assert tab.text("h1") == "Mon dossier"
    tab.sees("Votre température baisse depuis 3 jours.")
    tab.run("[...document.querySelectorAll('figure')].find((one) => /Température/.test(one.innerText)).id = 'looked'")
    assert tab.run("return document.querySelector('#looked svg').getBoundingClientRect().width") > 200
    tab.press("#looked summary")
    assert re.findall(r"J\d", tab.text("#looked tbody")) == ["J1", "J2", "J3", "J4"]
    assert tab.run("return document.documentElement.scrollWidth <= innerWidth")


def four_days(site):
    """Somebody whose fever goes down, on a browser that gave a code."""
    patient = site.include()
    with acting(site.place.scope):
        Device.objects.update(state="bound")
    for temperature in ("39,1", "38,9", "38,4", "37,6"):
        send(patient, {"symptoms": "no", "spo2": "97", "temperature": temperature}, now=site.now)
        site.now += timedelta(days=1)
    return patient
