"""Reading a team's list: one statement for the lines, one for the counts. The caller's scope decides what is seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.worklist.operations import SUMMARY

PAGE = 50
LINES = """
SELECT l.follow_up_id, l.subject_id, l.patient_id, l.team_id, l.severity, l.to_confirm, l.claimed, l.deadline_at,
       l.last_answer_at, l.last_level, l.summary, p.first_name, p.birth_name, p.used_first_name, p.used_name,
       p.birth_date, f.starts_on, f.ends_on, f.channel, f.state, f.zone, f.hour, k.family, k.generation, k.wrapped,
       a.name AS holder_name, a.id AS holder_id
  FROM worklist_line l
  JOIN patient p ON p.id = l.patient_id
  JOIN follow_up f ON f.id = l.follow_up_id
  JOIN data_key k ON k.subject_id = l.subject_id
  LEFT JOIN episode e ON l.claimed AND e.follow_up_id = l.follow_up_id AND e.closed_at IS NULL
  LEFT JOIN account a ON a.id = e.claimed_by
 WHERE l.live AND l.team_id = %s AND l.severity {sign} 0
 ORDER BY l.severity DESC, l.claimed, l.deadline_at NULLS LAST, l.follow_up_id
 LIMIT %s OFFSET %s
"""
COUNTS = """
SELECT count(*) FILTER (WHERE severity = 3) AS red, count(*) FILTER (WHERE severity = 2) AS orange,
       count(*) FILTER (WHERE severity = 1) AS tasks
  FROM worklist_line WHERE live AND severity > 0 AND team_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    red: int
    orange: int
    tasks: int


@dataclass(frozen=True, slots=True)
class LineView:
    """One line as the page shows it. why: [{"fr", "en", "level"}]; series: {kind: [(day, value)]}."""

    follow_up_id: UUID
    patient_id: UUID
    name: str
    birth_date: date
    age: int
    severity: int
    to_confirm: bool
    holder_id: UUID | None
    holder_name: str
    deadline_at: datetime | None
    day: int
    days: int
    channel: str
    state: str
    zone: str
    last_answer_at: datetime | None
    last_level: int | None
    why: tuple[dict[str, Any], ...] = ()
    series: dict[str, list[tuple[int, float]]] = field(default_factory=dict)


def team_lines(*, team_id: UUID, quiet: bool = False, limit: int = PAGE, offset: int = 0) -> Statement:
    """Lines with something to do, worst and most urgent first; with `quiet`, the others of the caseload."""
    return Statement(LINES.format(sign="=" if quiet else ">"), (team_id, limit, offset))


def team_counts(*, team_ids: Iterable[UUID]) -> Statement:
    """How many lines of each severity; one row with red, orange, tasks."""
    return Statement(COUNTS, (list(team_ids),))


def line_view(row: Any, *, today: date) -> LineView:
    """A row of LINES, opened. `today` is the team's local day."""
    record = open_record(row)
    summary = record.open(SUMMARY, row.summary) or {}
    born = row.birth_date
    series: dict[str, list[tuple[int, float]]] = {}
    for day, values in summary.get("series", ()):
        for kind, value in values.items():
            series.setdefault(kind, []).append((day, value))
    return LineView(
        follow_up_id=row.follow_up_id,
        patient_id=row.patient_id,
        name=f"{row.used_first_name or row.first_name} {(row.used_name or row.birth_name).upper()}",
        birth_date=born,
        age=today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        severity=row.severity,
        to_confirm=row.to_confirm,
        holder_id=row.holder_id,
        holder_name=row.holder_name or "",
        deadline_at=row.deadline_at,
        day=max(0, min((today - row.starts_on).days, (row.ends_on - row.starts_on).days) + 1),
        days=(row.ends_on - row.starts_on).days + 1,
        channel=row.channel,
        state=row.state,
        zone=row.zone,
        last_answer_at=row.last_answer_at,
        last_level=row.last_level,
        why=tuple(summary.get("why", ())),
        series=series,
    )
