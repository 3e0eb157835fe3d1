"""Recording decisions about texts: two texts, two rows."""

from datetime import datetime
from uuid import UUID

from chevet.consent.models import Consent
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert

REMOTE_FOLLOW_UP, DATA = "remote_follow_up", "data"


def decided(
    *,
    organisation_id: UUID,
    subject_id: UUID,
    follow_up_id: UUID,
    text: str,
    version: str,
    decision: str,
    channel: str,
    given_by: str,
    collector_id: UUID | None,
    at: datetime,
) -> Statement:
    """One decision: given, refused or withdrawn for the agreement, informed for the information on data."""
    return insert(
        Consent,
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=subject_id,
        follow_up_id=follow_up_id,
        text=text,
        version=version,
        decision=decision,
        channel=channel,
        given_by=given_by,
        collector_id=collector_id,
        at=at,
    )
