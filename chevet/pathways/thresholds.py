"""One person's own bounds, for a time, on the measures of her pathway. Pure.

A threshold moves where the ordinary rules begin to speak; the emergency band never moves. On the good side of it they
are silent about that measure; beyond it they speak as always, and where none does, the value is orange.
In the memory of a follow-up: "p" [[kind, side, value, last local day as YYYY-MM-DD] …].
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from chevet.kernel.sentences import Sentence
from chevet.pathways.conditions import Measured, Target, leaves_of
from chevet.pathways.definition import LEVELS, Pathway, Rule
from chevet.vitals.kinds import KINDS, USUAL

BELOW, ABOVE = "below", "above"
RULE = "personal-threshold"
SAID = {
    BELOW: Sentence(
        "{label} à {value}, sous le seuil personnel de {bound}.", "{label} {value}, below the personal threshold of {bound}."
    ),
    ABOVE: Sentence(
        "{label} à {value}, au-dessus du seuil personnel de {bound}.",
        "{label} {value}, above the personal threshold of {bound}.",
    ),
}  # fmt: skip

type Bounds = Mapping[str, tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which values a threshold may be set, both allowed. `loosest` is the edge of the emergency band."""

    loosest: float
    strictest: float

    def allow(self, value: float) -> bool:
        return min(self.loosest, self.strictest) <= value <= max(self.loosest, self.strictest)


def in_force(kept: Sequence[Sequence[Any]], *, today: date) -> Bounds:
    """By kind of measure, the lower and the upper bound that hold on a local day."""
    bounds: dict[str, tuple[float | None, float | None]] = {}
    for kind, side, value, until in kept:
        if today.isoformat() <= until:
            low, high = bounds.get(kind, (None, None))
            bounds[kind] = (value, high) if side == BELOW else (low, value)
    return bounds


def silenced(answers: Mapping[str, Any], bounds: Bounds) -> frozenset[str]:
    """The measures on the good side of a bound that watches their side."""
    return frozenset(
        kind for kind, side, bound, value in _watched(answers, bounds) if not _is_beyond(value, bound, side)
    )


def crossed(answers: Mapping[str, Any], bounds: Bounds) -> Iterator[tuple[str, Sentence]]:
    """The measures beyond their bound, each with what is said of it."""
    for kind, side, bound, value in _watched(answers, bounds):
        if _is_beyond(value, bound, side):
            yield kind, _sentence(kind, side, bound, value)


def _watched(answers: Mapping[str, Any], bounds: Bounds) -> Iterator[tuple[str, str, float, float]]:
    for kind, (low, high) in bounds.items():
        value = answers.get(kind)
        if value.__class__ not in (int, float):
            continue
        side, bound = (BELOW, low) if value < middle(kind) else (ABOVE, high)
        if bound is not None:
            yield kind, side, bound, value


def _is_beyond(value: float, bound: float, side: str) -> bool:
    return value < bound if side == BELOW else value > bound


def _sentence(kind: str, side: str, bound: float, value: float) -> Sentence:
    measure = KINDS[kind]
    value_words, bound_words = measure.written(value), measure.written(bound)
    return SAID[side].filled(
        fr={"label": measure.label.fr, "value": value_words.fr, "bound": bound_words.fr},
        en={"label": measure.label.en, "value": value_words.en, "bound": bound_words.en},
    )


def middle(kind: str) -> float:
    """Values under it are watched from below, the others from above."""
    low, high = USUAL[kind]
    return (low + high) / 2


def limits(pathway: Pathway, *, kind: str, side: str, targets: Mapping[str, float]) -> Limits | None:
    """None when the pathway does not watch that side of that measure.

    Where no rule is an emergency, the edge is that of the gravest level that looks at the measure alone.
    """
    edges = [(_gravity(rule), edge) for rule in pathway.rules for edge in _edges(rule, kind, side, targets)]
    if kind not in pathway.questionnaire.by_id or not edges:
        return None
    gravest = max(gravity for gravity, _ in edges)
    most_careful = max if side == BELOW else min
    return Limits(most_careful(edge for gravity, edge in edges if gravity == gravest), _strictest(kind, side))


def _strictest(kind: str, side: str) -> float:
    """The last value, as the measure is written, before the middle."""
    scale = 10 ** KINDS[kind].decimals
    return (floor if side == BELOW else ceil)(middle(kind) * scale) / scale


def _gravity(rule: Rule) -> int:
    return LEVELS[rule.level] + rule.emergency


def _edges(rule: Rule, kind: str, side: str, targets: Mapping[str, float]) -> Iterator[float]:
    for leaf in leaves_of(rule.when):
        if isinstance(leaf, Measured) and leaf.measure == kind:
            if leaf.personal == "replaced" and kind in targets:
                continue
            edge = _edge(leaf, side)
            if edge is not None and (edge < middle(kind)) == (side == BELOW):
                yield edge
        elif isinstance(leaf, Target) and leaf.target == kind and kind in targets and side == BELOW:
            yield targets[kind] - (leaf.below or 0)


def _edge(leaf: Measured, side: str) -> float | None:
    bounds = (leaf.below, leaf.at_most) if side == BELOW else (leaf.above, leaf.at_least)
    return next((bound for bound in bounds if bound is not None), None)
