"""From a body to compact answers: nothing hostile gets through, no danger sign is lost."""

import pytest

from chevet.pathways.library import load
from chevet.questionnaires.reading import read_answers
from chevet.vitals.kinds import KINDS

COVID = load("covid-medical").questionnaire


def read(body, **options):
    return read_answers(COVID, body, kinds=KINDS, **options)


def test_a_whole_form_becomes_compact_answers_in_the_order_of_the_questions():
    reading = read(
        {
            "temperature": "38,2 °C",
            "symptoms": "true",
            "spo2": "97 %",
            "breathlessness": "same",
            "heart_rate": "-",
            "cough": "?",
            "respiratory_rate": "",
        }
    )
    assert reading.answers == {
        "symptoms": True,
        "spo2": 97,
        "temperature": 38.2,
        "heart_rate": "-",
        "breathlessness": "same",
        "cough": "?",
    }
    assert list(reading.answers) == ["symptoms", "spo2", "temperature", "heart_rate", "breathlessness", "cough"]
    assert (reading.problems, reading.unanswered, reading.dropped) == ((), (), ())


HOSTILE = [
    ("spo2", [97], "wrong_type"),
    ("spo2", {"$gt": 0}, "wrong_type"),
    ("spo2", True, "wrong_type"),
    ("spo2", float("nan"), "impossible"),
    ("spo2", float("inf"), "impossible"),
    ("spo2", 10**400, "impossible"),
    ("spo2", "1" * 100_000, "not_a_number"),
    ("symptoms", 1, "wrong_type"),
    ("symptoms", "maybe", "not_an_option"),
    ("breathlessness", "CRITICAL", "not_an_option"),
    ("breathlessness", 3, "wrong_type"),
    ("breathlessness", "-", "not_an_option"),
    ("call_me", "?", "not_an_option"),
    ("is_admin", "true", "unknown_item"),
    ("x" * 5000, "true", "unknown_item"),
    (7, "true", "unknown_item"),
]


@pytest.mark.parametrize(("name", "value", "code"), HOSTILE)
def test_a_hostile_field_is_named_and_the_good_ones_are_kept(name, value, code):
    reading = read({name: value, "chest_pain": "true"})
    assert reading.answers == {"chest_pain": True}
    assert [(problem.link_id, problem.code) for problem in reading.problems] == [(str(name)[:40], code)]


def test_a_body_with_far_too_many_fields_is_refused_whole():
    reading = read({f"field{n}": "1" for n in range(1000)})
    assert [problem.code for problem in reading.problems] == ["too_many"]
    assert reading.answers == {}


def test_answers_to_questions_that_were_not_put_are_dropped_but_never_a_danger_sign():
    reading = read({"symptoms": False, "cough": True, "chest_pain": True, "breathlessness": "critical", "spo2": 97})
    assert reading.answers == {"symptoms": False, "chest_pain": True, "spo2": 97, "breathlessness": "critical"}
    assert reading.dropped == ("cough",)


def test_no_symptom_still_asks_for_the_saturation():
    assert read({"symptoms": False}).unanswered == ("spo2",)
    assert read({"symptoms": False, "spo2": "-"}).unanswered == ()


def test_not_knowing_about_symptoms_still_puts_the_questions():
    assert read({"symptoms": "?", "cough": True}).answers == {"symptoms": "?", "cough": True}


def test_a_question_for_relatives_is_put_to_relatives_only():
    body = {"symptoms": True, "drowsy": True}
    assert read(body).dropped == ("drowsy",)
    assert read(body, by_proxy=True).answers == body


def test_every_question_to_everyone_has_a_second_wording_for_relatives():
    asked = [item for item in COVID.items if item.asked_to == "everyone"]
    assert [item.link_id for item in asked if item.proxy is None] == []
