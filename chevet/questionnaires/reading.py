"""From the body somebody sent (a form or JSON) to compact answers; nothing hostile gets through."""

from collections.abc import Mapping

from chevet.kernel.sentences import Sentence
from chevet.questionnaires.definition import (
    NOT_MEASURED,
    UNKNOWN,
    Answer,
    Item,
    Problem,
    Questionnaire,
    Reading,
)
from chevet.questionnaires.typed import NotUnderstood, Quantity, check_bounds, parse_measure

BOOLEANS = {"true": True, "yes": True, "oui": True, "1": True, "false": False, "no": False, "non": False, "0": False}

NOT_ASKED = Sentence(
    "Cette question ne fait pas partie du questionnaire.", "This question is not part of the questionnaire."
)
NOT_AN_ANSWER = Sentence(
    "Cette réponse n'est pas possible. Choisissez dans la liste.",
    "This answer is not possible. Please choose from the list.",
)
TOO_LONG = Sentence("Ce texte est trop long.", "This text is too long.")
TOO_MANY = Sentence("Ce questionnaire contient trop de réponses.", "This questionnaire has too many answers.")
SHOWN_OF_A_NAME = 40


def read_answers(
    questionnaire: Questionnaire, body: Mapping[str, object], *, kinds: Mapping[str, Quantity], by_proxy: bool = False
) -> Reading:
    """Everything that could be understood, and one problem per field that could not.

    Problem codes: unknown_item, wrong_type, not_an_option, too_long, too_many, and those of
    `parse_measure`. Empty strings and None are "not answered". Good answers are kept beside bad ones,
    so that a danger sign can leave while a measure is being corrected.
    """
    if len(body) > 2 * len(questionnaire.items) + 20:
        return Reading(answers={}, problems=(Problem("", "too_many", TOO_MANY),))
    given, problems = _understood(questionnaire, body, kinds)
    answers, dropped = asked_only(questionnaire, given, by_proxy=by_proxy)
    return Reading(answers, tuple(problems), _unanswered(questionnaire, answers, by_proxy), dropped)


def _understood(
    questionnaire: Questionnaire, body: Mapping[str, object], kinds: Mapping[str, Quantity]
) -> tuple[dict[str, Answer], list[Problem]]:
    given: dict[str, Answer] = {}
    problems = []
    for link_id, value in body.items():
        item = questionnaire.by_id.get(link_id) if isinstance(link_id, str) else None
        if item is None:
            problems.append(Problem(str(link_id)[:SHOWN_OF_A_NAME], "unknown_item", NOT_ASKED))
        elif value is not None and not (isinstance(value, str) and not value.strip()):
            try:
                given[link_id] = read_answer(item, value, kinds=kinds)
            except NotUnderstood as refused:
                problems.append(Problem(link_id, refused.code, refused.sentence))
    return given, problems


def read_answer(item: Item, value: object, *, kinds: Mapping[str, Quantity]) -> Answer:
    """One answer in its compact form, or NotUnderstood."""
    if value == UNKNOWN and isinstance(value, str) and item.unknown:
        return UNKNOWN
    if item.type == "measure":
        return _measure(item, value, kinds[item.link_id])
    return {"choice": _choice, "boolean": _boolean, "text": _text}[item.type](item, value)


def _measure(item: Item, value: object, kind: Quantity) -> Answer:
    if value == NOT_MEASURED and isinstance(value, str):
        return NOT_MEASURED
    if isinstance(value, str):
        return parse_measure(value, kind=kind)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotUnderstood("wrong_type", NOT_AN_ANSWER)
    if abs(value) > 10_000 or value != value:
        raise NotUnderstood("impossible", kind.refusal)
    return check_bounds(parse_measure(repr(value), kind=kind), kind=kind)


def _choice(item: Item, value: object) -> Answer:
    if not isinstance(value, str):
        raise NotUnderstood("wrong_type", NOT_AN_ANSWER)
    if value not in item.codes:
        raise NotUnderstood("not_an_option", NOT_AN_ANSWER)
    return value


def _boolean(item: Item, value: object) -> Answer:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise NotUnderstood("wrong_type", NOT_AN_ANSWER)
    if value.lower() not in BOOLEANS:
        raise NotUnderstood("not_an_option", NOT_AN_ANSWER)
    return BOOLEANS[value.lower()]


def _text(item: Item, value: object) -> Answer:
    if not isinstance(value, str):
        raise NotUnderstood("wrong_type", NOT_AN_ANSWER)
    if len(value) > item.longest:
        raise NotUnderstood("too_long", TOO_LONG)
    return "".join(letter for letter in value if letter.isprintable() or letter in "\n\t").strip()


def asked_only(
    questionnaire: Questionnaire, given: Mapping[str, Answer], *, by_proxy: bool = False
) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """Answers to questions that were put, in the questionnaire's order, and the names of the others.

    A danger sign is kept even where the question was not put.
    """
    answers: dict[str, Answer] = {}
    dropped = []
    for item in questionnaire.items:
        if (answer := given.get(item.link_id)) is None:
            continue
        if answer in item.dangerous or questionnaire.is_enabled(item, answers, by_proxy=by_proxy):
            answers[item.link_id] = answer
        else:
            dropped.append(item.link_id)
    return answers, tuple(dropped)


def _unanswered(questionnaire: Questionnaire, answers: dict[str, Answer], by_proxy: bool) -> tuple[str, ...]:
    return tuple(
        item.link_id
        for item in questionnaire.items
        if item.required and item.link_id not in answers and questionnaire.is_enabled(item, answers, by_proxy=by_proxy)
    )
