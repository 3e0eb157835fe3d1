"""The record on a browser that gave a code: what was measured, who looked, what was agreed, what is taken away."""

import json
import re
from uuid import uuid4

import pytest

from chevet.access.models import Device
from chevet.audit.models import JournalEntry
from chevet.kernel.tenancy import acting
from chevet.usecases.read_record import patient_page

from .phone import HEALTHY, Phone, words
from .test_english import french_left, in_english

pytestmark = pytest.mark.django_db

READ = ["dossier", "dossier/resume.pdf", "reglages", "heure", "acces", "copie"]
CANARIES = {"a_temperature": "38,6", "a_heart_rate": "113"}


def bind(patient) -> None:
    """The browser gave a code."""
    with acting(patient.place.scope):
        Device.objects.filter(state="identified").update(state="bound")


def measured(phone, noon, *temperatures) -> None:
    """One questionnaire a day; the last one is today's."""
    for place, temperature in enumerate(temperatures):
        if place:
            noon.shift(days=1)
        phone.send(HEALTHY | {"a_temperature": temperature})


@pytest.fixture
def bound(phone, patient):
    bind(patient)
    return phone


def actions(patient) -> list[str]:
    with acting(patient.place.scope):
        return list(JournalEntry.objects.order_by("id").values_list("action", flat=True))


def test_the_record_says_how_the_measures_go_and_the_day(bound, noon):
    measured(bound, noon, "38,9", "38,4", "37,8")
    page = words(bound.get("dossier"))
    assert "Votre température baisse depuis 2 jours." in page
    assert "Votre saturation en oxygène est stable depuis 2 jours." in page
    assert "zone habituelle" in page
    assert "Jour 3 sur " in page


def test_only_fourteen_days_are_drawn(bound, noon):
    measured(bound, noon, "39,3", *["37,1"] * 14)
    body = bound.get("dossier").content.decode()
    assert "37,1" in body
    assert "39,3" not in body.partition("Mes réponses")[0]


def test_every_page_of_reading_leaves_a_line(bound, patient):
    before = len(actions(patient))
    assert {place: bound.get(place).status_code for place in READ} == dict.fromkeys(READ, 200)
    assert actions(patient)[before:] == ["record.read_own", "record.exported", "record.read_own", "record.read_own"]
    bound.get("accord")
    assert actions(patient)[-1] == "agreement.read_own"


def test_a_birthday_alone_reads_none_of_it(phone):
    phone.send(HEALTHY | CANARIES)
    for place in READ:
        page = phone.get(place)
        assert (page.status_code, page.url) == (302, phone.url("code")), place
    assert phone.post("copie").status_code == 302
    assert phone.post("heure", {"hour": "10:00"}).status_code == 302


def test_who_looked_is_said_with_a_name_and_a_role(bound, patient, noon):
    clocks = {"now": noon.now, "machine_now": noon.now}
    patient_page(actor=patient.place.actor, follow_up_id=patient.follow_up_id, **clocks)
    page = words(bound.get("acces"))
    assert "Soignante 0 , soignant de l'équipe, a lu votre dossier" in page
    assert "record.read" not in page


def test_the_copy_is_a_bundle_for_her_alone(bound):
    bound.send(HEALTHY | CANARIES)
    sent = bound.post("copie")
    assert sent["Content-Type"] == "application/fhir+json"
    assert "no-store" in sent["Cache-Control"]
    assert sent["Content-Disposition"] == 'attachment; filename="copie-2027-03-02.json"'
    values = [one["resource"].get("valueQuantity", {}).get("value") for one in json.loads(sent.content)["entry"]]
    assert {38.6, 113} <= set(values)


def test_the_sixth_copy_of_a_day_waits(bound, noon):
    assert [bound.post("copie").status_code for _ in range(6)] == [200] * 5 + [429]
    noon.shift(days=1)
    assert bound.post("copie").status_code == 200


def test_another_patient_s_browser_takes_nothing(bound, include_now):
    bound.send(HEALTHY | CANARIES)
    neighbour = include_now(birth_name="Roche", contacts=(("mobile", "06 12 34 56 99", ""),))
    bind(neighbour)
    thief = Phone.of(neighbour)
    thief.token = bound.token
    assert thief.post("copie").status_code == 302
    assert thief.get("dossier/resume.pdf").status_code == 302


