"""The follow-up's calendar in the person's own days and hours. Pure: every moment is given.

Days are added in wall time, where the person is. An hour that a clock change skips is read as the moment
after the gap; an hour that happens twice is the first of the two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chevet.pathways.definition import Delays, Pathway

MIDNIGHT = time(0)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """What happens to one questionnaire, as aware UTC moments, in this order: it opens and closes at local
    midnight; reminder at `due`, one `nudge`, then `silent` makes a task."""

    opens: datetime
    due: datetime
    nudge: datetime
    silent: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """One questionnaire to come: day number (1 = first day), local date, moment of the reminder (UTC)."""

    day: int
    on: date
    due: datetime


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """A local date and wall time as an aware UTC moment."""
    return datetime.combine(day, hour.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_day(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def first_day(now: datetime, *, hour: time, zone: ZoneInfo) -> date:
    """Day 1: the first local day whose hour has not passed."""
    today = local_day(now, zone)
    return today if now <= moment(today, hour, zone) else today + DAY


def day_number(on: date, *, first: date) -> int:
    """1 on the first day; 0 or less before it."""
    return (on - first).days + 1


def day_since_onset(on: date, *, onset: date | None) -> int | None:
    """0 on the day of the first symptoms."""
    return None if onset is None else (on - onset).days


def due_days(pathway: Pathway, *, risk: bool = False, onset_offset: int | None = None) -> tuple[int, ...]:
    """The days (from 1) that have a questionnaire, in order.

    `onset_offset`: days from the onset of symptoms to day 1 (3 = day 1 is the third day after onset); None
    when unknown, and then phases counted from onset add nothing.
    """
    days: set[int] = set()
    for phase in pathway.phases:
        if phase.asked_of == "risk" and not risk:
            continue
        if phase.since == "start":
            days.update(phase.days)
        elif onset_offset is not None:
            days.update(day - onset_offset + 1 for day in phase.days)
    return tuple(sorted(day for day in days if 1 <= day <= pathway.last_day))


def due_dates(
    pathway: Pathway, *, first: date, risk: bool = False, onset: date | None = None
) -> tuple[tuple[int, date], ...]:
    """(day number, local date) of every questionnaire."""
    offset = None if onset is None else (first - onset).days
    return tuple((day, first + (day - 1) * DAY) for day in due_days(pathway, risk=risk, onset_offset=offset))


def next_due(
    pathway: Pathway,
    *,
    after: datetime,
    first: date,
    hour: time,
    zone: ZoneInfo,
    risk: bool = False,
    onset: date | None = None,
) -> Due | None:
    """The first reminder strictly later than `after`; None when the last day is behind."""
    for day, on in due_dates(pathway, first=first, risk=risk, onset=onset):
        if (due := moment(on, hour, zone)) > after:
            return Due(day, on, due)
    return None


def is_watched(pathway: Pathway, *, since_onset: int | None, risk: bool) -> bool:
    """Whether silence is noticed earlier on this day."""
    watch = pathway.delays.watch
    return (watch.risk and risk) or (since_onset is not None and watch.first <= since_onset <= watch.last)


def times_of(day: date, *, hour: time, zone: ZoneInfo, pathway: Pathway, watch: bool = False) -> Times:
    """The five moments of the questionnaire of that local date."""
    delays = pathway.delays
    due = moment(day, hour, zone)
    silent = _silent(day, due, zone=zone, delays=delays, watch=watch)
    nudge = min(
        due + timedelta(minutes=delays.nudge_after_minutes),
        silent - timedelta(minutes=delays.nudge_before_silent_minutes),
    )
    return Times(moment(day, MIDNIGHT, zone), due, nudge, silent, moment(day + DAY, MIDNIGHT, zone))


def _silent(day: date, due: datetime, *, zone: ZoneInfo, delays: Delays, watch: bool) -> datetime:
    """At its hour of the day, or so long after a reminder that came late."""
    at = delays.silent_at_watch if watch else delays.silent_at
    minutes = delays.silent_after_minutes_watch if watch else delays.silent_after_minutes
    return max(moment(day, at, zone), due + timedelta(minutes=minutes))


def not_before(when: datetime, *, zone: ZoneInfo, delays: Delays) -> datetime:
    """The same moment, or the end of quiet hours when it falls inside them (aware UTC)."""
    local = when.astimezone(zone)
    hour = local.time()
    if delays.quiet_until <= hour < delays.quiet_from:
        return when.astimezone(UTC)
    day = local.date() if hour < delays.quiet_until else local.date() + DAY
    return moment(day, delays.quiet_until, zone)
