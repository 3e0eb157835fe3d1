"""The questionnaire as a plain form: sent once, corrected, measured again, sent twice."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError

from chevet.alerts.models import Alert
from chevet.interfaces.patient.views import questions
from chevet.kernel.tenancy import acting
from chevet.pathways.models import Occurrence
from chevet.questionnaires.models import Answer
from chevet.usecases.end_follow_up import end_follow_up

from .phone import HEALTHY, Phone, words

pytestmark = pytest.mark.django_db


def kept(patient, model=Answer, *names):
    with acting(patient.place.scope):
        return [tuple(row) for row in model.objects.order_by("pk").values_list(*(names or ["level"]))]


def receipt(phone, answers, **options):
    sent = phone.send(answers, **options)
    assert sent.status_code == 302, words(sent)
    return phone.client.get(sent.url)


def test_a_stable_day_is_said_with_a_word_a_shape_and_what_comes_next(phone, patient):
    told = words(receipt(phone, HEALTHY))
    assert "Stable" in told
    assert "Pas de signe d'alerte dans vos réponses." in told
    assert "Prochain questionnaire : demain, mercredi 3 mars, à 9 h." in told
    assert "vous appelle" not in told
    assert kept(patient) == [(0,)]


def test_an_orange_day_says_who_calls_from_which_number_and_before_when(phone):
    told = words(receipt(phone, HEALTHY | {"a_symptoms": "true", "a_breathlessness": "worse"}))
    assert "Nous vous appelons" in told
    assert "Suivi vous appelle avant 11 h 30." in told
    assert "04 72 00 00 01" in told
    assert "Sans appel à cette heure, appelez le 15." in told


def test_outside_duty_hours_no_call_is_promised(phone, noon):
    noon.shift(hours=12)
    told = words(receipt(phone, HEALTHY | {"a_symptoms": "true", "a_breathlessness": "worse"}))
    assert "vous appelle" not in told
    assert "nous ne pouvons pas vous promettre d'appel" in told
    assert "appelez le 15" in told


@pytest.mark.parametrize(
    "sign",
    [{"a_chest_pain": "true"}, {"a_breathlessness": "critical"}, {"a_spo2": "88"}, {"a_heart_rate": "140"}],
)
def test_an_emergency_opens_the_panel(phone, patient, sign):
    told = words(receipt(phone, HEALTHY | {"a_symptoms": "true"} | sign))
    assert "Appelez le 15 maintenant" in told
    assert "Stable" not in told
    assert kept(patient) == [(3,)]


def test_an_impossible_value_comes_back_filled_in_and_nothing_is_kept(phone, patient):
    page = phone.send(HEALTHY | {"a_spo2": "397", "a_temperature": "38,25 °C"})
    assert page.status_code == 422
    body = page.content.decode()
    assert "Vérifiez" in words(page)
    assert 'value="397"' in body
    assert 'value="16"' in body
    assert 'id="a_mood_same" name="a_mood" value="same" checked' in body
    assert "À corriger" in body
    assert kept(patient) == []


def test_a_danger_sign_leaves_although_a_value_is_impossible(phone, patient):
    page = phone.send(HEALTHY | {"a_symptoms": "true", "a_chest_pain": "true", "a_spo2": "397"})
    assert page.status_code == 422
    assert "Appelez le 15 maintenant" in words(page)
    assert "L'équipe est prévenue." in words(page)
    assert kept(patient, Alert, "kind", "level") == [("chest_pain", 3)]
    again = phone.send(HEALTHY | {"a_symptoms": "true", "a_spo2": "97"})
    assert again.status_code == 302, "the corrected form goes through"
    assert kept(patient, Alert, "kind", "closed_at") == [("chest_pain", None)], "and takes nothing back"


def test_a_missing_answer_is_asked_for(phone, patient):
    page = phone.send({"a_symptoms": "false"})
    assert page.status_code == 422
    assert "il reste à corriger" in words(page)
    assert kept(patient) == []


def test_not_measured_and_not_known_are_answers(phone, patient):
    body = {"a_symptoms": "?", "n_spo2": "-", "n_temperature": "?", "a_mood": "?"}
    assert "Vos réponses sont arrivées" in words(receipt(phone, body))


def test_a_number_beside_not_measured_is_a_number(phone, patient):
    told = words(receipt(phone, HEALTHY | {"a_spo2": "88", "n_spo2": "-"}))
    assert "Appelez le 15 maintenant" in told


@pytest.mark.parametrize("typed", ["37.9", "37,9", "37,9 °C", " 37°9 "])
def test_comma_and_point_are_the_same(phone, typed):
    assert "Vos réponses sont arrivées" in words(receipt(phone, HEALTHY | {"a_temperature": typed}))


def test_an_alarming_value_is_measured_again_on_the_next_page(phone, patient):
    sent = phone.send(HEALTHY | {"a_spo2": "93"})
    page = phone.client.get(sent.url)
    assert "Mesurez encore une fois" in words(page)
    assert 'name="a_spo2"' in page.content.decode()
    assert 'name="a_temperature"' not in page.content.decode()
    assert kept(patient, Alert, "kind", "level") == [("spo2", 3)]
    after = phone.client.post(sent.url.replace("recu", "encore"), {"a_spo2": "97"}, follow=True)
    assert "Merci. L'équipe regarde vos deux mesures." in words(after)
    assert "Suivi vous appelle avant 11 h 30." in words(after)
    assert kept(patient, Alert, "kind", "level", "confirm_by", "closed_at") == [("spo2", 2, None, None)]


def test_a_second_measure_that_alarms_too_says_so_and_what_to_do(phone, patient, noon):
    sent = phone.send(HEALTHY | {"a_spo2": "93"})
    noon.shift(minutes=2)
    after = words(phone.client.post(sent.url.replace("recu", "encore"), {"a_spo2": "92"}, follow=True))
    assert kept(patient, Alert, "kind", "level", "confirm_by") == [("spo2", 3, None)]
    assert "Nous vous appelons" in after
    assert "Suivi vous appelle avant 9 h 39." in after
    assert "Gardez votre téléphone près de vous." in after
    assert "Stable" not in after


def test_outside_duty_hours_a_confirmed_alarm_opens_the_panel(phone, noon):
    noon.shift(hours=13)
    sent = phone.send(HEALTHY | {"a_spo2": "93"})
    after = phone.client.post(sent.url.replace("recu", "encore"), {"a_spo2": "92"}, follow=True)
    assert "Appelez le 15 maintenant" in words(after)
    assert "vous appelle" not in words(after)


def test_a_second_measure_that_is_worse_opens_the_panel(phone):
    sent = phone.send(HEALTHY | {"a_spo2": "93"})
    after = phone.client.post(sent.url.replace("recu", "encore"), {"a_spo2": "87"}, follow=True)
    assert "Appelez le 15 maintenant" in words(after)


def test_an_impossible_second_measure_is_asked_once_more(phone, patient):
    sent = phone.send(HEALTHY | {"a_spo2": "93"})
    after = phone.client.post(sent.url.replace("recu", "encore"), {"a_spo2": "970"})
    assert after.status_code == 422
    assert 'value="970"' in after.content.decode()
    with acting(patient.place.scope):
        assert Alert.objects.get().confirm_by is not None


def test_who_cannot_measure_again_leaves_the_first_value_as_it_is(phone, patient):
    sent = phone.send(HEALTHY | {"a_spo2": "93"})
    after = phone.client.post(sent.url.replace("recu", "encore"), {"n_spo2": "-"}, follow=True)
    assert after.status_code == 200
    with acting(patient.place.scope):
        assert Alert.objects.get().confirm_by is not None, "red after five minutes, as for silence"


def test_the_same_sending_twice_is_received_once(phone, patient):
    key = uuid4()
    assert phone.send(HEALTHY, key=key).url == phone.send(HEALTHY, key=key).url
    assert kept(patient) == [(0,)]


def test_the_same_key_with_other_answers_keeps_the_first_and_says_how_to_add(phone, patient):
    key = uuid4()
    phone.send(HEALTHY, key=key)
    other = phone.send(HEALTHY | {"a_symptoms": "true"}, key=key)
    page = phone.client.get(other.url)
    assert "Vos premières réponses étaient déjà arrivées." in words(page)
    assert kept(patient) == [(0,)]


def test_a_page_left_open_in_another_tab_is_a_second_answer(phone, patient):
    phone.send(HEALTHY)
    assert phone.send(HEALTHY | {"a_symptoms": "true", "a_chest_pain": "true"}).status_code == 302
    assert sorted(kept(patient)) == [(0,), (3,)]


def test_after_the_answers_the_link_leads_to_what_comes_next(phone):
    phone.send(HEALTHY)
    page = phone.get("", follow=True)
    assert "Vos réponses d'aujourd'hui sont arrivées" in words(page)
    assert phone.get("questions").status_code == 302


def test_not_well_between_two_questionnaires_is_an_answer_like_another(phone, patient):
    phone.send(HEALTHY)
    page = phone.get("ca-ne-va-pas")
    assert 'name="between" value="1"' in page.content.decode()
    assert "appelez le 15 sans répondre aux questions" in words(page)
    told = receipt(phone, HEALTHY | {"between": "1", "a_symptoms": "true", "a_general_state": "critical"})
    assert "Appelez le 15 maintenant" in words(told)
    assert (3,) in kept(patient, Answer, "level")
    assert len([day for (day,) in kept(patient, Occurrence, "answer_id") if day]) == 1


def test_a_relative_reads_and_answers_the_second_wording(phone, patient):
    page = phone.get("questions?pour=proche")
    assert "La personne a-t-elle des symptômes" in words(page)
    assert "plus fatiguée ou plus ralentie" in words(page)
    receipt(phone, HEALTHY | {"pour": "proche", "a_symptoms": "true", "a_drowsy": "true"})
    assert kept(patient, Answer, "level", "flags")[0][1] & 2


@pytest.mark.parametrize("key", ["", "not-a-key", "0", "é" * 40])
def test_a_page_without_a_good_key_is_given_again_with_one(phone, patient, key):
    page = phone.send(HEALTHY, key=key or "x")
    assert page.status_code == 422
    assert 'value="16"' in page.content.decode()
    assert kept(patient) == []


@pytest.mark.parametrize(
    "hostile",
    [{"a_nothing": "1"}, {"a_mood": "<script>alert(1)</script>"}, {"a_spo2": "9" * 9000}, {"a_symptoms": "true\x00"}],
)
def test_hostile_fields_are_refused_with_a_sentence_and_never_run(phone, patient, hostile):
    page = phone.send(HEALTHY | hostile)
    assert page.status_code == 422
    assert "<script>alert" not in page.content.decode()
    assert kept(patient) == []


def test_a_late_answer_after_the_end_is_kept_and_alerts(phone, patient, noon):
    clocks = {"now": noon.now, "machine_now": noon.now}
    end_follow_up(actor=patient.place.actor, follow_up_id=patient.follow_up_id, reason="recovered", **clocks)
    sent = phone.send(HEALTHY | {"a_symptoms": "true", "a_chest_pain": "true"})
    assert sent.status_code == 302
    assert kept(patient) == [(3,)]
    assert kept(patient, Alert, "kind") == [("chest_pain",)]


TYPED = {name[2:]: value for name, value in HEALTHY.items()}


def test_the_script_and_the_form_are_the_same_sending(phone, patient):
    key = str(uuid4())
    told = phone.tell("answers", {"key": key, "answers": TYPED, "between": False})
    assert told.json()["answer"] == key
    assert phone.send(HEALTHY, key=key).url == phone.url(f"recu/{key}")
    assert kept(patient) == [(0,)]


def test_the_script_is_told_which_fields_to_correct(phone, patient):
    told = phone.tell("answers", {"key": str(uuid4()), "answers": TYPED | {"spo2": "397"}})
    assert (told.status_code, list(told.json()["fields"])) == (422, ["spo2"])
    assert kept(patient) == []


def test_a_measure_sent_alone_is_stored_judged_and_asked_again(phone):
    told = [
        phone.tell("measure", {"key": str(uuid4()), "kind": "spo2", "typed": typed}).json()["outcome"]
        for typed in ("397", "93", "97", "87")
    ]
    assert told == ["impossible", "again", "accepted", "emergency"]


def test_a_danger_sign_sent_alone_alerts_at_once_and_stays_when_the_form_says_otherwise(phone, patient):
    told = phone.tell("danger", {"key": str(uuid4()), "item": "chest_pain", "choice": "true"}).json()
    assert told["emergency"] is True
    receipt(phone, HEALTHY)
    assert kept(patient, Alert, "kind", "level", "closed_at") == [("chest_pain", 3, None)]


@pytest.mark.parametrize(
    "headers", [{"x-chevet": "0"}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_sends_nothing_in_the_name_of_this_page(phone, patient, headers):
    assert phone.tell("answers", {"key": str(uuid4()), "answers": TYPED}, **headers).status_code == 403
    assert kept(patient) == []


def test_english_is_one_press_away_and_stays(phone):
    page = phone.get("questions?langue=en", follow=True)
    assert "Do you have any symptoms today?" in words(page)
    assert '<html lang="en"' in page.content.decode()
    assert "Do you have any symptoms" in words(phone.get("questions"))
    assert "Ressentez-vous" in words(phone.get("questions?langue=fr", follow=True))


def test_the_follow_up_s_language_is_spoken_first(include_now):
    phone = Phone.of(include_now(language="en"))
    assert "Do you have any symptoms today?" in words(phone.get("questions"))


def test_stopping_takes_two_presses(phone, patient):
    assert "Arrêter mon suivi" in words(phone.get("aujourdhui"))
    page = phone.post("arreter", {"reason": "better"})
    assert "Votre suivi est arrêté" in words(page)
    assert phone.get("questions").status_code == 410


def test_the_next_morning_asks_again_and_fills_nothing_in(phone, noon):
    phone.send(HEALTHY | {"a_spo2": "96"})
    noon.now += timedelta(days=1)
    page = phone.get("", follow=True)
    assert "Ressentez-vous des symptômes" in words(page)
    assert "checked" not in page.content.decode()


def test_while_the_database_is_away_the_page_holds_the_answers_under_the_same_key(phone, patient, monkeypatch):
    def away(**_):
        raise OperationalError("the server closed the connection")

    key = str(uuid4())
    with monkeypatch.context() as gone:
        gone.setattr(questions, "submit_answers", away)
        page = phone.send(HEALTHY, key=key)
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert "Vos réponses ne sont pas parties." in words(page)
    body = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    body.pop("csrfmiddlewaretoken", None)
    assert body == HEALTHY | {"key": key}
    assert phone.send(body, key=key).status_code == 302
    assert kept(patient) == [(0,)]


def test_a_body_of_ten_megabytes_is_refused_and_nothing_kept(phone, patient):
    assert phone.send(HEALTHY | {"a_mood": "x" * 10_000_000}).status_code in (400, 413)
    assert kept(patient) == []
