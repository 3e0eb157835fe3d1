"""Conditions turned into functions: a tree is walked once, when a pathway is compiled.

A function takes the answers, the facts and the levels of the last questionnaires (today's last); it raises when an
answer is of a type the rule cannot compare.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chevet.pathways.conditions import (
    AllOf,
    AnswerIs,
    AnyOf,
    Change,
    Condition,
    Count,
    Measured,
    Missing,
    NoneOf,
    Person,
    Repeated,
    Target,
)
from chevet.pathways.definition import LEVELS
from chevet.questionnaires.definition import is_known

if TYPE_CHECKING:
    from chevet.pathways.rules import Facts

Test = Callable[[Mapping, "Facts", tuple[int, ...]], bool]


def compile_condition(condition: Condition) -> Test:
    """A function of answers, facts and levels. It raises on an answer of a type the rule cannot compare."""
    return _MAKERS[type(condition)](condition)


def _known(answers: Mapping, name: str) -> float | None:
    """The measured number, None when there is none; TypeError when something else is there."""
    value = answers.get(name)
    if value.__class__ is int or value.__class__ is float:
        return value
    if not is_known(value):
        return None
    raise TypeError(f"{name} is not a number")


def _measured(condition: Measured) -> Test:
    name, replaced = condition.measure, condition.personal == "replaced"
    infinity = float("inf")
    below = infinity if condition.below is None else condition.below
    at_most = infinity if condition.at_most is None else condition.at_most
    above = -infinity if condition.above is None else condition.above
    at_least = -infinity if condition.at_least is None else condition.at_least

    def test(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        value = _known(answers, name)
        if value is None or (replaced and name in facts.targets):
            return False
        inside = value < below and value <= at_most and value > above and value >= at_least
        return inside and name not in facts.silent

    return test


def _target(condition: Target) -> Test:
    name, below, above = condition.target, condition.below, condition.above

    def test(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        value, target = _known(answers, name), facts.targets.get(name)
        if value is None or target is None or name in facts.silent:
            return False
        return value < target - below if above is None else value > target + above

    return test


def _change(condition: Change) -> Test:
    name, since, drop, rise = condition.change, condition.since, condition.drop, condition.rise

    def test(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        value, before = _known(answers, name), getattr(facts, since).get(name)
        if value is None or before is None:
            return False
        change = round(value - before, 3)
        return change <= -drop if rise is None else change >= rise

    return test


def _answer_is(condition: AnswerIs) -> Test:
    name, values = condition.answer, condition.one_of

    def test(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        answer = answers.get(name)
        if answer.__class__ is bool:
            return any(value is answer for value in values)
        if answer is None or answer.__class__ is str:
            return answer in values
        raise TypeError(f"{name} is neither a code nor yes or no")

    return test


def _missing(condition: Missing) -> Test:
    name = condition.missing
    return lambda answers, facts, levels: not is_known(answers.get(name))


def _person(condition: Person) -> Test:
    traits = condition.person
    wanted = [(name, getattr(traits, name)) for name in ("risk", "alone") if getattr(traits, name) is not None]
    if traits.proxy is not None:
        wanted.append(("answered_by_proxy", traits.proxy))
    first, last = traits.since_onset_from, traits.since_onset_to

    def test(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        if traits.age_at_least is not None and facts.age < traits.age_at_least:
            return False
        if traits.age_at_most is not None and facts.age > traits.age_at_most:
            return False
        if (first is not None or last is not None) and not _within(facts.day_since_onset, first, last):
            return False
        return all(getattr(facts, name) == value for name, value in wanted)

    return test


def _within(day: int | None, first: int | None, last: int | None) -> bool:
    return day is not None and (first is None or day >= first) and (last is None or day <= last)


def _all_of(condition: AllOf) -> Test:
    tests = [compile_condition(part) for part in condition.all]

    def test_all(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        for test in tests:  # noqa: SIM110 - a plain loop: half the time of all() over a generator
            if not test(answers, facts, levels):
                return False
        return True

    return test_all


def _any_of(condition: AnyOf) -> Test:
    tests = [compile_condition(part) for part in condition.any]

    def test_any(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        for test in tests:  # noqa: SIM110 - stops at the first that holds, so that a broken neighbour cannot hide it
            if test(answers, facts, levels):
                return True
        return False

    return test_any


def _none_of(condition: NoneOf) -> Test:
    test_any = _any_of(AnyOf.model_construct(any=condition.none))
    return lambda answers, facts, levels: not test_any(answers, facts, levels)


def _count(condition: Count) -> Test:
    tests, enough = [compile_condition(part) for part in condition.of], condition.count
    return lambda answers, facts, levels: sum([test(answers, facts, levels) for test in tests]) >= enough


def _repeated(condition: Repeated) -> Test:
    level, times, out_of = LEVELS[condition.repeated], condition.times, condition.out_of
    return lambda answers, facts, levels: sum(past >= level for past in levels[-out_of:]) >= times


_MAKERS: dict[type, Callable] = {
    Measured: _measured,
    Target: _target,
    Change: _change,
    AnswerIs: _answer_is,
    Missing: _missing,
    Person: _person,
    AllOf: _all_of,
    AnyOf: _any_of,
    NoneOf: _none_of,
    Count: _count,
    Repeated: _repeated,
}
