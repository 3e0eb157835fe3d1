"""Rules turned into closures, once per pathway object."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chevet.kernel.sentences import Sentence, number_in
from chevet.pathways.conditions import (
    AllOf, AnswerIs, AnyOf, Change, Condition, Count, Measured, Missing, NoneOf, Person, Repeated, Target, items_of,
    leaves_of,
)
from chevet.pathways.definition import LEVELS, Pathway, Rule
from chevet.questionnaires.definition import NOT_MEASURED, NOTHING_KNOWN, UNKNOWN, Item, Questionnaire
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

    `alone`: by kind of measure, the rules that look at nothing but that measure and the person.
    """

    immediate: tuple[CompiledRule, ...]
    repeated: tuple[CompiledRule, ...]
    alone: Mapping[str, tuple[CompiledRule, ...]]
    kinds_by_item: Mapping[str, frozenset[str]]
    skippable: tuple[Item, ...]
    questionnaire: Questionnaire

    def kinds_judged(self, answers: Mapping, by_proxy: bool) -> frozenset[str]:
        """Alert kinds on which the answers say something: an item known, or skipped by an answer that excludes it."""
        known = {name for name, answer in answers.items() if answer not in NOTHING_KNOWN}
        for item in self.skippable:
            if item.link_id not in answers and self._is_excluded(item, answers, known, by_proxy):
                known.add(item.link_id)
        return frozenset().union(*(self.kinds_by_item.get(name, ()) for name in known))

    def _is_excluded(self, item: Item, answers: Mapping, known: set[str], by_proxy: bool) -> bool:
        if item.asked_to != "everyone" and (item.asked_to == "proxy") != by_proxy:
            return False
        return any(
            condition.item in known and answers.get(condition.item) not in condition.one_of
            for condition in item.enable_when if condition.item in answers
        )


def compile_pathway(pathway: Pathway) -> Compiled:
    """The compiled rules of this object, made on the first call and kept on it."""
    compiled = pathway._compiled  # noqa: SLF001 - the slot exists for this function
    if compiled is None:
        compiled = _compile(pathway)
        pathway._compiled = compiled  # noqa: SLF001
    return compiled


def _compile(pathway: Pathway) -> Compiled:
    pairs = [(rule, _compile_rule(rule)) for rule in pathway.rules]
    repeated = tuple(made for rule, made in pairs if _is_repeated(rule))
    immediate = tuple(made for rule, made in pairs if not _is_repeated(rule))
    items = {name for made in immediate for name in made.items}
    return Compiled(
        immediate=immediate,
        repeated=repeated,
        alone={kind: tuple(made for made in immediate if made.items == {kind}) for kind in KINDS},
        kinds_by_item={name: frozenset(made.kind for made in immediate if name in made.items) for name in items},
        skippable=tuple(item for item in pathway.questionnaire.items if item.enable_when),
        questionnaire=pathway.questionnaire,
    )


def _is_repeated(rule: Rule) -> bool:
    return any(isinstance(leaf, Repeated) for leaf in leaves_of(rule.when))


def _compile_rule(rule: Rule) -> CompiledRule:
    items = items_of(rule.when)
    return CompiledRule(
        id=rule.id, version=rule.version, kind=rule.kind, level=LEVELS[rule.level], emergency=rule.emergency,
        confirm=rule.confirm, distress=rule.distress, items=items, ordered_items=tuple(sorted(items)),
        holds=compile_condition(rule.when), say=_speaker(rule), advice=rule.advice,
    )


def compile_condition(condition: Condition) -> Test:
    """A function of answers, facts and levels. It raises on an answer of a type the rule cannot compare."""
    return _MAKERS[type(condition)](condition)


def _known(answers: Mapping, name: str) -> float | None:
    """The measured number, None when there is none; TypeError when something else is there."""
    value = answers.get(name)
    if value is None or value == UNKNOWN or value == NOT_MEASURED:
        return None
    if value.__class__ is int or value.__class__ is float:
        return value
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
    return lambda answers, facts, levels: answers.get(name) in NOTHING_KNOWN


def _person(condition: Person) -> Test:
    wanted = [(name, getattr(condition, name)) for name in ("risk", "alone") if getattr(condition, name) is not None]
    if condition.proxy is not None:
        wanted.append(("answered_by_proxy", condition.proxy))
    first, last = condition.since_onset_from, condition.since_onset_to

    def test(answers: Mapping, facts: "Facts", levels: tuple[int, ...]) -> bool:
        if condition.age_at_least is not None and facts.age < condition.age_at_least:
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
    return lambda answers, facts, levels: any([test(answers, facts, levels) for test in tests])


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
    Measured: _measured, Target: _target, Change: _change, AnswerIs: _answer_is, Missing: _missing,
    Person: _person, AllOf: _all_of, AnyOf: _any_of, NoneOf: _none_of, Count: _count, Repeated: _repeated,
}


def _speaker(rule: Rule) -> Callable[[Mapping, "Facts"], Sentence]:
    """What fills the sentence: the value of the rule's first measure, and how it compares."""
    if "{" not in rule.sentence.fr + rule.sentence.en:
        return lambda answers, facts: rule.sentence
    name = next(name for name in _measures_in(rule.when))
    since = next((leaf.since for leaf in leaves_of(rule.when) if isinstance(leaf, Change)), "yesterday")

    def say(answers: Mapping, facts: "Facts") -> Sentence:
        numbers = _numbers(answers[name], getattr(facts, since).get(name), facts.targets.get(name))
        decimals = KINDS[name].decimals
        words = {
            language: {key: number_in(language, number, decimals=decimals) for key, number in numbers.items()}
            for language in ("fr", "en")
        }
        return rule.sentence.filled(**words)

    return say


def _measures_in(condition: Condition) -> list[str]:
    fields = {Measured: "measure", Target: "target", Change: "change"}
    return [getattr(leaf, fields[type(leaf)]) for leaf in leaves_of(condition) if type(leaf) in fields]


def _numbers(value: float, before: float | None, target: float | None) -> dict[str, float]:
    numbers = {"value": value}
    if before is not None:
        numbers |= {"before": before, "change": abs(value - before)}
    if target is not None:
        numbers["target"] = target
    return numbers
