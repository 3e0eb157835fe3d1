"""Writing the narrow row of one follow-up. Use cases call it with what they know."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record
from chevet.worklist.models import Line

SUMMARY = "worklist.summary"


def new_line(
    *, follow_up_id: UUID, organisation_id: UUID, subject_id: UUID, team_id: UUID, patient_id: UUID
) -> Statement:
    """The row of a follow-up that begins."""
    return insert(
        Line,
        follow_up_id=follow_up_id,
        organisation_id=organisation_id,
        subject_id=subject_id,
        team_id=team_id,
        patient_id=patient_id,
        live=True,
        severity=0,
        to_confirm=False,
        claimed=False,
    )


def show(
    *,
    follow_up_id: UUID,
    record: Record,
    live: bool,
    severity: int,
    to_confirm: bool,
    claimed: bool,
    deadline_at: datetime | None,
    last_answer_at: datetime | None,
    last_level: int | None,
    why: list[dict[str, Any]],
    series: list[Any],
) -> Statement:
    """The row after something changed. `why` holds {"fr", "en", "level"}, worst first; `series` [[day, {kind: value}]]."""
    return update(
        Line,
        {"follow_up_id": follow_up_id},
        live=live,
        severity=severity,
        to_confirm=to_confirm,
        claimed=claimed,
        deadline_at=deadline_at,
        last_answer_at=last_answer_at,
        last_level=last_level,
        summary=record.seal(SUMMARY, {"why": why, "series": series}),
    )
