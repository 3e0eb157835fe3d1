"""The roster of a team: who covers which hours, and what stays uncovered. Pure; minutes of a local day, 0 to 1440.

Without a roster everybody of the team who is told of alerts is on duty during its hours. With one, only those whose
turn it is are, and hours that nobody covers are no duty hours: nothing is promised in them, and alerts climb at once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.organisations.duty import spans_of

type Minutes = tuple[int, int]
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn: every week on `days`, or on the date `day`. `away`: not there on that date, at these hours."""

    account_id: UUID
    days: tuple[int, ...]
    day: date | None
    starts: str
    ends: str
    away: bool = False

    @property
    def minutes(self) -> Minutes:
        return minutes_of(self.starts), minutes_of(self.ends)

    def is_of(self, day: date) -> bool:
        return self.day == day if self.day else day.weekday() in self.days


def turn_of(row: Any) -> Turn:
    """From a row of duty_turn."""
    return Turn(row.account_id, tuple(row.days), row.day, row.starts, row.ends, row.away)


def minutes_of(hour: str) -> int:
    hours, _, minutes = hour.partition(":")
    return int(hours) * 60 + int(minutes)


def hour_of(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def declared(hours: Sequence[dict[str, Any]], day: date) -> list[Minutes]:
    """When the team says it answers on that date."""
    return joined((minutes_of(span["from"]), minutes_of(span["to"])) for span in spans_of(hours, day))


def of_each(turns: Iterable[Turn], day: date) -> dict[UUID, list[Minutes]]:
    """The minutes of each person on that date, absences taken off."""
    known = [turn for turn in turns if turn.is_of(day)]
    people = dict.fromkeys(turn.account_id for turn in known if not turn.away)
    return {
        person: without(
            joined(turn.minutes for turn in known if turn.account_id == person and not turn.away),
            [turn.minutes for turn in known if turn.account_id == person and turn.away],
        )
        for person in people
    }


def covered(turns: Iterable[Turn], day: date) -> list[Minutes]:
    return joined(span for spans in of_each(turns, day).values() for span in spans)


def gaps(hours: Sequence[dict[str, Any]], turns: Collection[Turn], day: date) -> list[Minutes]:
    """Declared minutes that nobody covers."""
    return without(declared(hours, day), covered(turns, day))


def on_turn(turns: Iterable[Turn], *, now: datetime, zone: ZoneInfo) -> frozenset[UUID]:
    """Whose turn it is at this moment."""
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    found = of_each(turns, local.date())
    return frozenset(person for person, spans in found.items() if any(start <= minute < end for start, end in spans))


def effective(hours: Sequence[dict[str, Any]], turns: Collection[Turn] | None, *, today: date) -> list[dict[str, Any]]:
    """The hours that are both declared and covered, as `duty.Duty` takes them; dates gone by are left out.

    turns: None where no roster is kept.
    """
    ahead = [span for span in hours if "on" not in span or span["on"] >= today.isoformat()]
    if turns is None:
        return ahead
    monday = date(2001, 1, 1)  # any week in which no date is special
    weekly = [turn for turn in turns if not turn.day]
    usual = [span for span in hours if "on" not in span]
    week = [_both(usual, weekly, monday + timedelta(days=number)) for number in range(7)]
    special = {span["on"] for span in ahead if "on" in span}
    special |= {turn.day.isoformat() for turn in turns if turn.day and turn.day >= today}
    dated = [entry for on in sorted(special) for entry in _dated(on, _both(hours, turns, date.fromisoformat(on)))]
    return [*_weekly(week), *dated]


def _both(hours: Sequence[dict[str, Any]], turns: Collection[Turn], day: date) -> list[Minutes]:
    said = declared(hours, day)
    return without(said, without(said, covered(turns, day)))


def _weekly(week: Sequence[Sequence[Minutes]]) -> list[dict[str, Any]]:
    """One entry for each span, with all its days."""
    spans = sorted({span for day in week for span in day})
    return [
        {
            "days": [number for number, day in enumerate(week) if span in day],
            "from": hour_of(span[0]),
            "to": hour_of(span[1]),
        }
        for span in spans
    ]


def _dated(on: str, spans: Sequence[Minutes]) -> list[dict[str, Any]]:
    if not spans:
        return [{"on": on, "closed": True}]
    return [{"on": on, "from": hour_of(start), "to": hour_of(end)} for start, end in spans]


def joined(spans: Iterable[Minutes]) -> list[Minutes]:
    """Sorted, those that touch made one."""
    whole: list[Minutes] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def without(spans: Iterable[Minutes], taken: Iterable[Minutes]) -> list[Minutes]:
    """What is left of `spans` once `taken` is cut out."""
    left = list(spans)
    for start, end in taken:
        cut = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]]
        left = cut
    return left
