"""Writing sheets. Rows for the unit of work."""

from datetime import datetime
from uuid import UUID

from chevet.handover.models import Sheet, SheetLine
from chevet.handover.rules import Facts
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record

NOTE, CONTENT = "handover.note", "handover.line"
TAKE = """
UPDATE handover_sheet SET taken_by = %s, taken_at = %s WHERE id = %s AND taken_at IS NULL RETURNING id
"""
OLD = "SELECT id FROM handover_sheet WHERE given_at < %s"
FORGET = (
    f"DELETE FROM handover_line WHERE sheet_id IN ({OLD})",
    f"DELETE FROM data_key WHERE subject_id IN ({OLD})",
    "DELETE FROM handover_sheet WHERE given_at < %s RETURNING id",
)


def new_sheet(
    *, record: Record, organisation_id: UUID, team_id: UUID, given_by: UUID, given_at: datetime, reds: int,
    people: int, left_out: bool, note: str,
) -> Statement:  # fmt: skip
    """`record` is the sheet's own key; its subject is the identifier of the sheet."""
    return insert(
        Sheet,
        id=UUID(bytes=record.subject),
        organisation_id=organisation_id,
        team_id=team_id,
        given_by=given_by,
        given_at=given_at,
        reds=reds,
        people=people,
        left_out=left_out,
        note=record.seal(NOTE, note) if note else None,
    )


def new_line(
    *, record: Record, organisation_id: UUID, sheet_id: UUID, follow_up_id: UUID, patient_id: UUID, place: int,
    facts: Facts,
) -> Statement:  # fmt: skip
    return insert(
        SheetLine,
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject),
        sheet=sheet_id,
        follow_up_id=follow_up_id,
        patient_id=patient_id,
        place=place,
        content=record.seal(CONTENT, facts.packed()),
    )


def take(sheet_id: UUID, *, by: UUID, at: datetime) -> Statement:
    """A row comes back when nobody was quicker."""
    return Statement(TAKE, (by, at, sheet_id))


def forget_before(moment: datetime) -> tuple[Statement, ...]:
    """Lines, keys and sheets given before then, in this order; needs the purpose "schedule". A row a sheet comes last."""
    return tuple(Statement(sql, (moment,)) for sql in FORGET)
