"""Writes of the agenda, as statements for a unit of work. Moves go through states.py; who and when travel with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.appointments.models import Appointment, Feed, Motive, Opening
from chevet.appointments.states import after
from chevet.kernel import rows
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record

WORDS = "appointment.words"
NOT_REACHED = """
UPDATE appointment SET unreached = %s
 WHERE subject_id = %s AND (contact_id = %s OR %s::uuid IS NULL) AND state IN ('booked', 'confirmed') AND ends_at > %s
"""


def book(*, appointment_id: UUID, values: Mapping[str, Any], by: str, now: datetime) -> Statement:
    """`values`: every other column that a new row has. Raises IntegrityError at the flush when the time is taken."""
    return rows.insert(
        Appointment, id=appointment_id, state="booked", unreached="", booked_by=by, booked_at=now, moves=0, moved_by="",
        ended_by="", ended_why="", **values,
    )  # fmt: skip


def confirm(row: Any, *, now: datetime) -> Statement:
    return rows.update(Appointment, {"id": row.id}, state=after(row.state, "confirm"), confirmed_at=now, unreached="")


def move(row: Any, *, to: Mapping[str, Any], by: str, confirmed: bool, now: datetime) -> Statement:
    """`to`: starts_at, ends_at and whatever else changes with them. confirmed: she chose the new hour herself."""
    state = after(row.state, "move")
    return rows.update(
        Appointment, {"id": row.id}, state="confirmed" if confirmed else state,
        confirmed_at=now if confirmed else None, moves=row.moves + 1, moved_from=row.starts_at, moved_by=by,
        moved_at=now, **to,
    )  # fmt: skip


def cancel(row: Any, *, record: Record, by: str, why: str, words: str, now: datetime) -> Statement:
    """`why`: patient, professional, mistake or other."""
    return rows.update(
        Appointment, {"id": row.id}, state=after(row.state, "cancel"), ended_by=by, ended_at=now, ended_why=why,
        words=record.seal(WORDS, words) if words else None, remind_at=None,
    )  # fmt: skip


def restore(row: Any, *, remind_at: datetime | None) -> Statement:
    """A cancellation is taken back. Raises IntegrityError at the flush when the time was given away."""
    return rows.update(
        Appointment, {"id": row.id}, state=after(row.state, "restore"), ended_by="", ended_at=None, ended_why="",
        words=None, remind_at=remind_at,
    )  # fmt: skip


def close(row: Any, *, move: str, by: str, now: datetime) -> Statement:
    """`move`: honour or miss. `row` needs id and state."""
    return rows.update(
        Appointment, {"id": row.id}, state=after(row.state, move), ended_by=by, ended_at=now, remind_at=None
    )  # fmt: skip


def remind_next(appointment_id: UUID, *, at: datetime | None) -> Statement:
    return rows.update(Appointment, {"id": appointment_id}, remind_at=at)


def not_reached(*, subject_id: UUID, contact_id: UUID | None, why: str, now: datetime) -> Statement:
    """Somebody has to call about the appointments to come of this person and contact. why: wrong_person."""
    return Statement(NOT_REACHED, (why, subject_id, contact_id, contact_id, now))


def told_by(appointment_id: UUID, *, channel: str, contact_id: UUID) -> Statement:
    """What is said of it from now on goes there."""
    return rows.update(Appointment, {"id": appointment_id}, channel=channel, contact_id=contact_id)


def to_call(appointment_id: UUID, *, why: str) -> Statement:
    """Somebody has to call. why: undelivered, or elsewhere (it left by another way, shortly before)."""
    return rows.update(Appointment, {"id": appointment_id}, unreached=why)


def reached(appointment_id: UUID) -> Statement:
    """Somebody called."""
    return rows.update(Appointment, {"id": appointment_id}, unreached="")


def new_motive(**values: Any) -> Statement:
    return rows.insert(Motive, **values)


def change_motive(motive_id: UUID, *, organisation_id: UUID, **values: Any) -> Statement:
    return rows.update(Motive, {"id": motive_id, "organisation_id": organisation_id}, **values)


def new_opening(**values: Any) -> Statement:
    return rows.insert(Opening, **values)


def remove_opening(opening_id: UUID, *, team_id: UUID) -> Statement:
    return Statement("DELETE FROM opening WHERE id = %s AND team_id = %s RETURNING id", (opening_id, team_id))


def new_feed(**values: Any) -> Statement:
    return rows.insert(Feed, **values)


def revoke_feeds(*, account_id: UUID, organisation_id: UUID, machine_now: datetime) -> Statement:
    return Statement(
        "UPDATE agenda_feed SET revoked_at = %s WHERE account_id = %s AND organisation_id = %s AND revoked_at IS NULL",
        (machine_now, account_id, organisation_id),
    )
