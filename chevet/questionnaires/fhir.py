"""A questionnaire as FHIR R4 Questionnaire and back, and answers as QuestionnaireResponse.

What FHIR has no field for (second wording, danger signs, drawings…) travels in extensions of our own, so that
reading back what was written gives the same questionnaire. Kinds of measure are given by the caller.
"""

from collections.abc import Mapping
from datetime import datetime

from chevet.kernel.sentences import Sentence
from chevet.questionnaires.definition import NOT_MEASURED, UNKNOWN, Answer, Item, Questionnaire
from chevet.questionnaires.typed import Quantity

CANONICAL = "https://chevet.example/fhir"
OURS = f"{CANONICAL}/StructureDefinition/"
HL7 = "http://hl7.org/fhir/StructureDefinition/"
UCUM, LOINC = "http://unitsofmeasure.org", "http://loinc.org"
TYPES = {"choice": "choice", "boolean": "boolean", "measure": "quantity", "text": "text"}
OUR_TYPES = {fhir: ours for ours, fhir in TYPES.items()}
ABSENT = {UNKNOWN: "asked-unknown", NOT_MEASURED: "not-performed"}


class NotOurs(ValueError):
    """A FHIR resource that this reading does not understand; says which part and why."""


def to_fhir(
    questionnaire: Questionnaire, *, name: str, version: int, kinds: Mapping[str, Quantity], status: str = "draft"
) -> dict:
    """A Questionnaire resource in French, with English as translation extensions. `status`: draft or active."""
    return {
        "resourceType": "Questionnaire",
        "url": f"{CANONICAL}/Questionnaire/{name}",
        "version": str(version),
        "name": name.replace("-", "_"),
        **_said("title", questionnaire.title),
        "status": status,
        "subjectType": ["Patient"],
        "language": "fr",
        "item": [_item(item, name, questionnaire, kinds) for item in questionnaire.items],
    }


def response_to_fhir(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    *,
    name: str,
    version: int,
    kinds: Mapping[str, Quantity],
    identifier: str,
    authored: datetime,
    subject: str,
) -> dict:
    """A QuestionnaireResponse of compact answers. `subject` is a reference such as `Patient/…`.

    "Je ne sais pas" and "pas pu mesurer" are values with a data-absent-reason, not missing answers.
    """
    items = [item for item in questionnaire.items if item.link_id in answers]
    return {
        "resourceType": "QuestionnaireResponse",
        "identifier": {"system": f"{CANONICAL}/answer", "value": identifier},
        "questionnaire": f"{CANONICAL}/Questionnaire/{name}|{version}",
        "status": "completed",
        "subject": {"reference": subject},
        "authored": authored.isoformat(),
        "item": [
            {
                "linkId": item.link_id,
                "text": item.text.fr,
                "answer": [_answered(item, answers[item.link_id], name, kinds)],
            }
            for item in items
        ],
    }


def from_fhir(resource: Mapping) -> Questionnaire:
    """The questionnaire of a resource written by `to_fhir`, or of a plain one in its shape.

    Raises NotOurs for another resource or an item type we do not have, pydantic's ValidationError for the rest.
    """
    if resource.get("resourceType") != "Questionnaire":
        raise NotOurs("not a Questionnaire")
    data = {
        "title": _heard(resource, "title"),
        "items": [_item_data(item) for item in resource.get("item", ())],
    }
    return Questionnaire.model_validate(data, strict=False)


def _item(item: Item, name: str, questionnaire: Questionnaire, kinds: Mapping[str, Quantity]) -> dict:
    made = {
        "linkId": item.link_id,
        **_said("text", item.text),
        "type": TYPES[item.type],
        "required": item.required,
        "extension": _extensions(item),
    }
    if item.type == "measure":
        kind = kinds[item.link_id]
        made["code"] = [{"system": LOINC, "code": kind.loinc}]
        made["extension"] += _measure_extensions(kind)
    if item.type == "text":
        made["maxLength"] = item.longest
    if item.options:
        made["answerOption"] = [_option(option, name, item) for option in item.options]
    if item.enable_when:
        made |= _enable_when(item, name, questionnaire)
    return {key: value for key, value in made.items() if value != []}


def _extensions(item: Item) -> list[dict]:
    """Our own: only what differs from the default is written."""
    found: list[dict] = []
    if item.proxy:
        found.append({"url": f"{OURS}proxy-text", **_said("valueString", item.proxy)})
    if item.hint:
        found.append({"url": f"{OURS}hint", **_said("valueString", item.hint)})
    for field in ("drawing", "group", "source"):
        if getattr(item, field):
            found.append({"url": f"{OURS}{field}", "valueString": getattr(item, field)})
    if item.danger:
        found.append({"url": f"{OURS}danger", "valueBoolean": True})
    if not item.unknown:
        found.append({"url": f"{OURS}unknown-allowed", "valueBoolean": False})
    if item.asked_to != "everyone":
        found.append({"url": f"{OURS}asked-to", "valueCode": item.asked_to})
    return found


def _measure_extensions(kind: Quantity) -> list[dict]:
    unit = {"system": UCUM, "code": kind.unit, "display": kind.unit_shown.fr}
    return [
        {"url": f"{HL7}questionnaire-unitOption", "valueCoding": unit},
        {"url": f"{HL7}minValue", "valueDecimal": kind.lowest},
        {"url": f"{HL7}maxValue", "valueDecimal": kind.highest},
        {"url": f"{HL7}maxDecimalPlaces", "valueInteger": kind.decimals},
    ]


def _coding(code: str, name: str, item: Item) -> dict:
    return {"system": f"{CANONICAL}/CodeSystem/{name}-{item.link_id}", "code": code}


