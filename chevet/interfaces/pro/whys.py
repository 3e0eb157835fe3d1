"""Why an alert rang: what its rule compares, in words, and the numbers and answers that it looked at."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from chevet.interfaces.pro import labels
from chevet.interfaces.pro.words import said
from chevet.pathways import conditions as shape
from chevet.pathways.definition import Pathway
from chevet.vitals.kinds import KINDS

MOST = 6


def compared(pathway: Pathway, rule_id: str) -> str:
    """What the rule asks, as one sentence; nothing for a rule that is not of this pathway."""
    rule = pathway.rules_by_id.get(rule_id)
    return _of(rule.when, pathway) if rule else ""


def values_seen(pathway: Pathway, values: Mapping[str, Any]) -> str:
    """Measures with their units, answers in the words of the questionnaire."""
    items = {item.link_id: item for item in pathway.questionnaire.items}
    seen = []
    for name, value in values.items():
        if name in KINDS:
            seen.append(f"{said(KINDS[name].label)} {said(KINDS[name].written(value))}")
        elif name in items:
            seen.append(f"{said(items[name].text)} {labels.answer_words(items[name], value)}")
    return " · ".join(seen)


def _of(condition: Any, pathway: Pathway) -> str:
    match condition:
        case shape.AllOf():
            return _(" et ").join(_nested(condition.all, pathway))
        case shape.AnyOf():
            return _(" ou ").join(_nested(condition.any, pathway))
        case shape.NoneOf():
            return _("aucun de : %(what)s") % {"what": ", ".join(_nested(condition.none, pathway))}
        case shape.Count():
            what = ", ".join(_nested(condition.of, pathway))
            return _("au moins %(n)s de : %(what)s") % {"n": condition.count, "what": what}
    return _leaf(condition, pathway)


def _nested(parts: Any, pathway: Pathway) -> Iterator[str]:
    for number, part in enumerate(parts):
        if number == MOST:
            yield "…"
            return
        words = _of(part, pathway)
        yield f"({words})" if isinstance(part, shape.AllOf | shape.AnyOf) else words


def _leaf(condition: Any, pathway: Pathway) -> str:
    match condition:
        case shape.Measured():
            return _measured(condition)
        case shape.Target():
            way = _("sous la cible de la personne") if condition.below is not None else _("au-dessus de sa cible")
            return f"{_label(condition.target)} {way}"
        case shape.Change():
            way = _("en baisse de %(by)s ou plus") if condition.drop else _("en hausse de %(by)s ou plus")
            by = said(KINDS[condition.change].written(condition.drop or condition.rise))
            since = _("depuis le début") if condition.since == "baseline" else _("depuis la veille")
            return f"{_label(condition.change)} {way % {'by': by}} {since}"
        case shape.AnswerIs():
            return _answered(condition, pathway)
        case shape.Missing():
            return _("%(what)s : pas de réponse") % {"what": _label(condition.missing, pathway)}
        case shape.Repeated():
            told = {"n": condition.times, "m": condition.out_of}
            return _("même niveau ou pire, %(n)s fois sur les %(m)s derniers questionnaires") % told
    return _person(condition.person)


def _measured(condition: Any) -> str:
    ways = {
        "below": _("sous %(bound)s"), "at_most": _("%(bound)s ou moins"), "above": _("au-dessus de %(bound)s"),
        "at_least": _("%(bound)s ou plus"),
    }  # fmt: skip
    kind = KINDS[condition.measure]
    bounds = [
        way % {"bound": said(kind.written(getattr(condition, name)))}
        for name, way in ways.items()
        if getattr(condition, name) is not None
    ]
    return f"{_label(condition.measure)} {_(' et ').join(bounds)}"


def _answered(condition: Any, pathway: Pathway) -> str:
    item = next((one for one in pathway.questionnaire.items if one.link_id == condition.answer), None)
    if item is None:
        return condition.answer
    answers = _(" ou ").join(labels.answer_words(item, one) for one in condition.one_of)
    return f"{said(item.text)} {answers}"


def _person(traits: Any) -> str:
    words = [
        _("%(age)s ans ou plus") % {"age": traits.age_at_least} if traits.age_at_least else "",
        _("%(age)s ans ou moins") % {"age": traits.age_at_most} if traits.age_at_most else "",
        _("personne à risque") if traits.risk else "",
        _("vit seule") if traits.alone else "",
        _("un proche répond") if traits.proxy else "",
        _("à partir du jour %(day)s des signes") % {"day": traits.since_onset_from} if traits.since_onset_from else "",
        _("jusqu’au jour %(day)s des signes") % {"day": traits.since_onset_to} if traits.since_onset_to else "",
    ]
    return ", ".join(word for word in words if word)


def _label(name: str, pathway: Pathway | None = None) -> str:
    if name in KINDS:
        return said(KINDS[name].label)
    item = next((one for one in pathway.questionnaire.items if one.link_id == name), None) if pathway else None
    return said(item.text) if item else name
