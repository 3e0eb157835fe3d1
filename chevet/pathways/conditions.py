"""The conditions a rule may state, as a typed tree: data only, nothing is executed."""

from collections.abc import Iterator
from typing import Annotated, Literal, Union

from pydantic import Discriminator, Field, Tag, model_validator

from chevet.questionnaires.definition import LinkId, Strict

LevelName = Literal["yellow", "orange", "red"]


class Measured(Strict):
    """A measure against fixed bounds. `personal: replaced` = silent for people with a personal target."""

    measure: LinkId
    below: float | None = None
    at_most: float | None = None
    above: float | None = None
    at_least: float | None = None
    personal: Literal["ignored", "replaced"] = "ignored"

    @model_validator(mode="after")
    def _has_a_bound(self) -> "Measured":
        if {self.below, self.at_most, self.above, self.at_least} == {None}:
            raise ValueError("a measure needs below, at_most, above or at_least")
        return self


class Target(Strict):
    """A measure against the person's own bound: below it by more than `below`, or above it by more than `above`."""

    target: LinkId
    below: float | None = Field(default=None, ge=0)
    above: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _has_one_side(self) -> "Target":
        if (self.below is None) == (self.above is None):
            raise ValueError("a personal target needs either below or above")
        return self


class Change(Strict):
    """A drop or a rise of at least so much since the baseline, or since the answer of an earlier day."""

    change: LinkId
    since: Literal["baseline", "yesterday"]
    drop: float | None = Field(default=None, gt=0)
    rise: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _has_one_direction(self) -> "Change":
        if (self.drop is None) == (self.rise is None):
            raise ValueError("a change needs either drop or rise")
        return self


class AnswerIs(Strict):
    answer: LinkId
    one_of: tuple[bool | str, ...] = Field(alias="is", min_length=1)


class Missing(Strict):
    """Asked, but not answered, not known or not measured."""

    missing: LinkId


class Traits(Strict):
    """Facts about the person; all those given must hold. Ages and days since onset are inclusive."""

    age_at_least: int | None = None
    age_at_most: int | None = None
    risk: bool | None = None
    alone: bool | None = None
    proxy: bool | None = None
    since_onset_from: int | None = None
    since_onset_to: int | None = None


class Person(Strict):
    person: Traits


class AllOf(Strict):
    all: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(Strict):
    any: tuple["Condition", ...] = Field(min_length=1)


class NoneOf(Strict):
    none: tuple["Condition", ...] = Field(min_length=1)


class Count(Strict):
    """At least n of the listed conditions, in this answer."""

    count: int = Field(ge=1)
    of: tuple["Condition", ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Count":
        if self.count > len(self.of):
            raise ValueError("count asks for more conditions than are listed")
        return self


class Repeated(Strict):
    """This level or worse in n of the last m questionnaires, today included; judged after all other rules."""

    repeated: LevelName
    times: int = Field(ge=2, le=7)
    out_of: int = Field(ge=2, le=7)

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Repeated":
        if self.times > self.out_of:
            raise ValueError("times cannot exceed out_of")
        return self


SHAPES = {
    "measure": Measured,
    "target": Target,
    "change": Change,
    "answer": AnswerIs,
    "missing": Missing,
    "person": Person,
    "all": AllOf,
    "any": AnyOf,
    "none": NoneOf,
    "count": Count,
    "repeated": Repeated,
}


def _shape(value: object) -> str | None:
    """The key that says which condition this is."""
    if isinstance(value, dict):
        return next((key for key in SHAPES if key in value), None)
    return next((key for key, shape in SHAPES.items() if isinstance(value, shape)), None)


Condition = Annotated[
    Union[tuple(Annotated[shape, Tag(key)] for key, shape in SHAPES.items())],  # noqa: UP007
    Discriminator(
        _shape, custom_error_type="condition", custom_error_message="a condition is one of: " + ", ".join(SHAPES)
    ),
]


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly under this one."""
    match condition:
        case AllOf():
            return condition.all
        case AnyOf():
            return condition.any
        case NoneOf():
            return condition.none
        case Count():
            return condition.of
    return ()


def leaves_of(condition: Condition) -> Iterator[Condition]:
    parts = parts_of(condition)
    if not parts:
        yield condition
    for part in parts:
        yield from leaves_of(part)


def every_part_of(condition: Condition) -> Iterator[Condition]:
    """The condition itself and everything under it."""
    yield condition
    for part in parts_of(condition):
        yield from every_part_of(part)


def measures_of(condition: Condition) -> tuple[str, ...]:
    """The measures that are compared as numbers, in the order they are written."""
    fields = {Measured: "measure", Target: "target", Change: "change"}
    return tuple(getattr(leaf, fields[type(leaf)]) for leaf in leaves_of(condition) if type(leaf) in fields)


def items_of(condition: Condition) -> frozenset[str]:
    """The link_ids of every question the condition looks at."""
    fields = {AnswerIs: "answer", Missing: "missing"}
    named = {getattr(leaf, fields[type(leaf)]) for leaf in leaves_of(condition) if type(leaf) in fields}
    return frozenset(named.union(measures_of(condition)))


def words_of(condition: Condition) -> frozenset[str]:
    """The placeholders that a sentence about this condition may use."""
    leaves = tuple(leaves_of(condition))
    words = {"value"} if measures_of(condition) else set()
    if any(isinstance(leaf, Change) for leaf in leaves):
        words |= {"change", "before"}
    if any(isinstance(leaf, Target) for leaf in leaves):
        words.add("target")
    return frozenset(words)


def values_named(condition: Condition) -> Iterator[tuple[str, bool | str]]:
    """Every (link_id, answer) the condition waits for."""
    for leaf in leaves_of(condition):
        if isinstance(leaf, AnswerIs):
            yield from ((leaf.answer, value) for value in leaf.one_of)