def test_settings_say_what_happens_next(bound):
    form = bound.get("reglages").context["form"]
    assert "06 12 34 56 78" not in str(form), "somebody may look over her shoulder"
    said = words(bound.post("reglages", {"reach": form["reach"].initial, "language": "fr"}, follow=True))
    assert "C'est enregistré." in said
    assert "Prochain questionnaire : demain, mercredi 3 mars, à 9 h, par SMS." in said


def test_one_touch_changes_the_hour_to_any_of_the_day(bound):
    page = words(bound.get("heure"))
    assert "En ce moment : 9 h." in page
    assert all(part in page for part in ("Le matin 8 h", "L'après-midi 12 h", "Le soir 18 h 18 h 30"))
    said = words(bound.post("heure", {"hour": "17:30"}, follow=True))
    assert "C'est enregistré. Prochain questionnaire : demain, mercredi 3 mars, à 17 h 30." in said
    assert "En ce moment : 17 h 30." in said


@pytest.mark.parametrize("hour", ["22:00", "03:00", "09:07", "", "neuf"])
def test_an_hour_of_the_night_or_of_nobody_s_list_is_refused_and_changes_nothing(bound, hour):
    page = bound.post("heure", {"hour": hour})
    assert page.status_code == 422
    assert "Choisissez une heure de la liste." in words(page)
    assert "En ce moment : 9 h." in words(page)


def test_by_phone_from_now_on_is_said(bound):
    body = {"reach": "phone", "language": "fr"}
    said = words(bound.post("reglages", body, follow=True))
    assert "L'équipe est prévenue. Elle vous appelle pour convenir des heures." in said


@pytest.mark.parametrize("body", [{"reach": f"sms:{uuid4()}"}, {"reach": "pigeon"}, {"language": "xx"}])
def test_what_is_not_offered_is_refused(bound, body):
    form = bound.get("reglages").context["form"]
    right = {"reach": form["reach"].initial, "language": "fr"}
    assert bound.post("reglages", right | body).status_code == 422
    assert bound.post("reglages", right).status_code == 302


def test_a_measure_is_added_between_questionnaires(phone):
    assert "Température" in words(phone.get("mesurer"))
    sent = phone.post("mesurer?quoi=temperature", {"typed": "37,4"})
    page = words(phone.client.get(sent.url))
    assert "Votre mesure est arrivée Stable Pas de signe d'alerte dans cette mesure." in page
    assert "si vous vous sentez mal, appelez le 15" in page
    assert "Un questionnaire vous attend" in page, "the one of the day is still due"
    assert "tout va bien" not in page
    assert phone.client.get(sent.url).status_code == 200, "a reload says the same"


ADDED = [
    ("97", "green", ["Stable"]),
    ("93", "red", ["Mesurez encore une fois", "Restez assis, au calme, une minute."]),
    ("88", "red", ["Appelez le 15 maintenant", "Cette mesure est un signe grave. Ne restez pas seul.", "À faire maintenant"]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "level", "said"), ADDED)
def test_an_added_measure_is_answered_like_any_answer(phone, typed, level, said):
    page = phone.post("mesurer?quoi=spo2", {"typed": typed}, follow=True)
    assert [one for one in said if one not in words(page)] == []
    assert page.context["level"] == level
    assert page.redirect_chain[0][0].startswith(phone.url("recu/"))


def test_who_calls_and_before_when_is_said_of_an_added_measure_too(phone):
    page = phone.post("mesurer?quoi=spo2", {"typed": "93"}, follow=True)
    second = phone.client.post(page.redirect_chain[-1][0].replace("recu", "encore"), {"a_spo2": "95"}, follow=True)
    said = words(second)
    assert re.search("vous appelle avant .* Le numéro qui s'affichera : 04 72 00 00 01", said)
    assert "Sans appel à cette heure, appelez le 15." in said


def test_the_number_changed_after_going_back_is_a_measure_of_its_own(phone):
    key = str(uuid4())
    first, twice, other = (
        phone.post("mesurer?quoi=spo2", {"typed": typed, "key": key}).url for typed in ("97", "97", "96")
    )
    assert first == twice
    assert other != first
    assert phone.client.get(other).status_code == 200


