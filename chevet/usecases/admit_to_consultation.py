"""A professional lets somebody in from the waiting room. The first who presses does it, the others are told who did."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.teleconsultation import operations
from chevet.teleconsultation.rules import MOST_DELAY
from chevet.usecases.consultation_seats import account, check_consults, found, journal
from chevet.video import operations as video
from chevet.video.rules import Role

ALREADY = gettext_noop("Quelqu’un d’autre a déjà fait entrer cette personne.")
NOT_THERE = gettext_noop("Cette personne n’est pas dans la salle d’attente.")
ODD_DELAY = gettext_noop("Annoncez un retard de cinq minutes à trois heures.")
SEAT = """
SELECT s.participant_id, s.role, s.account_id, s.opened_at, s.admitted_by, p.admitted_at, p.revoked_at, a.name
  FROM consultation_seat s JOIN video_participant p ON p.id = s.participant_id
  LEFT JOIN account a ON a.id = s.admitted_by
 WHERE s.consultation_id = %s AND s.participant_id = %s
"""


class Admitted(Conflict):
    """Another professional was first: `by` is her name."""

    def __init__(self, by: str) -> None:
        super().__init__(ALREADY)
        self.by = by


def admit_to_consultation(
    *, actor: Actor, consultation_id: UUID, participant_id: UUID | None = None, now: datetime, machine_now: datetime
) -> None:
    """The patient, or with `participant_id` somebody who was invited. A second press of one's own changes nothing.

    Raises Forbidden, NotFound, Admitted (somebody else was first), Conflict (over, or nobody waits).
    """
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        who = seat_of(work, row, participant_id or row.participant_id)
        if who.admitted_at is not None:
            if who.admitted_by != actor.account_id:
                raise Admitted(who.name or "")
            return
        _check_waits(row, who)
        (first,) = work.fetch(video.admit(participant_id=who.participant_id, machine_now=machine_now))
        if not first:
            raise Admitted("")
        work.add(
            *operations.admitted(
                consultation_id=row.id, participant_id=who.participant_id, by=actor.account_id, machine_now=machine_now
            ),
            video.tell(room_id=row.room_id, machine_now=machine_now),
            journal(row, "admitted", by=account(actor), machine_now=machine_now, role=who.role),
        )


def turn_away(
    *, actor: Actor, consultation_id: UUID, participant_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """Somebody who was invited leaves at once, and the link with them. Never the patient. Raises Forbidden, NotFound."""
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        who = seat_of(work, row, participant_id)
        if who.role == Role.PATIENT:
            raise NotFound
        work.add(
            *video.revoke(participant_id=participant_id, why="professional", machine_now=machine_now),
            video.tell(room_id=row.room_id, machine_now=machine_now),
            journal(row, "turned_away", by=account(actor), machine_now=machine_now, role=who.role),
        )


def announce_delay(
    *, actor: Actor, consultation_id: UUID, minutes: int | None, now: datetime, machine_now: datetime
) -> None:
    """What the patient reads while she waits; nothing is ever guessed. None takes it back. Raises Forbidden, Invalid."""
    check_consults(actor)
    if minutes is not None and not 5 <= minutes <= MOST_DELAY.total_seconds() / 60:
        raise Invalid(ODD_DELAY, fields={"minutes": ODD_DELAY})
    until = machine_now + timedelta(minutes=minutes) if minutes else None
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, live=True)
        work.add(
            operations.delay(consultation_id=row.id, until=until, machine_now=machine_now),
            video.tell(room_id=row.room_id, machine_now=machine_now),
            journal(row, "delay_said", by=account(actor), machine_now=machine_now, minutes=minutes),
        )


def seat_of(work: UnitOfWork, row: Any, participant_id: UUID) -> Any:
    """The seat, unless its person was sent away. Raises NotFound."""
    (seats,) = work.fetch(Statement(SEAT, (row.id, participant_id)))
    if not seats or seats[0].revoked_at is not None:
        raise NotFound
    return seats[0]


def _check_waits(row: Any, who: Any) -> None:
    waits = row.arrived_at if who.role == Role.PATIENT else who.opened_at
    if waits is None:
        raise Conflict(NOT_THERE)
