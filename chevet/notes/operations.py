"""Writing notes and templates. Rows for the unit of work."""

from datetime import datetime
from uuid import UUID

from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record, fingerprint
from chevet.notes.models import Note, NoteTemplate

TEXT = "note.text"


def written(
    *, key: UUID, record: Record, organisation_id: UUID, follow_up_id: UUID, author_id: UUID, at: datetime, text: str,
    for_next_shift: bool,
) -> Statement:  # fmt: skip
    """One note; `key` is made by the page that sends it."""
    return insert(
        Note,
        id=key,
        organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject),
        follow_up_id=follow_up_id,
        author_id=author_id,
        at=at,
        text=record.seal(TEXT, text),
        fingerprint=fingerprint(text.encode()),
        for_next_shift=for_next_shift,
    )


def earlier(key: UUID) -> Statement:
    """The note already kept under this key. Send it behind the lock of the follow-up, so that it sees the winner."""
    return Statement("SELECT author_id, follow_up_id, fingerprint FROM note WHERE id = %s", (key,))


def new_template(
    *, organisation_id: UUID, team_id: UUID, name: str, text: str, made_by: UUID, now: datetime
) -> Statement:
    """A template of that name in the team takes the place of the one before (retire it first)."""
    return insert(
        NoteTemplate, id=new_id(), organisation_id=organisation_id, team=team_id, name=name, text=text,
        made_by=made_by, made_at=now,
    )  # fmt: skip


def retire_template(*, team_id: UUID, name: str, now: datetime) -> Statement:
    return Statement(
        "UPDATE note_template SET retired_at = %s WHERE team_id = %s AND name = %s AND retired_at IS NULL",
        (now, team_id, name),
    )
