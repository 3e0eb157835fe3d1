"""Writing messages, and that they were read. Rows for the unit of work."""

from datetime import datetime
from uuid import UUID

from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record, fingerprint
from chevet.messaging.models import Communication

TEXT = "communication.text"


def post(
    *,
    key: UUID,
    record: Record,
    organisation_id: UUID,
    follow_up_id: UUID,
    text: str,
    at: datetime,
    link_id: UUID | None = None,
    account_id: UUID | None = None,
    answer_by: datetime | None = None,
) -> Statement:
    """One message; `link_id` for the patient's, `account_id` for the team's."""
    return insert(
        Communication,
        id=key,
        organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject),
        follow_up_id=follow_up_id,
        link_id=link_id,
        account_id=account_id,
        at=at,
        text=record.seal(TEXT, text),
        fingerprint=fingerprint(text.encode()),
        answer_by=answer_by,
        read_at=None,
    )


def read_by_team(follow_up_id: UUID, *, now: datetime) -> Statement:
    """The patient's messages were seen."""
    return Statement(
        "UPDATE communication SET read_at = %s WHERE follow_up_id = %s AND link_id IS NOT NULL AND read_at IS NULL",
        (now, follow_up_id),
    )


def read_by_patient(follow_up_id: UUID, *, now: datetime) -> Statement:
    """The team's messages were seen."""
    return Statement(
        "UPDATE communication SET read_at = %s WHERE follow_up_id = %s AND link_id IS NULL AND read_at IS NULL",
        (now, follow_up_id),
    )