def test_a_measure_of_the_questionnaire_has_no_receipt_of_its_own(phone):
    key = str(uuid4())
    phone.tell("measure", {"key": key, "kind": "spo2", "typed": "97"})
    assert phone.get(f"recu/{key}").url == phone.url()


@pytest.mark.parametrize("typed", ["", "397", "abc", "9" * 50])
def test_a_number_that_cannot_be_is_asked_again(phone, typed):
    assert phone.post("mesurer?quoi=spo2", {"typed": typed}).status_code == 422


def test_the_texts_are_for_who_said_who_they_are_the_decisions_for_who_gave_a_code(phone, patient):
    page = words(phone.get("accord"))
    assert "Nous vous proposons un suivi à distance." in page
    assert "tous les jours de 8 h à 20 h" in page
    assert "Vous avez dit oui" not in page
    assert Phone(patient.token).get("accord").status_code == 302
    bind(patient)
    page = words(phone.get("accord"))
    assert "Vous avez dit oui" in page
    assert "demandé par : soignant de l'équipe" in page


def test_a_stop_offers_to_go_on_and_so_does_the_closed_link(phone, noon):
    assert "Reprendre mon suivi" in words(phone.post("arreter", {"reason": ""}))
    noon.shift(hours=5)
    closed = phone.get("aujourdhui")
    assert closed.status_code == 410
    assert "Reprendre mon suivi" in words(closed)
    assert phone.post("reprendre").url == phone.url()
    assert phone.get("aujourdhui").status_code == 200


def test_after_a_day_nothing_is_offered_any_more(phone, patient, noon):
    phone.post("arreter", {"reason": ""})
    assert "Reprendre" not in words(Phone(patient.token).get()), "a browser that said nothing"
    noon.shift(days=1)
    assert "Reprendre" not in words(phone.get())
    assert phone.post("reprendre").status_code == 410


def test_the_record_speaks_english(include_now, noon):
    patient = include_now(language="en")
    phone = in_english(patient)
    bind(patient)
    phone.send(HEALTHY)
    clocks = {"now": noon.now, "machine_now": noon.now}
    patient_page(actor=patient.place.actor, follow_up_id=patient.follow_up_id, **clocks)
    places = ["dossier", "acces", "accord", "copie", "reglages", "heure?fait=1", "mesurer", "mesurer?quoi=spo2", "aujourdhui",
              "pas-moi", "arreter"]  # fmt: skip
    pages = {place: phone.get(place) for place in places}
    for typed in ("97", "93", "88"):
        pages[typed] = phone.post("mesurer?quoi=spo2", {"typed": typed}, follow=True)
    pages["stopped"] = phone.post("arreter", {"reason": ""})
    pages["closed"] = phone.get("aujourdhui")
    assert {place: french_left(page) for place, page in pages.items()} == {place: [] for place in pages}


def test_a_language_of_the_questions_is_kept_for_them(bound, patient):
    form = bound.get("reglages").context["form"]
    body = {"reach": form["reach"].initial, "language": "ar"}
    assert bound.post("reglages", body).status_code == 302
    assert 'dir="rtl"' in bound.get("questions").content.decode()
    assert Phone(patient.token).get().content.decode().count('<html lang="ar"') == 1, "on any other browser as well"


def test_a_number_that_cannot_be_is_explained_in_the_reader_s_language(patient):
    phone = in_english(patient)
    page = phone.post("mesurer?quoi=spo2", {"typed": "397"})
    assert page.status_code == 422
    assert french_left(page) == []


def test_who_opened_it_from_outside_her_circle_shows_with_the_reason(bound, patient, noon):
    from chevet.usecases.break_glass import break_glass

    stranger = patient.place.stranger
    at = {"now": noon.now, "machine_now": noon.now}
    break_glass(actor=stranger, follow_up_id=patient.follow_up_id, motive="call", words="Vertiges", **at)
    page = words(bound.get("acces"))
    expected = "a ouvert votre dossier sans faire partie de ceux qui vous suivent (motif : la personne appelle)"
    assert (stranger.name in page, expected in page, "Vertiges" in page) == (True, True, False)
