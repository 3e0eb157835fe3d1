"""Writing attempts to reach a patient. Rows for the unit of work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.calls.models import UNDER_WAY, Call
from chevet.calls.rules import STALE
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record

NOTE = "call.note"
BEGIN = "ON CONFLICT (follow_up_id) WHERE outcome = '' DO NOTHING RETURNING id"
FORGOTTEN = """
UPDATE call SET outcome = 'not_noted', ended_at = %s WHERE follow_up_id = %s AND outcome = '' AND at <= %s
"""


def forgotten(follow_up_id: UUID, *, now: datetime) -> Statement:
    """A call that nobody noted in time: it stays in the history as what it is."""
    return Statement(FORGOTTEN, (now, follow_up_id, now - STALE))


def begun(
    *, organisation_id: UUID, subject_id: UUID, follow_up_id: UUID, episode_id: UUID | None, author_id: UUID,
    at: datetime, whom: str, contact_id: UUID | None,
) -> Statement:  # fmt: skip
    """A call begins; no row comes back when somebody is already calling."""
    return insert(
        Call, on_conflict=BEGIN, id=new_id(), organisation_id=organisation_id, subject_id=subject_id,
        follow_up_id=follow_up_id, episode_id=episode_id, author_id=author_id, at=at, outcome=UNDER_WAY, whom=whom,
        contact_id=contact_id,
    )  # fmt: skip


def ended(call_id: UUID, *, record: Record, now: datetime, outcome: str, note: str, **known: Any) -> Statement:
    """The outcome of a call that was begun. `known`: contact_id, call_back_at, whom, where they are told."""
    return update(Call, {"id": call_id}, outcome=outcome, ended_at=now, note=_sealed(record, note), **known)


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
    **known: Any,
) -> Statement:
    """A call noted afterwards, without having been begun here. `known` as above."""
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
        note=_sealed(record, note),
        **known,
    )


def dropped(call_id: UUID) -> Statement:
    """Begun by mistake: nobody was called."""
    return Statement("DELETE FROM call WHERE id = %s AND outcome = ''", (call_id,))


def _sealed(record: Record, note: str) -> bytes | None:
    return record.seal(NOTE, note) if note.strip() else None
