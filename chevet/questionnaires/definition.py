"""A questionnaire as strict data, and the reading of what somebody answered to it.

Answers are kept compact: `{link_id: code | number | bool}`, with `"?"` for "je ne sais pas" and `"-"`
for "je n'ai pas pu mesurer".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chevet.kernel.sentences import Sentence

UNKNOWN = "?"
NOT_MEASURED = "-"

LinkId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Answer = str | bool | int | float


def is_known(answer: object) -> bool:
    """Whether an answer says something: neither missing, nor "je ne sais pas", nor "pas pu mesurer"."""
    return answer is not None and answer != UNKNOWN and answer != NOT_MEASURED


class Strict(BaseModel):
    """Frozen, no unknown field, no silent conversion."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Strict):
    """One possible answer. `danger`: choosing it is a danger sign, never dropped and never delayed."""

    code: Code
    label: Sentence
    proxy: Sentence | None = None
    danger: bool = False


class EnabledWhen(Strict):
    """Holds when `item` was answered with one of the values; `"?"` stands for "je ne sais pas"."""

    item: LinkId
    one_of: tuple[bool | str, ...] = Field(alias="is", min_length=1)


class Item(Strict):
    """One question. `proxy` is the second wording ("je réponds pour un proche").

    A measure's link_id is its kind (`spo2`). `group` asks the page to show neighbours together,
    `drawing` names the picture beside the question, `source` says where the item comes from.
    """

    link_id: LinkId
    type: Literal["choice", "boolean", "measure", "text"]
    text: Sentence
    proxy: Sentence | None = None
    hint: Sentence | None = None
    drawing: Code | None = None
    group: Code | None = None
    source: str | None = None
    options: tuple[Option, ...] = ()
    unknown: bool = True
    required: bool = False
    danger: bool = False
    asked_to: Literal["everyone", "patient", "proxy"] = "everyone"
    enable_when: tuple[EnabledWhen, ...] = ()
    longest: int = Field(default=500, ge=1, le=2000)

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> "Item":
        codes = [option.code for option in self.options]
        if (self.type == "choice") != bool(codes):
            raise ValueError("options belong to a choice, and a choice needs options")
        if len(set(codes)) != len(codes):
            raise ValueError("two options have the same code")
        if self.danger and self.type != "boolean":
            raise ValueError("danger on an item is for booleans; mark the option of a choice instead")
        return self

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(option.code for option in self.options)

    @cached_property
    def dangerous(self) -> frozenset[str | bool]:
        """The answers that are danger signs."""
        if self.danger:
            return frozenset({True})
        return frozenset(option.code for option in self.options if option.danger)

    def worded(self, *, by_proxy: bool) -> Sentence:
        return self.proxy if by_proxy and self.proxy else self.text


class Questionnaire(Strict):
    """The questions of one day, in order. An item may only depend on items before it."""

    title: Sentence
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _items_know_each_other(self) -> "Questionnaire":
        before: dict[str, Item] = {}
        for item in self.items:
            if item.link_id in before:
                raise ValueError(f"two items are called {item.link_id}")
            for condition in item.enable_when:
                _check_condition(item, condition, before)
            before[item.link_id] = item
        return self

    @cached_property
    def by_id(self) -> dict[str, Item]:
        return {item.link_id: item for item in self.items}

    def is_enabled(self, item: Item, answers: Mapping[str, Answer], *, by_proxy: bool = False) -> bool:
        """Whether the question is put. Only an answer that excludes it hides it: a missing one does not."""
        if item.asked_to != "everyone" and (item.asked_to == "proxy") != by_proxy:
            return False
        return all(
            condition.item not in answers or _holds(condition.one_of, answers[condition.item])
            for condition in item.enable_when
        )


def _check_condition(item: Item, condition: EnabledWhen, before: Mapping[str, Item]) -> None:
    control = before.get(condition.item)
    if control is None:
        raise ValueError(f"{item.link_id} depends on {condition.item}, which is not asked before it")
    possible = {"choice": control.codes, "boolean": {True, False}}.get(control.type, frozenset())
    for value in condition.one_of:
        if value != UNKNOWN and value not in possible:
            raise ValueError(f"{item.link_id} waits for {condition.item} = {value}, which cannot be answered")


def _holds(values: tuple[bool | str, ...], answer: Answer) -> bool:
    return any(answer is value or (isinstance(value, str) and answer == value) for value in values)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one field of a body was not kept. `sentence` is fit for the person who answers."""

    link_id: str
    code: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a body: compact answers, what is wrong, what is left to answer.

    `dropped` lists answers to questions that were not put; a danger sign is never among them.
    """

    answers: dict[str, Answer]
    problems: tuple[Problem, ...] = ()
    unanswered: tuple[str, ...] = ()
    dropped: tuple[str, ...] = field(default=())
