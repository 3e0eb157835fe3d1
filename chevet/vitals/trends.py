"""What a row of measures has been doing lately, in a sentence. Pure. It says a direction, never what to think of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chevet.kernel.sentences import Sentence
from chevet.vitals.kinds import KINDS, MeasureKind

# Less than this between two days is the device, the hand or the hour, not the person. To be signed by a clinician.
NOISE: Mapping[str, float] = {"temperature": 0.3, "spo2": 2, "respiratory_rate": 3, "heart_rate": 8}
LONGEST_GAP = 2  # days without a measure that a direction may span
STALE = 2  # days after which the last measure is said to be old

SUBJECTS: Mapping[str, Sentence] = {
    "temperature": Sentence("Votre température", "Your temperature"),
    "spo2": Sentence("Votre saturation en oxygène", "Your oxygen saturation"),
    "respiratory_rate": Sentence("Votre nombre de respirations", "Your number of breaths"),
    "heart_rate": Sentence("Votre pouls", "Your pulse"),
}


class Direction(StrEnum):
    NONE = "none"
    ONE = "one"
    OLD = "old"
    FALLING = "falling"
    RISING = "rising"
    STEADY = "steady"
    ALONE = "alone"


VERBS = {
    Direction.FALLING: Sentence("baisse", "has been falling"),
    Direction.RISING: Sentence("monte", "has been rising"),
    Direction.STEADY: Sentence("est stable", "has been steady"),
}


@dataclass(frozen=True, slots=True)
class Trend:
    """`days`: since when, or how old the last measure is."""

    direction: Direction
    days: int = 0
    last: float | None = None


def trend_of(points: Sequence[tuple[date, float]], *, kind: str, today: date) -> Trend:
    """`points` oldest first; of several measures of one local day the last one counts."""
    days = list(dict(points).items())
    if not days:
        return Trend(Direction.NONE)
    last_day, last = days[-1]
    if (today - last_day).days > STALE:
        return Trend(Direction.OLD, (today - last_day).days, last)
    if len(days) == 1:
        return Trend(Direction.ONE, 0, last)
    near = _near(days)
    if len(near) == 1:
        return Trend(Direction.ALONE, 0, last)
    return _direction(near, noise=NOISE[kind])


def _near(days: Sequence[tuple[date, float]]) -> Sequence[tuple[date, float]]:
    """The last days without a hole too long to draw a line over."""
    start = len(days) - 1
    while start and (days[start][0] - days[start - 1][0]).days <= LONGEST_GAP:
        start -= 1
    return days[start:]


def _direction(days: Sequence[tuple[date, float]], *, noise: float) -> Trend:
    """An unbroken climb or fall that adds up to more than noise; else how long nothing moved."""
    last_day, last = days[-1]
    for direction, sign in ((Direction.FALLING, -1), (Direction.RISING, 1)):
        start = _run(days, sign=sign)
        if _far(days[start][1], last, noise):
            return Trend(direction, (last_day - days[start][0]).days, last)
    steady = len(days) - 1
    while steady and not _far(days[steady - 1][1], last, noise):
        steady -= 1
    return Trend(Direction.STEADY, (last_day - days[steady][0]).days, last)


def _far(one: float, other: float, noise: float) -> bool:
    return round(abs(one - other), 3) >= noise


def _run(days: Sequence[tuple[date, float]], *, sign: int) -> int:
    """Where the unbroken climb (1) or fall (-1) to the last day begins; days at its foot that did not move are left out."""
    start = len(days) - 1
    while start and sign * (days[start][1] - days[start - 1][1]) >= 0:
        start -= 1
    while start < len(days) - 1 and days[start][1] == days[start + 1][1]:
        start += 1
    return start


def sentence_of(trend: Trend, *, kind: str) -> Sentence:
    """A sentence for the person herself."""
    measure: MeasureKind = KINDS[kind]
    if trend.direction is Direction.NONE:
        return Sentence("Pas encore de mesure.", "No measure yet.")
    if trend.direction in VERBS:
        return _lasting(SUBJECTS[kind], VERBS[trend.direction], trend.days)
    said = {
        Direction.ONE: Sentence("Une première mesure : {last}.", "A first measure: {last}."),
        Direction.OLD: Sentence(
            "Dernière mesure il y a {days} jours : {last}.", "Last measure {days} days ago: {last}."
        ),
        Direction.ALONE: Sentence("Dernière mesure : {last}.", "Last measure: {last}."),
    }[trend.direction]
    last = measure.written(trend.last)
    return said.filled(fr={"last": last.fr, "days": str(trend.days)}, en={"last": last.en, "days": str(trend.days)})


def _lasting(subject: Sentence, verb: Sentence, days: int) -> Sentence:
    french = "depuis hier" if days == 1 else f"depuis {days} jours"
    english = "since yesterday" if days == 1 else f"for {days} days"
    return Sentence(f"{subject.fr} {verb.fr} {french}.", f"{subject.en} {verb.en} {english}.")
