"""Reading sheets: the one that waits, those of the past, one with its lines."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from chevet.handover.operations import CONTENT, NOTE
from chevet.handover.rules import Facts
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.organisations.delegations import handed_sql

SHEET = """
SELECT s.id, s.team_id, s.given_by, s.given_at, s.taken_by, s.taken_at, s.reds, s.people, s.left_out, s.note,
       t.name AS team_name, t.territory, giver.name AS giver, taker.name AS taker,
       k.subject_id, k.family, k.generation, k.wrapped{more}
  FROM handover_sheet s
  JOIN team t ON t.id = s.team_id
  JOIN data_key k ON k.subject_id = s.id
  JOIN account giver ON giver.id = s.given_by
  LEFT JOIN account taker ON taker.id = s.taken_by
"""
SHEETS = SHEET.format(more="")
WHOLE = SHEET.format(more=f", {handed_sql('t.id', at='s.given_at')}")
LINES = """
SELECT l.follow_up_id, l.content, p.first_name, p.birth_name, p.used_first_name, p.used_name, p.birth_date,
       f.starts_on, f.ends_on, f.zone, f.state, k.subject_id, k.family, k.generation, k.wrapped
  FROM handover_line l
  JOIN patient p ON p.id = l.patient_id
  JOIN follow_up f ON f.id = l.follow_up_id
  JOIN data_key k ON k.subject_id = l.subject_id
 WHERE l.sheet_id = %s ORDER BY l.place
"""
PAST = 30


def waiting(*, team_ids: Iterable[UUID]) -> Statement:
    """The sheets of these teams that nobody has taken yet: at most one a team."""
    return Statement(SHEETS + " WHERE s.taken_at IS NULL AND s.team_id = ANY(%s)", (list(team_ids),))


def sheets_of(*, team_id: UUID) -> Statement:
    """The last ones, newest first; the one that waits is among them."""
    return Statement(f"{SHEETS} WHERE s.team_id = %s ORDER BY s.given_at DESC LIMIT {PAST}", (team_id,))


def sheet(sheet_id: UUID) -> tuple[Statement, Statement]:
    """One sheet, and its lines in the order in which they were written."""
    return Statement(f"{WHOLE} WHERE s.id = %s", (sheet_id,)), Statement(LINES, (sheet_id,))


def note_of(row: Any) -> str:
    """The word for everybody, opened."""
    return open_record(row).open(NOTE, row.note) or "" if row.note else ""


def facts_of(row: Any) -> Facts:
    """What a line says, opened."""
    return Facts.unpacked(open_record(row).open(CONTENT, row.content))
