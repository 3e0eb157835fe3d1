"""When somebody can be booked. Pure: openings in wall time and what is taken in, free times (aware UTC) out.

Openings are wall time of the team's territory. An hour that a change of clock skips is the moment after the gap, one
that happens twice is the first of the two; a span over such a night is as long as it really lasts.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

type Span = tuple[datetime, datetime]

DAY = timedelta(days=1)
GRID = timedelta(minutes=5)
NOTICE = timedelta(minutes=30)
"""A patient books or moves to nothing that begins sooner."""
LATE = timedelta(hours=2)
"""So shortly before, a patient phones instead."""
OWN_MOVES = 5
BOOKABLE_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """One opening: every week on `days` (0 is Monday), or from `day` to `last_day`; or nobody then, when `closed`."""

    starts: str
    ends: str
    days: tuple[int, ...] = ()
    day: date | None = None
    last_day: date | None = None
    closed: bool = False

    def is_of(self, day: date) -> bool:
        return self.day <= day <= self.last_day if self.day and self.last_day else day.weekday() in self.days


def spans(openings: Collection[Open], *, day: date, zone: ZoneInfo) -> list[Span]:
    """When one can be booked on that local day (UTC), sorted, without overlap."""
    known = [one for one in openings if one.is_of(day)]
    opened = joined(_span(one, day, zone) for one in known if not one.closed)
    return without(opened, (_span(one, day, zone) for one in known if one.closed))


def free(
    openings: Collection[Open], taken: Iterable[Span], *, minutes: int, zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[datetime]:
    """Beginnings of free times of that length, one behind the other, from `since` on and over before `until`.

    Each stretch between two appointments is filled from its beginning, on round five minutes: no hole is left that
    nobody can be booked in.
    """
    length, busy = timedelta(minutes=minutes), joined(taken)
    day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    earliest = since
    while day <= last:
        for opened, end in without(spans(openings, day=day, zone=zone), busy):
            start = rounded(max(opened, earliest))
            while start + length <= min(end, until):
                yield start
                start = earliest = rounded(start + length)
        day += DAY


def is_free(
    openings: Collection[Open], taken: Iterable[Span], *, start: datetime, minutes: int, zone: ZoneInfo
) -> bool:
    """The whole length lies in an opening and on nothing that is taken."""
    end = start + timedelta(minutes=minutes)
    day = start.astimezone(zone).date()
    opened = without(joined(one for at in (day - DAY, day) for one in spans(openings, day=at, zone=zone)), taken)
    return any(a <= start and end <= b for a, b in opened)


def overlaps(taken: Iterable[Span], *, start: datetime, end: datetime) -> bool:
    return any(a < end and start < b for a, b in taken)


def too_late(start: datetime, *, now: datetime) -> bool:
    """Too late for the patient to move or cancel by herself: she phones."""
    return start - now < LATE


def rounded(moment: datetime) -> datetime:
    """Up to the next round five minutes; every zone of ours lies a multiple of five minutes from UTC."""
    beyond = (moment - datetime.min.replace(tzinfo=UTC)) % GRID
    return moment + (GRID - beyond if beyond else timedelta())


def joined(several: Iterable[Span]) -> list[Span]:
    """Sorted, those that touch made one, the empty ones left out."""
    whole: list[Span] = []
    for start, end in sorted(span for span in several if span[0] < span[1]):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def without(several: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    left = list(several)
    for start, end in taken:
        cut = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]]
        left = cut
    return left


def _span(one: Open, day: date, zone: ZoneInfo) -> Span:
    return wall(day, one.starts, zone), wall(day, one.ends, zone)


def wall(day: date, hour: str, zone: ZoneInfo) -> datetime:
    """A local date and wall time as UTC; "24:00" is the next midnight."""
    if hour == "24:00":
        day, hour = day + DAY, "00:00"
    return datetime.combine(day, time.fromisoformat(hour), zone).astimezone(UTC)


def open_of(rows: Sequence[Any]) -> list[Open]:
    """From rows of the table of openings, whose days raw SQL reads as the text of a JSON list."""
    return [
        Open(
            days=tuple(json.loads(one.days)), day=one.day, last_day=one.last_day, starts=one.starts, ends=one.ends,
            closed=one.closed,
        )
        for one in rows
    ]  # fmt: skip
