"""Marks on a line that the standing of the alerts does not tell: a promised call, messages on pause."""

from datetime import date, datetime
from uuid import UUID

from chevet.kernel.rows import Statement, update
from chevet.worklist.models import Line


def call_back(follow_up_id: UUID, *, at: datetime | None) -> Statement:
    """When somebody is to call: an hour promised to the patient, or the next try; None takes it away."""
    return update(Line, {"follow_up_id": follow_up_id}, call_back_at=at)


def muted(follow_up_id: UUID, *, until: date | None) -> Statement:
    """Automatic messages are on pause, looked at again on that day; None: they leave again."""
    return update(Line, {"follow_up_id": follow_up_id}, muted_until=until)
