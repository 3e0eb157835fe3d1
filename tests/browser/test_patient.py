"""A patient with a small telephone: with script, without, by keyboard, on a bad network; and what axe finds."""

import pytest

from chevet.alerts.models import Alert
from chevet.kernel.tenancy import acting
from chevet.questionnaires.models import Answer
from chevet.vitals.models import Measure
from tests.fixtures.axe import looked_at

from .patient_site import serving

MEASURES = {"spo2": "97", "temperature": "37,1", "respiratory_rate": "16", "heart_rate": "72"}


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


@pytest.fixture
def patient(site):
    return site.include()


@pytest.fixture
def phone(site, patient, page):
    """A phone that said who it is, on the first question."""
    return ask(site, patient, page)


def ask(site, patient, page):
    site.recognise(page, patient)
    page.goto(site.link(patient, "questions"))
    return page


def count(patient, model, **facts):
    with acting(patient.place.scope):
        return model.objects.filter(**facts).count()


def onwards(page, *, button="Continuer"):
    before = page.locator(".screen:not([hidden])").get_attribute("data-at")
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_function(
        "before => document.querySelector('.screen:not([hidden])')?.dataset.at !== before", arg=before
    )


def title(page):
    shown = page.locator(".screen:not([hidden]) legend:visible, .screen:not([hidden]) [data-title]").first
    return shown.inner_text().replace("\u00a0", " ")


def answer_a_stable_day(page):
    page.check("#a_symptoms_false")
    onwards(page)
    for kind, value in MEASURES.items():
        page.fill(f"#a_{kind}", value)
        onwards(page)
    page.check("#a_mood_same")
    onwards(page)
    page.check("#a_call_me_false")
    onwards(page)


