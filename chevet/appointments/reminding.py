"""When a person is reminded: the day before, in the afternoon where she is, and one hour before. Pure.

Nothing rings at night there: what would fall before eight waits for eight when enough time is left, else it is left
out, as the reminder of the day before has spoken. Nor does a reminder follow on the heels of a convocation.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVE = time(17)
MORNING, NIGHT = time(8), time(21)
BEFORE = timedelta(hours=1)
SHORTEST = timedelta(minutes=15)
HEELS = {"eve": timedelta(hours=6), "hour": timedelta(hours=2)}


@dataclass(frozen=True, slots=True)
class Reminder:
    """kind: eve or hour."""

    kind: str
    at: datetime


def reminders(*, starts_at: datetime, told_at: datetime, zone: ZoneInfo) -> list[Reminder]:
    """Those of an appointment, in order. told_at: when she was last told of its hour; zone: hers."""
    found = [Reminder("eve", _eve(starts_at, zone)), Reminder("hour", _hour(starts_at, zone))]
    return [one for one in found if one.at - told_at >= HEELS[one.kind] and starts_at - one.at >= SHORTEST]


def next_reminder(*, starts_at: datetime, told_at: datetime, zone: ZoneInfo, after: datetime) -> Reminder | None:
    """The first that is due later than `after`."""
    known = reminders(starts_at=starts_at, told_at=told_at, zone=zone)
    return next((one for one in known if one.at > after), None)


def _eve(starts_at: datetime, zone: ZoneInfo) -> datetime:
    day = starts_at.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(day, EVE, zone).astimezone(UTC)


def _hour(starts_at: datetime, zone: ZoneInfo) -> datetime:
    """An hour before; at eight when that is in the night. After nine in the evening: at nine at the latest."""
    local = (starts_at - BEFORE).astimezone(zone)
    if local.time() < MORNING:
        return datetime.combine(local.date(), MORNING, zone).astimezone(UTC)
    if local.time() >= NIGHT:
        return datetime.combine(local.date(), NIGHT, zone).astimezone(UTC) - timedelta(minutes=1)
    return starts_at - BEFORE
