"""Writing the journal: one line for each act or look, in the transaction of what it tells."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.models import JournalEntry, JournalSeal
from chevet.kernel import rows


def entry(
    *,
    at: datetime,
    actor: str,
    action: str,
    organisation_id: UUID | None = None,
    team_id: UUID | None = None,
    subject_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> rows.Statement:
    """One line, for the unit of work. `at` is the machine's clock; `detail` holds ids, codes and counts, never words.

    With a `team_id` the team's open screens hear of it at once (interfaces/streams), `action` telling them what kind.
    """
    return rows.insert(
        JournalEntry,
        at=at,
        actor=actor,
        action=action,
        organisation_id=organisation_id,
        team_id=team_id,
        subject_id=subject_id,
        detail=detail,
    )


def seal(*, first_id: int, last_id: int, lines: int, hash: bytes, sealed_at: datetime) -> rows.Statement:
    """One link of the chain over the journal (sealing.py)."""
    return rows.insert(JournalSeal, last_id=last_id, first_id=first_id, lines=lines, hash=hash, sealed_at=sealed_at)
