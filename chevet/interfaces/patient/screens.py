"""The questionnaire as the page shows it: screens of one question (or of neighbours), with what was typed before.

Fields: `a_<link id>` what was answered, `n_<link id>` why a measure is missing ("-" could not, "?" does not know).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from chevet.pathways.languages import Wording
from chevet.questionnaires.definition import NOT_MEASURED, UNKNOWN, Item, Questionnaire
from chevet.vitals.kinds import KINDS, MeasureKind

ANSWER, NOT = "a_", "n_"
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    danger: bool = False
    chosen: bool = False

    @property
    def ident(self) -> str:
        """The end of an id: codes are plain, "?" and "-" are not."""
        return {UNKNOWN: "unknown", NOT_MEASURED: "not-measured"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Question:
    """One fieldset. `when` is JSON for the script; `depends_on` the sentence for a page without script.

    before: yesterday's value in words, empty when it may not be shown.
    """

    link_id: str
    kind: str
    text: str
    hint: str
    drawing: str
    required: bool
    choices: tuple[Choice, ...]
    when: str
    depends_on: str
    error: str
    typed: str = ""
    unit: str = ""
    decimal: bool = False
    before: str = ""
    grouped: bool = False
    longest: int = 0

    @property
    def name(self) -> str:
        return (NOT if self.kind == "measure" else ANSWER) + self.link_id


@dataclass(frozen=True, slots=True)
class Screen:
    questions: tuple[Question, ...]


def screens(
    questionnaire: Questionnaire, *, by_proxy: bool, wording: Wording, given: Mapping[str, str],
    errors: Mapping[str, str], yesterday: Mapping[str, float] | None = None,
) -> list[Screen]:  # fmt: skip
    """The questions put to this person, in order; `given` is what came back, `errors` a sentence by link id.

    yesterday: {kind: value}, only for a browser that may read.
    """
    asked = [item for item in questionnaire.items if _is_put(item, by_proxy)]
    said = _Asking(by_proxy, wording, given, errors, yesterday or {})
    return [Screen(tuple(_question(item, said) for item in neighbours)) for neighbours in _together(asked)]


@dataclass(frozen=True, slots=True)
class _Asking:
    """To whom, in which words, and what is known already."""

    by_proxy: bool
    wording: Wording
    given: Mapping[str, str]
    errors: Mapping[str, str]
    yesterday: Mapping[str, float]


def answers_in(body: Mapping[str, str]) -> dict[str, str]:
    """What a sent form answers, as typed: {link id: text}. A number typed beside "pas pu mesurer" is a number."""
    typed = {name[2:]: value.strip() for name, value in body.items() if name.startswith(ANSWER) and value.strip()}
    missing = {name[2:]: value for name, value in body.items() if name.startswith(NOT) and value in ("-", "?")}
    return missing | typed


def has_danger(questionnaire: Questionnaire, answers: Mapping[str, str]) -> bool:
    """Whether a sent form holds a danger sign, before anything is judged."""
    items = ((questionnaire.by_id.get(name), value) for name, value in answers.items())
    return any(item is not None and _is_danger(item, value) for item, value in items)


def _is_put(item: Item, by_proxy: bool) -> bool:
    return item.asked_to == "everyone" or (item.asked_to == "proxy") == by_proxy


def _together(items: Iterable[Item]) -> list[list[Item]]:
    """Neighbours of one group share a screen; others stand alone."""
    return [
        part
        for group, run in groupby(items, key=lambda item: item.group)
        for part in ([list(run)] if group else [[item] for item in run])
    ]


def _question(item: Item, asking: _Asking) -> Question:
    kind = KINDS.get(item.link_id) if item.type == "measure" else None
    wording = asking.wording
    return Question(
        link_id=item.link_id,
        kind=item.type,
        text=wording.text(item.link_id, asking.by_proxy),
        hint=wording.hint(item.link_id),
        drawing=item.drawing or "",
        required=item.required,
        choices=_choices(item, asking),
        when=_when(item),
        depends_on=wording.text(item.enable_when[0].item, asking.by_proxy) if item.enable_when else "",
        error=asking.errors.get(item.link_id, ""),
        typed=asking.given.get(ANSWER + item.link_id, "")[:LONGEST],
        unit=wording.unit(kind) if kind else "",
        decimal=bool(kind and kind.decimals),
        before=_before(kind, asking) if kind else "",
        grouped=bool(item.group) and item.type == "boolean",
        longest=item.longest,
    )


def _before(kind: MeasureKind, asking: _Asking) -> str:
    value = asking.yesterday.get(kind.code)
    return "" if value is None else asking.wording.phrase("yesterday_was", value=asking.wording.measure(value, kind))


def _choices(item: Item, asking: _Asking) -> tuple[Choice, ...]:
    chosen = asking.given.get((NOT if item.type == "measure" else ANSWER) + item.link_id)
    pairs = [(value, label, _is_danger(item, value)) for value, label in _options(item, asking)]
    return tuple(Choice(value, label, danger, value == chosen) for value, label, danger in pairs)


def _options(item: Item, asking: _Asking) -> list[tuple[str, str]]:
    say = asking.wording.phrase
    unknown = [(UNKNOWN, say("unknown"))] if item.unknown else []
    if item.type == "boolean":
        return [("true", say("yes")), ("false", say("no")), *unknown]
    if item.type == "measure":
        return [(NOT_MEASURED, say("not_measured")), *unknown]
    said = [(one.code, asking.wording.option(item.link_id, one.code, asking.by_proxy)) for one in item.options]
    return said + (unknown if item.type == "choice" else [])


def _is_danger(item: Item, value: str) -> bool:
    return (True in item.dangerous and value == "true") or value in item.dangerous


def _when(item: Item) -> str:
    """[{"item", "is": [values of the form]}]: shown unless an answer excludes it."""
    conditions = [{"item": one.item, "is": [_as_sent(value) for value in one.one_of]} for one in item.enable_when]
    return json.dumps(conditions, separators=(",", ":")) if conditions else ""


def _as_sent(value: bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else value
