"""Writing the narrow row of one follow-up. Use cases call it with what they know."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record
from chevet.worklist.models import Line, Shortcuts

SUMMARY = "worklist.summary"
SNOOZE = "worklist.snooze"
UNHEARD, ENDING = 1, 2  # marks
WAKE = """
UPDATE worklist_line SET snoozed_until = NULL, snooze = NULL WHERE follow_up_id = %s AND snoozed_until IS NOT NULL
"""


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
    held_by: UUID | None = None,
    marks: int = 0,
    at_risk: bool = False,
    wakes: bool = False,
) -> Statement:
    """The row after something changed. `why` holds {"fr", "en", "level"}, worst first; `series` [[day, {kind: value}]].

    wakes: something new or worse, or nothing left to do, ends the time aside; nothing else does.
    """
    summary = {"why": why, "series": series} | ({"risk": 1} if at_risk else {})
    awake: dict[str, Any] = {"snoozed_until": None, "snooze": None} if wakes else {}
    if not severity:
        awake["call_back_at"] = None  # nothing is left to call about
    return update(
        Line,
        {"follow_up_id": follow_up_id},
        live=live,
        severity=severity,
        to_confirm=to_confirm,
        claimed=claimed,
        held_by=held_by,
        marks=marks or None,
        deadline_at=deadline_at,
        last_answer_at=last_answer_at,
        last_level=last_level,
        summary=record.seal(SUMMARY, summary),
        **awake,
    )


def put_aside(*, follow_up_id: UUID, record: Record, until: datetime, why: str, note: str) -> Statement:
    """Hide the line from what is to be done until `until` (domain clock)."""
    return update(
        Line,
        {"follow_up_id": follow_up_id},
        snoozed_until=until,
        snooze=record.seal(SNOOZE, {"why": why, "note": note}),
    )


def wake(follow_up_id: UUID) -> Statement:
    """Back among what is to be done; nothing happens when it was not put aside."""
    return Statement(WAKE, (follow_up_id,))


def keep_shortcuts(*, account_id: UUID, keys: dict[str, Any]) -> Statement:
    """The keys of one account, in the place of those before."""
    on_conflict = "ON CONFLICT (account_id) DO UPDATE SET keys = excluded.keys"
    return insert(Shortcuts, on_conflict=on_conflict, account_id=account_id, keys=keys)
