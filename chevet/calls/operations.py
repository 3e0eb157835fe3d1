"""Writing attempts to reach a patient. Rows for the unit of work."""

from datetime import datetime
from uuid import UUID

from chevet.calls.models import Call
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record

NOTE = "call.note"


def attempted(
    *,
    record: Record,
    organisation_id: UUID,
    follow_up_id: UUID,
    episode_id: UUID | None,
    author_id: UUID,
    at: datetime,
    outcome: str,
    note: str,
) -> Statement:
    return insert(
        Call,
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject),
        follow_up_id=follow_up_id,
        episode_id=episode_id,
        author_id=author_id,
        at=at,
        outcome=outcome,
        note=record.seal(NOTE, note) if note.strip() else None,
    )
