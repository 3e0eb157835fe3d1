"""The questionnaire on a bad network, in another language, counted together."""

import pytest
from playwright.sync_api import expect

from chevet.questionnaires.models import Answer
from chevet.vitals.models import Measure
from tests.fixtures.axe import violations

from .patient_site import serving
from .test_patient import MEASURES, answer_a_stable_day, count, onwards, title


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


@pytest.fixture
def begin(site, open_page):
    """`begin(language=…)`: another patient on her first question, on a telephone of her own; gives (page, patient)."""
    names = iter(("Arnaud", "Bernard", "Colin", "Denis"))

    def begin_(language="fr", **options):
        patient = site.include(birth_name=next(names), confirmed_duplicate=True)
        page = open_page(**options)
        site.recognise(page, patient)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        page.goto(site.link(patient, "questions"))
        page.wait_for_selector("[data-ready]")
        return page, patient

    return begin_


def test_a_draft_survives_a_reload_and_leaves_by_itself_when_the_network_returns(begin, site):
    page, patient = begin()
    answer_a_stable_day(page)
    page.wait_for_timeout(400)
    page.reload()
    page.get_by_text("Vous aviez commencé.").wait_for()
    assert title(page) == "Vérifiez vos réponses"
    assert "97 %" in page.inner_text("[data-answers]").replace("\u00a0", " ")
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    unsent = page.locator("[data-unsent]")
    expect(unsent).to_contain_text("Vos réponses ne sont pas parties.")
    expect(unsent).to_contain_text("appelez le 15")
    page.context.set_offline(False)
    page.wait_for_url("**/recu/*")
    assert count(patient, Answer) == 1
    page.goto(site.link(patient, "ca-ne-va-pas"))
    page.wait_for_selector("[data-ready]")
    assert not page.locator("[data-going-on]").is_visible()


def test_what_could_not_leave_keeps_its_order_and_its_keys(begin):
    page, patient = begin()
    page.check("#a_symptoms_false")
    onwards(page)
    page.context.set_offline(True)
    for kind, value in list(MEASURES.items())[:2]:
        page.fill(f"#a_{kind}", value)
        onwards(page)
    assert count(patient, Measure) == 0
    page.context.set_offline(False)
    page.wait_for_function("() => document.querySelector('[data-unsent]').hidden")
    assert count(patient, Measure) == 2
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert count(patient, Measure) == 2


def test_stopping_forgets_what_was_kept_in_the_browser(begin, site):
    page, patient = begin()
    page.check("#a_symptoms_false")
    page.wait_for_function(KEPT % 1)
    page.goto(site.link(patient, "arreter"))
    page.get_by_role("button", name="Arrêter mon suivi").click()
    page.get_by_role("heading", name="Votre suivi est arrêté").wait_for()
    page.wait_for_function(KEPT % 0)


KEPT = """() => new Promise((told) => {
  indexedDB.open("chevet", 1).onsuccess = ({ target: { result } }) => {
    result.transaction("kept").objectStore("kept").count().onsuccess = ({ target }) => told(target.result === %d);
  };
})"""


def test_without_network_the_link_shows_whom_to_call_and_nothing_of_anybody(begin, site):
    page, patient = begin()
    page.evaluate("() => navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.goto(site.link(patient, "aujourdhui"))
    assert page.inner_text("h1") == "Pas de réseau"
    assert page.get_by_role("link", name="15 SAMU").get_attribute("href") == "tel:15"
    kept = page.evaluate(CACHED)
    assert [address for address in kept if "/s/" in address and not address.endswith("/s/hors-ligne")] == []


CACHED = """async () => {
  const all = await Promise.all((await caches.keys()).map((name) => caches.open(name).then((cache) => cache.keys())));
  return all.flat().map((request) => request.url);
}"""


def test_breaths_are_counted_together_and_can_be_corrected(begin):
    page, _ = begin()
    page.clock.install()
    page.check("#a_symptoms_false")
    onwards(page)
    for kind in ("spo2", "temperature"):
        page.fill(f"#a_{kind}", MEASURES[kind])
        onwards(page)
    page.get_by_role("button", name="Compter pendant 30 secondes").click()
    for _ in range(4):
        page.locator("[data-tap]").click()
    for _ in range(4):
        page.keyboard.press("Enter")
    page.clock.fast_forward(31_000)
    expect(page.locator("#a_respiratory_rate")).to_have_value("16")
    assert page.evaluate("document.activeElement.id") == "a_respiratory_rate"
    page.fill("#a_respiratory_rate", "17")
    onwards(page)
    assert title(page) == "Quel est votre pouls ?"


@pytest.mark.parametrize(("language", "go_on"), [("fr", "Continuer"), ("ar", "متابعة")])
def test_axe_finds_nothing_in_large_text(begin, language, go_on):
    page, _ = begin(language, color_scheme="dark" if language == "ar" else "light")
    found = [violations(page)]
    page.goto(page.url + "?texte=largest")
    page.wait_for_selector("[data-ready]")
    page.check("#a_symptoms_true")
    onwards(page, button=go_on)
    page.check("#a_chest_pain_true")
    page.locator("dialog[open]").wait_for()
    found.append(violations(page))
    assert found == [[], []]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        language, "rtl" if language == "ar" else "ltr",
    ]  # fmt: skip


def test_a_number_is_refused_in_the_language_that_is_read(begin):
    page, _ = begin("es")
    page.check("#a_symptoms_false")
    onwards(page, button="Continuar")
    page.fill("#a_spo2", "970")
    page.get_by_role("button", name="Continuar", exact=True).click()
    expect(page.locator("#error_spo2")).to_contain_text("El valor está entre 50 % y 100 %")
