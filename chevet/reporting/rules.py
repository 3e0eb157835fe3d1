"""Weeks, minutes, and what counts by the minute say: median, ninth decile, share in time. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

UNTRIED = -1
LONGEST = 1440  # minutes: who waited a day or longer waited "a day"
IN_TIME = 10  # minutes
TOO_FEW = 5
"""Under so many reds a median says nothing, and is not shown."""


def week_of(moment: datetime, zone: tzinfo) -> date:
    """The Monday of that day, on the wall."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def minutes_between(since: datetime, until: datetime) -> int:
    """Whole minutes begun, as a person counts them on a watch: 9 min 50 s are nine."""
    return min(LONGEST, max(0, int((until - since).total_seconds() // 60)))


@dataclass(frozen=True, slots=True)
class Waits:
    """How long some people waited. by_minute: {whole minutes: how many}."""

    by_minute: Mapping[int, int] = field(default_factory=dict)
    untried: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> "Waits":
        """From (minutes, number), the same minute as often as it comes."""
        counted: dict[int, int] = {}
        for minutes, number in pairs:
            counted[minutes] = counted.get(minutes, 0) + number
        return cls(counted, counted.pop(UNTRIED, 0))

    @property
    def acted(self) -> int:
        return sum(self.by_minute.values())

    @property
    def are_too_few(self) -> bool:
        return self.acted < TOO_FEW

    @property
    def median(self) -> int | None:
        return self.quantile(0.5)

    @property
    def ninth_decile(self) -> int | None:
        return self.quantile(0.9)

    def quantile(self, share: float) -> int | None:
        """The wait that `share` of them did not exceed; None when there is none."""
        left = share * self.acted
        for minutes in sorted(self.by_minute):
            left -= self.by_minute[minutes]
            if left <= 0:
                return minutes
        return None

    def within(self, minutes: int = IN_TIME) -> int:
        """For how many somebody acted before that many minutes had passed."""
        return sum(number for waited, number in self.by_minute.items() if waited < minutes)

    def share_within(self, minutes: int = IN_TIME) -> float | None:
        """Of all, those closed without an attempt among them: nobody tried to reach them."""
        everybody = self.acted + self.untried
        return self.within(minutes) / everybody if everybody else None


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar of the picture: waits from `low` minutes to before `high` (None: and longer)."""

    low: int
    high: int | None
    number: int


EDGES = (0, 2, 4, 6, 8, 10, 15, 20, 30, 60)
ORANGE_EDGES = (0, 15, 30, 45, 60, 90, 120, 180, 240)


def bins(waits: Waits, edges: tuple[int, ...] = EDGES) -> Iterator[Bin]:
    for low, high in zip(edges, (*edges[1:], None), strict=True):
        counted = (n for minutes, n in waits.by_minute.items() if low <= minutes and (high is None or minutes < high))
        yield Bin(low, high, sum(counted))


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the alerts of a rule."""

    alerts: int = 0
    reds: int = 0
    useful: int = 0
    useless: int = 0
    confirmed: int = 0
    lowered: int = 0

    def __add__(self, other: "Became") -> "Became":
        return Became(*(mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, ...]:
        return self.alerts, self.reds, self.useful, self.useless, self.confirmed, self.lowered

    @property
    def judged(self) -> int:
        return self.useful + self.useless

    @property
    def measured_again(self) -> int:
        return self.confirmed + self.lowered

    @property
    def share_useful(self) -> float | None:
        return self.useful / self.judged if self.judged else None

    @property
    def is_bad(self) -> bool:
        """Most of those who said something found it useless; said by enough of them to be more than a mood."""
        return self.judged >= TOO_FEW and self.useless * 2 > self.judged
