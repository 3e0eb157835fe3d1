"""An agenda as it is drawn: columns of people or of days, rows of five minutes, free times between what is taken.

Rows are wall time of the team. Places are classes of agenda_rows.css: no style stands in a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chevet.appointments.rules import free, spans
from chevet.appointments.states import LIVE
from chevet.usecases.read_agenda import Agenda

ROW = 5  # minutes
EARLIEST, LATEST = 8, 18
MOST_LANES = 3
DAY = timedelta(days=1)


@dataclass(slots=True)
class Cell:
    """Something at a time: `at` and `rows` are its place; `lane` of `lanes` where several lie side by side."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    at: int
    rows: int
    lane: int = 1
    lanes: int = 1
    row: Any = None


@dataclass(slots=True)
class Column:
    title: str
    detail: str
    day: date
    account_id: UUID
    is_today: bool
    now_at: int = 0
    opened: list[Cell] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    cancelled: list[Any] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.opened or self.cells)


@dataclass(slots=True)
class Board:
    """`hours`: the labels beside the rows, each with its place."""

    columns: list[Column]
    hours: list[tuple[str, int]]
    rows: int


def day_board(agenda: Agenda, *, day: date, minutes: int, now: datetime, only: UUID | None = None) -> Board:
    """One column a person."""
    people = [one for one in agenda.people if only in (None, one.id)]
    wanted = [(one.name, one.profession, day, one.id) for one in people]
    return _board(agenda, wanted, minutes=minutes, now=now)


def week_board(agenda: Agenda, *, monday: date, account_id: UUID, minutes: int, now: datetime) -> Board:
    """One column a day; Saturday and Sunday only when something is there."""
    days = [monday + timedelta(days=number) for number in range(7)]
    wanted = [(date_format(day, "l j"), date_format(day, "F"), day, account_id) for day in days]
    board = _board(agenda, wanted, minutes=minutes, now=now)
    board.columns = [one for one in board.columns if one.day.weekday() < 5 or not one.is_empty]
    return board


def _board(
    agenda: Agenda, wanted: Sequence[tuple[str, str, date, UUID]], *, minutes: int, now: datetime
) -> Board:  # fmt: skip
    lasting = [_span_hours(agenda, day, account_id) for _title, _detail, day, account_id in wanted]
    first = min([EARLIEST, *(hours[0] for hours in lasting if hours)])
    last = max([LATEST, *(hours[1] for hours in lasting if hours)])
    columns = [_column(agenda, *one, first=first, minutes=minutes, now=now) for one in wanted]
    hours = [(f"{hour:02}:00", (hour - first) * 60 // ROW + 1) for hour in range(first, last)]
    return Board(columns, hours, (last - first) * 60 // ROW)


def _span_hours(agenda: Agenda, day: date, account_id: UUID) -> tuple[int, int] | None:
    """The first and last whole hour of that day, of what is open and what is booked."""
    zone = agenda.zone
    moments = [moment for span in spans(agenda.open_of(account_id), day=day, zone=zone) for moment in span]
    moments += [moment for one in _of(agenda, day, account_id) for moment in (one.starts_at, one.ends_at)]
    if not moments:
        return None
    minutes = [_minute(moment, day, agenda) for moment in moments]
    return min(minutes) // 60, -(-max(minutes) // 60)


def _column(
    agenda: Agenda, title: str, detail: str, day: date, account_id: UUID, *, first: int, minutes: int, now: datetime
) -> Column:
    local = now.astimezone(agenda.zone)
    column = Column(title, detail, day, account_id, is_today=day == local.date())
    if column.is_today:
        column.now_at = (local.hour - first) * 60 // ROW + local.minute // ROW + 1

    def cell(kind: str, start: datetime, end: datetime, row: Any = None) -> Cell:
        begins, ends = _minute(start, day, agenda), _minute(end, day, agenda)
        at = max(0, begins - first * 60) // ROW + 1
        return Cell(kind, start, end, at, max(1, (ends - begins) // ROW), row=row)

    column.opened = [cell("open", *span) for span in spans(agenda.open_of(account_id), day=day, zone=agenda.zone)]
    known = _of(agenda, day, account_id)
    column.cancelled = [one for one in known if one.state == "cancelled" and one.ours]
    booked = [cell(_kind(one), one.starts_at, one.ends_at, one) for one in known if one.state != "cancelled"]
    side_by_side(booked)
    length = timedelta(minutes=minutes)
    offered = [cell("free", start, start + length) for start in _free(agenda, day, account_id, minutes, now)]
    column.cells = sorted([*booked, *offered], key=lambda one: (one.starts_at, one.lane))
    return column


def _free(agenda: Agenda, day: date, account_id: UUID, minutes: int, now: datetime) -> Iterator[datetime]:
    start = datetime.combine(day, datetime.min.time(), agenda.zone)
    found = free(
        agenda.open_of(account_id), agenda.taken(account_id), minutes=minutes, zone=agenda.zone, since=max(start, now),
        until=datetime.combine(day + DAY, datetime.min.time(), agenda.zone),
    )  # fmt: skip
    return (one for one in found if one.astimezone(agenda.zone).date() == day)


def _kind(row: Any) -> str:
    return "booked" if row.ours else "elsewhere"


def _of(agenda: Agenda, day: date, account_id: UUID) -> list[Any]:
    return [
        one
        for one in agenda.expected
        if one.account_id == account_id and one.starts_at.astimezone(agenda.zone).date() == day
    ]


def _minute(moment: datetime, day: date, agenda: Agenda) -> int:
    """Of the wall; the midnight that ends the day is its minute 1440."""
    local = moment.astimezone(agenda.zone)
    return (local.date() - day).days * 1440 + local.hour * 60 + local.minute


def side_by_side(cells: Sequence[Cell]) -> None:
    """Those that overlap share the width: each gets a lane, and knows of how many."""
    group: list[Cell] = []
    until = None
    for one in sorted(cells, key=lambda cell: (cell.starts_at, cell.ends_at)):
        if until is not None and one.starts_at >= until:
            _share(group)
            group, until = [], None
        taken = {other.lane for other in group if other.ends_at > one.starts_at}
        one.lane = next(lane for lane in range(1, len(group) + 2) if lane not in taken)
        group.append(one)
        until = max(until or one.ends_at, one.ends_at)
    _share(group)


def _share(group: Sequence[Cell]) -> None:
    lanes = min(MOST_LANES, max((one.lane for one in group), default=1))
    for one in group:
        one.lane, one.lanes = min(one.lane, MOST_LANES), lanes


def state_words(row: Any, now: datetime) -> str:
    """What became of it, in a word or two; nothing for one that is simply booked."""
    if row.state == "cancelled":
        by = (
            _("par la personne")
            if row.ended_by.startswith("link:") or row.ended_why == "patient"
            else _("par le service")
        )
        return _("annulé %(by)s") % {"by": by}
    if row.state in LIVE and row.ends_at <= now:
        return _("à noter")
    words = {"confirmed": _("confirmé"), "honoured": _("venu(e)"), "missed": _("absent(e)")}.get(row.state, "")
    if row.moves and row.moved_by.startswith("link:") and row.state in LIVE:
        return _("déplacé par la personne")
    return words
