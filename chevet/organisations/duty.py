"""Duty hours: when a team answers, in its own wall time. Pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Duty:
    """Weekly hours as `[{"days": [0, …], "from": "08:00", "to": "20:00"}]` (0 is Monday) in one time zone.

    A date of its own, `{"on": "2027-05-01", "from": "09:00", "to": "12:00"}` or `{"on": …, "closed": true}`, takes the
    place of whatever the week says for that day.
    """

    hours: Sequence[dict[str, Any]]
    zone: ZoneInfo

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Start and end (UTC) of each span of a local day; "24:00" is the next midnight."""
        for span in spans_of(self.hours, day):
            yield self._moment(day, span["from"]), self._moment(day, span["to"])

    def is_on(self, now: datetime) -> bool:
        day = now.astimezone(self.zone).date()
        return any(start <= now < end for start, end in self.spans(day))

    def spends(self, now: datetime, minutes: int) -> datetime:
        """The moment by which `minutes` of duty have passed since `now`."""
        left = timedelta(minutes=minutes)
        for start, end in self._ahead(now):
            if end - max(start, now) >= left:
                return max(start, now) + left
            left -= end - max(start, now)
        return now + timedelta(minutes=minutes)

    def next_end(self, now: datetime) -> datetime:
        """End of the running span, or of the next one."""
        return next((end for _, end in self._ahead(now)), now + timedelta(days=1))

    def _ahead(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        today = now.astimezone(self.zone).date()
        for offset in range(LOOK_AHEAD_DAYS):
            yield from ((start, end) for start, end in sorted(self.spans(today + timedelta(days=offset))) if end > now)

    def _moment(self, day: date, hour: str) -> datetime:
        if hour == "24:00":
            return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)
        return datetime.combine(day, time.fromisoformat(hour), self.zone).astimezone(UTC)


def spans_of(hours: Sequence[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    """The entries with a beginning and an end that count on this date: its own, or else those of the week."""
    dated = [span for span in hours if "on" in span and span["on"] == day.isoformat()]
    if dated:
        return [span for span in dated if not span.get("closed")]
    weekday = day.weekday()
    return [span for span in hours if "days" in span and weekday in span["days"]]


@lru_cache(maxsize=1024)
def duty_of(hours: str, zone: ZoneInfo) -> Duty:
    """From the JSON text that raw SQL reads."""
    return Duty(json.loads(hours), zone)
