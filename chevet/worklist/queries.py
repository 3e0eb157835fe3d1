"""Reading a team's list: one statement for the lines, one for the counts. The caller's scope decides what is seen.

A view is a condition on the narrow row. Counts walk the same index and stop at MOST: nothing is kept that two answers
of one team would have to wait for (docs/decisions/counts-of-a-list.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.worklist.operations import ENDING, SNOOZE, SUMMARY, UNHEARD

PAGE = 50
LONG = 300  # lines of a page that shows as many as it can
MOST = 1000  # what is counted no further

ROW = """
SELECT l.follow_up_id, l.subject_id, l.patient_id, l.team_id, l.live, l.severity, l.to_confirm, l.claimed,
       l.held_by AS holder_id, l.marks, l.snoozed_until, l.snooze, l.call_back_at, l.muted_until, l.deadline_at,
       l.last_answer_at, l.last_level, l.summary, p.first_name, p.birth_name, p.used_first_name, p.used_name,
       p.birth_date, f.starts_on, f.ends_on, f.channel, f.state, f.zone, f.version_id, k.family, k.generation,
       k.wrapped, a.name AS holder_name
  FROM {lines} l
  JOIN patient p ON p.id = l.patient_id
  JOIN follow_up f ON f.id = l.follow_up_id
  JOIN data_key k ON k.subject_id = l.subject_id
  LEFT JOIN account a ON a.id = l.held_by
"""
URGENT = "severity DESC, claimed, deadline_at NULLS LAST, follow_up_id"
AWAKE = "severity > 0 AND (snoozed_until IS NULL OR snoozed_until <= %s)"
CONDITIONS = {
    "to_do": AWAKE,
    "mine": "severity > 0 AND held_by = %s",
    "silent": f"{AWAKE} AND marks & {UNHEARD} > 0",
    "to_call": "call_back_at IS NOT NULL",
    "aside": "severity > 0 AND snoozed_until > %s",
    "ending": f"severity > 0 AND marks & {ENDING} > 0",
    "team": "severity >= 0",
}
"""Views of a list; those with a place for a value take the hour, "mine" the account."""
ORDERS = {"to_call": "call_back_at, follow_up_id", "aside": "snoozed_until, follow_up_id"}
# The page is cut out of the narrow rows first, on their index; names and keys are looked up for those shown.
PAGE_OF = """
(SELECT * FROM worklist_line WHERE live AND team_id = %s AND {condition}{filters} ORDER BY {order} LIMIT %s OFFSET %s)
"""
ON_PATHWAY = """
 AND follow_up_id IN (SELECT id FROM follow_up WHERE version_id IN (SELECT id FROM pathway_version WHERE slug = %s))
"""

COUNTS = f"""
SELECT count(*) FILTER (WHERE severity = 3) AS red, count(*) FILTER (WHERE severity = 2) AS orange,
       count(*) FILTER (WHERE severity = 1) AS tasks
  FROM (SELECT severity FROM worklist_line WHERE live AND severity > 0 AND team_id = ANY(%s) LIMIT {MOST}) open
"""
VIEW_COUNTS = f"""
SELECT red, orange, tasks, red + orange + tasks AS to_do, silent, aside, ending, held,
       (SELECT count(*) FROM (SELECT FROM worklist_line WHERE live AND team_id = %s AND call_back_at IS NOT NULL
                               LIMIT {MOST}) promised) AS to_call,
       CASE WHEN %s THEN (SELECT count(*) FROM (SELECT FROM worklist_line WHERE live AND team_id = %s LIMIT {MOST}) everybody)
       END AS team
  FROM (
    SELECT count(*) FILTER (WHERE awake AND severity = 3) AS red, count(*) FILTER (WHERE awake AND severity = 2) AS orange,
           count(*) FILTER (WHERE awake AND severity = 1) AS tasks, count(*) FILTER (WHERE NOT awake) AS aside,
           count(*) FILTER (WHERE awake AND marks & {UNHEARD} > 0) AS silent,
           count(*) FILTER (WHERE marks & {ENDING} > 0) AS ending,
           array_agg(held_by) FILTER (WHERE held_by IS NOT NULL) AS held
      FROM (SELECT severity, marks, held_by, snoozed_until IS NULL OR snoozed_until <= %s AS awake
              FROM worklist_line WHERE live AND severity > 0 AND team_id = %s ORDER BY severity DESC LIMIT {MOST}) open
  ) counted
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Open lines by severity; those put aside are not among them on a team's own page."""

    red: int
    orange: int
    tasks: int


@dataclass(frozen=True, slots=True)
class ViewCounts(Counts):
    """`held` names the holder of each line that is held. A number that reaches MOST means "that many or more".

    team: None where it was not asked: a caseload lies scattered over the whole table, one page of it for each line.
    """

    to_do: int = 0
    silent: int = 0
    aside: int = 0
    ending: int = 0
    held: tuple[UUID, ...] = ()
    to_call: int = 0
    team: int | None = None

    def of(self, view: str, *, account_id: UUID | None = None) -> int | None:
        return self.held.count(account_id) if view == "mine" else getattr(self, view)


