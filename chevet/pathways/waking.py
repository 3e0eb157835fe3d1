"""When a follow-up must be looked at next, and what is due then: computed from facts, found by one indexed date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chevet.pathways.calendar import moment
from chevet.pathways.states import LIVE

END_DECIDED_AT = time(10)
PAUSE_REVIEWED_AT = time(9)
GREEN_IS_FRESH_FOR = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Facts:
    """One follow-up as the clock sees it.

    open_waits: moments at which a wait for a second measure ends. review_on: the day on which a pause of its messages
    is looked at again, unless that has been asked.
    """

    state: str
    invite_at: datetime
    zone: ZoneInfo
    ends_on: date
    occurrences: Sequence[Any]
    open_waits: Iterable[datetime] = ()
    climbs_at: datetime | None = None
    end_is_asked: bool = False
    review_on: date | None = None


def end_check(ends_on: date, zone: ZoneInfo) -> datetime:
    """The morning after the last day."""
    return moment(ends_on + timedelta(days=1), END_DECIDED_AT, zone)


def review_check(review_on: date, zone: ZoneInfo) -> datetime:
    """When a person is asked about the pause of the messages."""
    return moment(review_on, PAUSE_REVIEWED_AT, zone)


def next_step(occurrence: Any) -> tuple[str, datetime] | None:
    """What comes next for one questionnaire: remind, nudge, silent; nothing once it is answered."""
    if occurrence.answered_at or occurrence.silenced_at:
        return None
    if occurrence.reminded_at is None:
        return "remind", occurrence.due_at
    if occurrence.nudged_at is None:
        return "nudge", occurrence.nudge_at
    return "silent", occurrence.silent_at


def next_wake(facts: Facts) -> datetime | None:
    """The earliest moment at which something may be due; None when nothing will ever be."""
    moments = [*facts.open_waits]
    if facts.climbs_at:
        moments.append(facts.climbs_at)
    if facts.review_on and facts.state in LIVE:
        moments.append(review_check(facts.review_on, facts.zone))
    if facts.state == "planned":
        moments.append(facts.invite_at)
    if facts.state == "active":
        moments += [step[1] for occurrence in facts.occurrences if (step := next_step(occurrence))]
        if not facts.end_is_asked:
            moments.append(end_check(facts.ends_on, facts.zone))
    return min(moments, default=None)


def ends_by_itself(*, last_answer_at: datetime | None, last_level: int | None, live_alerts: int, now: datetime) -> bool:
    """Only after a green answer less than 48 hours old and with no open alert; otherwise a professional decides."""
    return (
        last_answer_at is not None
        and last_level == 0
        and now - last_answer_at < GREEN_IS_FRESH_FOR
        and live_alerts == 0
    )
