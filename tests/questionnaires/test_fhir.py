"""FHIR R4: a questionnaire travels there and back, answers travel there."""

import json
from datetime import UTC, datetime

import pytest

from chevet.pathways.library import load, shipped
from chevet.questionnaires.definition import Questionnaire
from chevet.questionnaires.fhir import HL7, OURS, NotOurs, from_fhir, response_to_fhir, to_fhir
from chevet.vitals.kinds import KINDS

COVID = load("covid-medical").questionnaire


def exported(questionnaire=COVID):
    return to_fhir(questionnaire, name="covid-medical", version=1, kinds=KINDS)


@pytest.mark.parametrize("slug", shipped())
def test_a_shipped_questionnaire_travels_there_and_back(slug):
    questionnaire = load(slug).questionnaire
    travelled = json.loads(json.dumps(to_fhir(questionnaire, name=slug, version=3, kinds=KINDS)))
    assert from_fhir(travelled) == questionnaire
    assert (travelled["resourceType"], travelled["status"], travelled["version"]) == ("Questionnaire", "draft", "3")


def item(resource, link_id):
    return next(one for one in resource["item"] if one["linkId"] == link_id)


def test_a_measure_carries_its_code_unit_and_bounds():
    spo2 = item(exported(), "spo2")
    assert (spo2["type"], spo2["required"]) == ("quantity", True)
    assert spo2["code"] == [{"system": "http://loinc.org", "code": "59408-5"}]
    bounds = {one["url"].removeprefix(HL7): one for one in spo2["extension"] if one["url"].startswith(HL7)}
    assert bounds["questionnaire-unitOption"]["valueCoding"]["code"] == "%"
    assert (bounds["minValue"]["valueDecimal"], bounds["maxValue"]["valueDecimal"]) == (50, 100)


def test_both_languages_travel():
    title = exported()["_title"]["extension"][0]
    assert exported()["title"] == "Vos nouvelles du jour"
    assert title["url"] == f"{HL7}translation"
    assert title["extension"][1] == {"url": "content", "valueString": "How you are today"}


def test_a_question_opens_on_yes_or_on_not_knowing():
    cough = item(exported(), "cough")
    assert cough["enableWhen"] == [
        {"question": "symptoms", "operator": "=", "answerBoolean": True},
        {"question": "symptoms", "operator": "exists", "answerBoolean": False},
    ]
    assert cough["enableBehavior"] == "any"


def test_a_danger_sign_is_marked():
    option = item(exported(), "breathlessness")["answerOption"][-1]
    assert option["valueCoding"]["code"] == "critical"
    assert option["extension"] == [{"url": f"{OURS}danger", "valueBoolean": True}]


def responded(answers):
    return response_to_fhir(
        COVID, answers, name="covid-medical", version=1, kinds=KINDS, identifier="abc",
        authored=datetime(2026, 3, 20, 8, tzinfo=UTC), subject="Patient/1",
    )  # fmt: skip


ANSWERS = [
    ("symptoms", True, {"valueBoolean": True}),
    ("symptoms", "?", {"_valueBoolean": {"extension": [{"url": f"{HL7}data-absent-reason", "valueCode": "asked-unknown"}]}}),
    ("spo2", 97, {"valueQuantity": {"value": 97, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}}),
    ("spo2", "-", {"valueQuantity": {"extension": [{"url": f"{HL7}data-absent-reason", "valueCode": "not-performed"}]}}),
    ("breathlessness", "worse", {"valueCoding": {
        "system": "https://chevet.example/fhir/CodeSystem/covid-medical-breathlessness", "code": "worse",
        "display": "Un peu moins bien"}}),
]  # fmt: skip


@pytest.mark.parametrize(("link_id", "answer", "written"), ANSWERS)
def test_each_answer_is_written_as_fhir_says(link_id, answer, written):
    (only,) = responded({link_id: answer})["item"]
    assert (only["linkId"], only["answer"]) == (link_id, [written])


def test_a_response_names_questionnaire_version_person_and_moment():
    response = responded({})
    assert response["questionnaire"] == "https://chevet.example/fhir/Questionnaire/covid-medical|1"
    assert (response["subject"], response["authored"]) == ({"reference": "Patient/1"}, "2026-03-20T08:00:00+00:00")
    assert response["identifier"]["value"] == "abc"


FOREIGN = [
    ({"resourceType": "Patient"}, "not a Questionnaire"),
    ({"resourceType": "Questionnaire", "title": "x", "item": [{"linkId": "aa", "type": "date", "text": "?"}]}, "date"),
    ({"resourceType": "Questionnaire", "title": "x", "item": [
        {"linkId": "aa", "type": "boolean", "text": "?"},
        {"linkId": "bb", "type": "boolean", "text": "?", "enableWhen": [
            {"question": "aa", "operator": ">", "answerBoolean": True}]}]}, "uses >"),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "reason"), FOREIGN)
def test_what_is_not_understood_is_refused_by_name(resource, reason):
    with pytest.raises(NotOurs, match=reason):
        from_fhir(resource)


def test_several_controls_travel_when_each_has_one_value_and_are_refused_otherwise():
    def asked(second):
        ask = {"type": "boolean", "text": {"fr": "Oui ?", "en": "Yes?"}}
        opened = [{"item": "aa", "is": (True,)}, {"item": "bb", "is": second}]
        items = (
            {"link_id": "aa", **ask},
            {"link_id": "bb", **ask},
            {"link_id": "cc", **ask, "enable_when": tuple(opened)},
        )
        return Questionnaire.model_validate({"title": {"fr": "T", "en": "T"}, "items": items}, strict=False)

    assert from_fhir(exported(asked((False,)))) == asked((False,))
    with pytest.raises(NotOurs, match="cannot join"):
        exported(asked((False, "?")))
