"""Rules turned into closures, once per pathway object."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chevet.kernel.sentences import Sentence, number_in
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
    every_part_of,
    items_of,
    leaves_of,
    measures_of,
)
from chevet.pathways.definition import LEVELS, Pathway, Rule
from chevet.questionnaires.definition import Item, is_known
from chevet.vitals.kinds import KINDS

if TYPE_CHECKING:
    from chevet.pathways.rules import Facts

Test = Callable[[Mapping, "Facts", tuple[int, ...]], bool]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    id: str
    version: int
    kind: str
    level: int
    emergency: bool
    confirm: bool
    distress: bool
    items: frozenset[str]
    ordered_items: tuple[str, ...]
    holds: Test
    say: Callable[[Mapping, "Facts"], Sentence]
    advice: Sentence | None


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """`immediate` rules look at this answer, `repeated` ones at the levels that result.

    `alone`: by kind of measure, the rules that one measure may already settle, whatever else is answered later.
    """

    immediate: tuple[CompiledRule, ...]
    repeated: tuple[CompiledRule, ...]
    alone: Mapping[str, tuple[CompiledRule, ...]]
    kinds_by_item: Mapping[str, frozenset[str]]
    skippable: tuple[Item, ...]

    def kinds_judged(self, answers: Mapping, by_proxy: bool) -> frozenset[str]:
        """Alert kinds on which the answers say something: an item known, or skipped by an answer that excludes it."""
        known = {name for name, answer in answers.items() if is_known(answer)}
        excluded: set[str] = set()
        for item in self.skippable:
            if item.link_id not in answers and _is_excluded(item, answers, excluded, by_proxy):
                excluded.add(item.link_id)
        return frozenset().union(*[self.kinds_by_item.get(name, ()) for name in known | excluded])


def _is_excluded(item: Item, answers: Mapping, excluded: set[str], by_proxy: bool) -> bool:
    if item.asked_to != "everyone" and (item.asked_to == "proxy") != by_proxy:
        return False
    for condition in item.enable_when:
        control = answers.get(condition.item)
        if condition.item in excluded or (is_known(control) and control not in condition.one_of):
            return True
    return False


def compile_pathway(pathway: Pathway) -> Compiled:
    """The compiled rules of this object, made on the first call and kept on it."""
    kept = pathway.__dict__.get("compiled")  # as cached_property does: not a field, not part of equality
    if kept is None:
        kept = pathway.__dict__["compiled"] = _compile(pathway)
    return kept


def _compile(pathway: Pathway) -> Compiled:
    pairs = [(rule, _compile_rule(rule)) for rule in pathway.rules]
    repeated = tuple(made for rule, made in pairs if _is_repeated(rule))
    immediate = tuple(made for rule, made in pairs if not _is_repeated(rule))
    items = {name for made in immediate for name in made.items}
    return Compiled(
        immediate=immediate,
        repeated=repeated,
        alone={kind: tuple(made for rule, made in pairs if kind in made.items and _grows(rule)) for kind in KINDS},
        kinds_by_item={name: frozenset(made.kind for made in immediate if name in made.items) for name in items},
        skippable=tuple(item for item in pathway.questionnaire.items if item.enable_when),
    )


def _is_repeated(rule: Rule) -> bool:
    return any(isinstance(leaf, Repeated) for leaf in leaves_of(rule.when))


def _grows(rule: Rule) -> bool:
    """Whether a rule that holds on some answers still holds when more answers arrive."""
    return not any(isinstance(part, Missing | NoneOf | Repeated) for part in every_part_of(rule.when))


def _compile_rule(rule: Rule) -> CompiledRule:
    items = items_of(rule.when)
    return CompiledRule(
        id=rule.id,
        version=rule.version,
        kind=rule.kind,
        level=LEVELS[rule.level],
        emergency=rule.emergency,
        confirm=rule.confirm,
        distress=rule.distress,
        items=items,
        ordered_items=tuple(sorted(items)),
        holds=compile_condition(rule.when),
        say=_speaker(rule),
        advice=rule.advice,
    )


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
        return value < below and value <= at_most and value > above and value >= at_least

    return test


def _target(condition: Target) -> Test:
    name, below, above = condition.target, condition.below, condition.above

    def test(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        value, target = _known(answers, name), facts.targets.get(name)
        if value is None or target is None:
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
        if (first is not None or last is not None) and not _within(facts.day_since_onset, first, last):
            return False
        return all(getattr(facts, name) == value for name, value in wanted)

    return test


def _within(day: int | None, first: int | None, last: int | None) -> bool:
    return day is not None and (first is None or day >= first) and (last is None or day <= last)


def _all_of(condition: AllOf) -> Test:
    tests = [compile_condition(part) for part in condition.all]
    return lambda answers, facts, levels: all([test(answers, facts, levels) for test in tests])


def _any_of(condition: AnyOf) -> Test:
    tests = [compile_condition(part) for part in condition.any]

    def test_any(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        for test in tests:  # stops at the first that holds, so that a broken neighbour cannot hide it
            if test(answers, facts, levels):
                return True
        return False

    return test_any


def _none_of(condition: NoneOf) -> Test:
    tests = [compile_condition(part) for part in condition.none]
    return lambda answers, facts, levels: not any([test(answers, facts, levels) for test in tests])


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


def _speaker(rule: Rule) -> Callable[[Mapping, "Facts"], Sentence]:
    """What fills the sentence: the value of the rule's first measure, and how it compares."""
    if "{" not in rule.sentence.fr + rule.sentence.en:
        return lambda answers, facts: rule.sentence
    name = measures_of(rule.when)[0]
    since = next((leaf.since for leaf in leaves_of(rule.when) if isinstance(leaf, Change)), "yesterday")

    def say(answers: Mapping, facts: "Facts") -> Sentence:
        numbers = _numbers(answers.get(name), getattr(facts, since).get(name), facts.targets.get(name))
        return rule.sentence.filled(
            **{
                language: Words(
                    (key, number_in(language, number, decimals=KINDS[name].decimals)) for key, number in numbers.items()
                )
                for language in ("fr", "en")
            }
        )

    return say


class Words(dict):
    """What fills a sentence; a number that is not there is written as a dash, never an error."""

    def __missing__(self, key: str) -> str:
        return "–"


def _numbers(value: float | None, before: float | None, target: float | None) -> dict[str, float]:
    change = None if before is None or value is None else abs(value - before)
    numbers = {"value": value, "before": before, "change": change, "target": target}
    return {key: number for key, number in numbers.items() if isinstance(number, int | float)}