def test_a_stable_day_from_the_message_to_the_receipt(site, page):
    patient = site.include(identified=False)
    page.goto(site.link(patient))
    page.get_by_label("Jour").fill("17")
    page.get_by_label("Mois").fill("5")
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_selector("[data-ready]")
    answer_a_stable_day(page)
    assert title(page) == "Vérifiez vos réponses"
    assert "97 %" in page.locator("[data-answers]").inner_text()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/recu/*")
    assert "Pas de signe d'alerte dans vos réponses." in page.inner_text("main")
    page.reload()
    assert "Pas de signe d'alerte dans vos réponses." in page.inner_text("main")
    assert count(patient, Answer) == 1


def test_one_question_at_a_time_with_its_place_in_the_row(phone):
    assert phone.locator("fieldset:visible").count() == 1
    phone.check("#a_symptoms_false")
    phone.get_by_role("button", name="Continuer", exact=True).click()
    assert title(phone) == "Quelle est votre saturation en oxygène ?"
    assert phone.locator("[data-progress] [data-words]").inner_text() == "Question 2 sur 8"


def test_symptoms_open_the_questions_that_no_symptom_closes(phone):
    phone.check("#a_symptoms_true")
    phone.get_by_role("button", name="Continuer", exact=True).click()
    assert title(phone) == "Avez-vous une douleur dans la poitrine ?"


def test_going_on_puts_the_focus_on_the_title_of_the_question(phone):
    phone.check("#a_symptoms_false")
    onwards(phone)
    assert phone.evaluate("document.activeElement.id") == "q_spo2"


def test_the_browser_s_own_back_goes_one_question_back(phone):
    phone.check("#a_symptoms_false")
    onwards(phone)
    phone.fill("#a_spo2", "97")
    onwards(phone)
    phone.go_back()
    assert title(phone) == "Quelle est votre saturation en oxygène ?"
    assert phone.input_value("#a_spo2") == "97"
    phone.get_by_role("button", name="Retour").click()
    assert title(phone) == "Ressentez-vous des symptômes aujourd'hui ?"


def test_a_measure_leaves_when_its_screen_is_left(phone, patient):
    phone.check("#a_symptoms_false")
    onwards(phone)
    phone.fill("#a_spo2", "96")
    onwards(phone)
    assert count(patient, Measure) == 1
    assert count(patient, Answer) == 0


def test_an_alarming_measure_is_asked_again_calmly_and_once(phone, patient):
    phone.check("#a_symptoms_false")
    onwards(phone)
    phone.fill("#a_spo2", "93")
    phone.get_by_role("button", name="Continuer", exact=True).click()
    phone.locator(".calm:visible").wait_for()
    assert phone.input_value("#a_spo2") == ""
    assert count(patient, Alert, kind="spo2", confirm_by__isnull=False) == 1
    phone.fill("#a_spo2", "97")
    onwards(phone)
    assert title(phone) == "Quelle est votre température ?"
    assert count(patient, Alert, kind="spo2", level=2, confirm_by=None) == 1


def test_who_does_not_measure_again_goes_on_with_the_first_value(phone, patient):
    phone.check("#a_symptoms_false")
    onwards(phone)
    phone.fill("#a_spo2", "93")
    phone.get_by_role("button", name="Continuer", exact=True).click()
    phone.locator(".calm:visible").wait_for()
    onwards(phone)
    assert phone.evaluate("document.querySelector('#a_spo2').value") == "93"
    assert count(patient, Measure) == 1


def test_an_impossible_measure_stays_in_its_field_with_a_sentence(phone, patient):
    phone.check("#a_symptoms_false")
    onwards(phone)
    phone.fill("#a_spo2", "970")
    phone.get_by_role("button", name="Continuer", exact=True).click()
    error = phone.locator("#error_spo2")
    error.wait_for()
    assert "Vérifiez" in error.inner_text()
    assert phone.input_value("#a_spo2") == "970"
    assert phone.evaluate("document.activeElement.id") == "a_spo2"
    assert count(patient, Measure) == 0


def test_a_danger_sign_opens_the_panel_at_once_and_stays_sent(phone, patient):
    phone.check("#a_symptoms_true")
    onwards(phone)
    phone.check("#a_chest_pain_true")
    panel = phone.locator("dialog[open]")
    panel.wait_for()
    assert panel.get_by_role("link", name="Appeler le 15").get_attribute("href") == "tel:15"
    panel.get_by_text("L'équipe est prévenue.").wait_for()
    assert count(patient, Alert, kind="chest_pain", level=3) == 1
    phone.get_by_role("button", name="Continuer les questions").click()
    phone.check("#a_chest_pain_false")
    assert count(patient, Alert, kind="chest_pain", closed_at=None) == 1


def test_without_network_nothing_is_lost_nothing_is_claimed(phone, patient):
    answer_a_stable_day(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer mes réponses").click()
    phone.get_by_text("Vos réponses ne sont pas parties.").wait_for()
    assert "appelez le 15" in phone.locator("[data-unsent]").inner_text()
    phone.context.set_offline(False)  # they leave by themselves
    phone.wait_for_url("**/recu/*")
    assert count(patient, Answer) == 1


def test_without_network_a_danger_sign_shows_the_panel_and_claims_nothing(phone, patient):
    phone.check("#a_symptoms_true")
    onwards(phone)
    phone.context.set_offline(True)
    phone.check("#a_chest_pain_true")
    phone.locator("dialog[open]").wait_for()
    assert not phone.get_by_text("L'équipe est prévenue.").is_visible()
    phone.context.set_offline(False)
    phone.get_by_text("L'équipe est prévenue.").wait_for()
    assert count(patient, Alert, kind="chest_pain") == 1


def test_answers_are_nowhere_in_clear_in_the_browser_s_storage(phone):
    answer_a_stable_day(phone)
    phone.wait_for_function("() => {" + STORED + "return stored().then((rows) => rows.includes('sealed'));}")
    stored = phone.evaluate("() => {" + STORED + "return stored();}")
    assert "37,1" not in stored
    assert "symptoms" not in stored
    assert phone.evaluate("() => {" + STORED + "return kept('keys').then(([key]) => key.extractable);}") is False


STORED = """
const kept = (store) => new Promise((done) => {
  indexedDB.open("chevet", 1).onsuccess = ({ target: { result } }) => {
    result.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done(target.result);
  };
});
const words = (row) => JSON.stringify({ ...row, sealed: new TextDecoder("latin1").decode(row.sealed) });
const stored = async () => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]) + (await kept("kept")).map(words);
"""


def test_a_reload_keeps_the_key_of_the_form(phone):
    first = phone.evaluate("document.querySelector('[data-questions]').elements.key.value")
    phone.reload()
    assert phone.evaluate("document.querySelector('[data-questions]').elements.key.value") == first


def test_by_keyboard_alone(phone, patient):
    def press_through(*keys):
        for key in keys:
            phone.keyboard.press(key)

    phone.locator("#a_symptoms_true").focus()
    press_through("ArrowDown", "Enter")
    phone.wait_for_function("() => document.activeElement.id === 'q_spo2'")
    # "Comment mesurer" stands before the number, and the counter before that of the breaths.
    before = {"spo2": 1, "temperature": 1, "respiratory_rate": 3, "heart_rate": 0}
    for kind, value in MEASURES.items():
        press_through(*["Tab"] * (before[kind] + 1))
        assert phone.evaluate("document.activeElement.id") == f"a_{kind}"
        phone.keyboard.type(value)
        press_through("Enter")
        phone.wait_for_function(f"() => document.activeElement.id !== 'a_{kind}'")
    press_through("Tab", "ArrowDown", "Enter")
    phone.wait_for_function("() => document.activeElement.id === 'q_call_me'")
    press_through("Tab", "ArrowDown", "Enter")
    phone.wait_for_function("() => document.activeElement.matches('[data-title]')")
    phone.get_by_role("button", name="Envoyer mes réponses").focus()
    press_through("Enter")
    phone.wait_for_url("**/recu/*")
    assert count(patient, Answer, level=0) == 1


def test_without_script_one_form_does_it_all(site, patient, open_page):
    page = ask(site, patient, open_page(java_script_enabled=False))
    assert page.locator("fieldset:visible").count() == 18
    assert not page.get_by_role("button", name="Continuer", exact=True).is_visible()
    page.check("#a_symptoms_false")
    for kind, value in (MEASURES | {"spo2": "397"}).items():
        page.fill(f"#a_{kind}", value)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    assert page.input_value("#a_spo2") == "397"
    page.fill("#a_spo2", "93")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    assert "Mesurez encore une fois" in page.inner_text("h1")
    page.fill("#a_spo2", "97")
    page.get_by_role("button", name="Envoyer cette mesure").click()
    assert "L'équipe regarde vos deux mesures." in page.inner_text("main")
    assert count(patient, Alert, kind="spo2", level=2) == 1


def test_nothing_scrolls_sideways_at_320_pixels(site, patient, open_page):
    page = ask(site, patient, open_page(viewport={"width": 320, "height": 640}))
    for place in ("questions", "aujourdhui", "arreter", "code", "pas-moi", "ca-ne-va-pas"):
        page.goto(site.link(patient, place))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, place


def test_axe_finds_nothing(site, page):
    patient, stranger = (
        site.include(),
        site.include(birth_name="Roche", first_name="Paul", confirmed_duplicate=True, identified=False),
    )
    page.goto(site.link(stranger))
    wrong = looked_at(page, "welcome")
    page.goto(site.link(stranger)[:-2])
    wrong |= looked_at(page, "unknown")
    ask(site, patient, page)
    for place in ("questions", "aujourdhui", "ca-ne-va-pas", "arreter", "code", "pas-moi"):
        page.goto(site.link(patient, place))
        wrong |= looked_at(page, place)
    page.goto(site.link(patient, "questions"))
    page.check("#a_symptoms_true")
    onwards(page)
    wrong |= looked_at(page, "danger signs")
    page.check("#a_chest_pain_true")
    page.locator("dialog[open]").wait_for()
    wrong |= looked_at(page, "emergency")
    assert wrong == {}


def test_axe_finds_nothing_after_the_answers(site, patient, phone):
    page, wrong = phone, {}
    for value, name in (("97", "stable"), ("93", "again"), ("88", "red")):
        page.goto(site.link(patient, "ca-ne-va-pas"))
        sent = page.evaluate(SEND, {"spo2": value})
        page.goto(site.url + sent)
        wrong |= looked_at(page, name)
    assert wrong == {}


SEND = """async ({ spo2 }) => {
  const { link } = document.querySelector("[data-questions]").dataset, key = crypto.randomUUID();
  const body = JSON.stringify({ key, answers: { symptoms: "false", spo2 } });
  await fetch(`${link}/answers.json`, { method: "POST", body, headers: { "X-Chevet": "1" } });
  return `${link}/recu/${key}`;
}"""