@dataclass(frozen=True, slots=True, eq=False)
class LineView:
    """One line as the page shows it; known again by being the same object. why: [{"fr", "en", "level"}]; series: {kind: [(day, value)]}.

    snooze: {"why": code, "note"}, or nothing. live: the team still follows, or something is still to be done.
    """

    follow_up_id: UUID
    patient_id: UUID
    team_id: UUID
    live: bool
    name: str
    birth_date: date
    age: int
    severity: int
    to_confirm: bool
    claimed: bool
    holder_id: UUID | None
    holder_name: str
    marks: int
    deadline_at: datetime | None
    snoozed_until: datetime | None
    call_back_at: datetime | None
    muted_until: date | None
    day: int
    days: int
    channel: str
    state: str
    zone: str
    version_id: UUID
    last_answer_at: datetime | None
    last_level: int | None
    at_risk: bool = False
    snooze: dict[str, str] = field(default_factory=dict)
    why: tuple[dict[str, Any], ...] = ()
    series: dict[str, list[tuple[int, float]]] = field(default_factory=dict)

    @property
    def rank(self) -> str:
        """Sorts lines of one page as URGENT does, as text; a browser puts a line that changed in its place by it."""
        due = f"{self.deadline_at.timestamp():014.3f}" if self.deadline_at else "9" * 14
        return f"{3 - self.severity}{int(self.claimed)}{due}{self.follow_up_id}"

    def is_aside(self, now: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > now


def team_lines(
    *,
    team_id: UUID,
    view: str,
    account_id: UUID,
    now: datetime,
    severities: Sequence[int] = (),
    pathway: str = "",
    limit: int = PAGE,
    offset: int = 0,
) -> Statement:
    """The lines of one view (CONDITIONS), worst and most urgent first. severities, pathway (a slug): filters."""
    condition, order = CONDITIONS[view], ORDERS.get(view, URGENT)
    given: tuple[Any, ...] = {"mine": (account_id,), "to_call": (), "ending": (), "team": ()}.get(view, (now,))
    filters = ""
    if severities:
        filters, given = f"{filters} AND severity = ANY(%s)", (*given, list(severities))
    if pathway:
        filters, given = filters + ON_PATHWAY, (*given, pathway)
    page = PAGE_OF.format(condition=condition, filters=filters, order=order)
    last = ", ".join(f"l.{part}" for part in order.split(", "))
    return Statement(f"{ROW.format(lines=page)} ORDER BY {last}", (team_id, *given, limit, offset))


def lines_of(follow_up_ids: Iterable[UUID]) -> Statement:
    """These lines, whatever has become of them, in no order."""
    return Statement(f"{ROW.format(lines='worklist_line')} WHERE l.follow_up_id = ANY(%s)", (list(follow_up_ids),))


def put_aside(follow_up_id: UUID) -> Statement:
    """Whether, and until when: one row with snoozed_until."""
    return Statement("SELECT snoozed_until FROM worklist_line WHERE follow_up_id = %s", (follow_up_id,))


def aside_no_longer(*, now: datetime, limit: int = 200) -> Statement:
    """Lines whose time aside is over; needs the purpose "schedule"."""
    return Statement(
        "SELECT follow_up_id, organisation_id, subject_id, team_id FROM worklist_line WHERE snoozed_until <= %s LIMIT %s",
        (now, limit),
    )


def team_counts(*, team_ids: Iterable[UUID]) -> Statement:
    """How many lines of each severity; one row with red, orange, tasks."""
    return Statement(COUNTS, (list(team_ids),))


def view_counts(*, team_id: UUID, now: datetime, everybody: bool = False) -> Statement:
    """How many lines each view of a team has; one row for ViewCounts. everybody: the whole caseload too."""
    return Statement(VIEW_COUNTS, (team_id, everybody, team_id, now, team_id))


def counted(row: Any) -> ViewCounts:
    """A row of VIEW_COUNTS."""
    return ViewCounts(**row._asdict() | {"held": tuple(row.held or ())})


def line_view(row: Any, *, today: date) -> LineView:
    """A row of ROW, opened. `today` is the team's local day."""
    record = open_record(row)
    summary = record.open(SUMMARY, row.summary) or {}
    born = row.birth_date
    return LineView(
        follow_up_id=row.follow_up_id,
        patient_id=row.patient_id,
        team_id=row.team_id,
        live=row.live,
        name=f"{row.used_first_name or row.first_name} {(row.used_name or row.birth_name).upper()}",
        birth_date=born,
        age=today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        severity=row.severity,
        to_confirm=row.to_confirm,
        claimed=row.claimed,
        holder_id=row.holder_id,
        holder_name=row.holder_name or "",
        marks=row.marks or 0,
        deadline_at=row.deadline_at,
        snoozed_until=row.snoozed_until,
        call_back_at=row.call_back_at,
        muted_until=row.muted_until,
        day=max(0, min((today - row.starts_on).days, (row.ends_on - row.starts_on).days) + 1),
        days=(row.ends_on - row.starts_on).days + 1,
        channel=row.channel,
        state=row.state,
        zone=row.zone,
        version_id=row.version_id,
        last_answer_at=row.last_answer_at,
        last_level=row.last_level,
        at_risk=bool(summary.get("risk")),
        snooze=record.open(SNOOZE, row.snooze) or {},
        why=tuple(summary.get("why", ())),
        series=_by_kind(summary.get("series", ())),
    )


def _by_kind(days: Sequence[Any]) -> dict[str, list[tuple[int, float]]]:
    series: dict[str, list[tuple[int, float]]] = {}
    for day, values in days:
        for kind, value in values.items():
            series.setdefault(kind, []).append((day, value))
    return series