def _option(option, name: str, item: Item) -> dict:
    extensions = [{"url": f"{OURS}danger", "valueBoolean": True}] if option.danger else []
    if option.proxy:
        extensions.append({"url": f"{OURS}proxy-text", **_said("valueString", option.proxy)})
    made = {"valueCoding": {**_coding(option.code, name, item), **_said("display", option.label)}}
    return {**made, "extension": extensions} if extensions else made


def _enable_when(item: Item, name: str, questionnaire: Questionnaire) -> dict:
    """FHIR joins all conditions by one word: several controls, each with several values, cannot be said."""
    clauses = [
        _clause(condition.item, value, name, questionnaire)
        for condition in item.enable_when
        for value in condition.one_of
    ]
    single = len(item.enable_when) == 1
    if not single and len(clauses) > len(item.enable_when):
        raise NotOurs(f"{item.link_id} has conditions that FHIR cannot join")
    return {
        "enableWhen": clauses,
        **({"enableBehavior": "any" if single else "all"} if len(clauses) > 1 else {}),
    }


def _clause(control: str, value: bool | str, name: str, questionnaire: Questionnaire) -> dict:
    """ "Je ne sais pas" has no value in a response, so a condition on it is "no value exists"."""
    if value == UNKNOWN:
        return {"question": control, "operator": "exists", "answerBoolean": False}
    if isinstance(value, bool):
        return {"question": control, "operator": "=", "answerBoolean": value}
    coding = _coding(value, name, questionnaire.by_id[control])
    return {"question": control, "operator": "=", "answerCoding": coding}


def _answered(item: Item, answer: Answer, name: str, kinds: Mapping[str, Quantity]) -> dict:
    field = {"choice": "valueCoding", "boolean": "valueBoolean", "measure": "valueQuantity", "text": "valueString"}
    if item.type != "text" and answer in ABSENT:
        reason = [{"url": f"{HL7}data-absent-reason", "valueCode": ABSENT[answer]}]
        inside = {"extension": reason}
        return {f"_{field['boolean']}": inside} if item.type == "boolean" else {field[item.type]: inside}
    if item.type == "measure":
        kind = kinds[item.link_id]
        unit = {"unit": kind.unit_shown.fr, "system": UCUM, "code": kind.unit}
        return {"valueQuantity": {"value": answer, **unit}}
    if item.type == "choice":
        label = next(option.label.fr for option in item.options if option.code == answer)
        return {"valueCoding": {**_coding(answer, name, item), "display": label}}
    return {field[item.type]: answer}


def _said(field: str, sentence: Sentence) -> dict:
    """French in the field, English beside it as FHIR's translation extension."""
    english = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": sentence.en}]
    return {field: sentence.fr, f"_{field}": {"extension": [{"url": f"{HL7}translation", "extension": english}]}}


def _heard(element: Mapping, field: str) -> dict:
    """The two languages of a field; French twice when there is no English translation."""
    french = element.get(field, "")
    for extension in element.get(f"_{field}", {}).get("extension", ()):
        parts = {part["url"]: part for part in extension.get("extension", ())}
        if extension.get("url") == f"{HL7}translation" and parts.get("lang", {}).get("valueCode") == "en":
            return {"fr": french, "en": parts["content"]["valueString"]}
    return {"fr": french, "en": french}


def _item_data(item: Mapping) -> dict:
    if item.get("type") not in OUR_TYPES or "item" in item:
        raise NotOurs(f"item {item.get('linkId')}: {item.get('type')} and items inside items are not read")
    ours = {one["url"].removeprefix(OURS): one for one in item.get("extension", ()) if one["url"].startswith(OURS)}
    data = {"link_id": item["linkId"], "type": OUR_TYPES[item["type"]], "text": _heard(item, "text")}
    data["required"] = item.get("required", False)
    data |= {
        to: _heard(ours[at], "valueString") for at, to in (("proxy-text", "proxy"), ("hint", "hint")) if at in ours
    }
    data |= {field: ours[field]["valueString"] for field in ("drawing", "group", "source") if field in ours}
    data["danger"] = ours.get("danger", {}).get("valueBoolean", False)
    data["unknown"] = ours.get("unknown-allowed", {}).get("valueBoolean", True)
    data["asked_to"] = ours.get("asked-to", {}).get("valueCode", "everyone")
    if "maxLength" in item:
        data["longest"] = item["maxLength"]
    data["options"] = tuple(_option_data(option) for option in item.get("answerOption", ()))
    data["enable_when"] = _conditions(item.get("enableWhen", ()), item)
    return data


def _option_data(option: Mapping) -> dict:
    coding = option["valueCoding"]
    ours = {one["url"].removeprefix(OURS): one for one in option.get("extension", ())}
    data = {"code": coding["code"], "label": _heard(coding, "display")}
    if "proxy-text" in ours:
        data["proxy"] = _heard(ours["proxy-text"], "valueString")
    return {**data, "danger": ours.get("danger", {}).get("valueBoolean", False)}


def _conditions(clauses: list, item: Mapping) -> tuple[dict, ...]:
    controls: dict[str, list] = {}
    for clause in clauses:
        controls.setdefault(clause["question"], []).append(_value(clause))
    if item.get("enableBehavior") == "any" and len(controls) > 1:
        raise NotOurs(f"item {item['linkId']}: one of several questions opens it, which is not read")
    return tuple({"item": question, "is": tuple(values)} for question, values in controls.items())


def _value(clause: Mapping) -> bool | str:
    if clause["operator"] == "exists" and clause.get("answerBoolean") is False:
        return UNKNOWN
    if clause["operator"] != "=":
        raise NotOurs(f"the condition on {clause['question']} uses {clause['operator']}, which is not read")
    return clause["answerBoolean"] if "answerBoolean" in clause else clause["answerCoding"]["code"]
