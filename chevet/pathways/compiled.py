"""Rules turned into closures, once per pathway object."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chevet.kernel.sentences import Sentence, number_in
from chevet.pathways.closures import Test, compile_condition
from chevet.pathways.conditions import (
    Change,
    Missing,
    NoneOf,
    Repeated,
    every_part_of,
    items_of,
    leaves_of,
    measures_of,
)
from chevet.pathways.definition import LEVELS, Pathway, Rule
from chevet.vitals.kinds import KINDS

if TYPE_CHECKING:
    from chevet.pathways.rules import Facts


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
    return Compiled(
        immediate=immediate,
        repeated=repeated,
        alone={kind: tuple(made for rule, made in pairs if kind in made.items and _grows(rule)) for kind in KINDS},
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
