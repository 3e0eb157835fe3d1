"""It ends: the room closes for everybody, links of invited persons die, how it was held is written down."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.operations import revoke_links_of
from chevet.appointments import queries as appointments
from chevet.appointments.operations import close
from chevet.appointments.states import LIVE
from chevet.kernel.errors import Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments.operations import Moving
from chevet.people.actors import Actor
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.rules import Modality, final_modality
from chevet.usecases.booking import journal as in_agenda
from chevet.usecases.consultation_seats import account, check_consults, found, journal
from chevet.usecases.release_payment import settle_payment
from chevet.video import operations as video
from chevet.video.rules import Role

NO_MODALITY = gettext_noop("Choisissez comment la téléconsultation s’est tenue.")
CANCEL = """
UPDATE message SET state = 'cancelled', reason = 'ended', settled_at = %s, body = NULL, recipient = NULL
 WHERE state = 'new' AND once = ANY(%s)
"""


def end_consultation(
    *, actor: Actor, consultation_id: UUID, modality: str = "", now: datetime, machine_now: datetime
) -> Modality:
    """How it was held, which is also how it may be billed: what the professional says, else what the facts say.

    Again: the same answer. Raises Invalid (no such modality), Forbidden, NotFound.
    """
    check_consults(actor)
    if modality and modality not in set(Modality):
        raise Invalid(NO_MODALITY, fields={"modality": NO_MODALITY})
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True)
        if row.ended_at is not None:
            return Modality(row.modality_final)
        held = end(work, row, why="professional", by=account(actor), said=modality, now=now, machine_now=machine_now)
        if held is not Modality.NONE:
            _honour(work, actor, row.appointment_id, now=now, machine_now=machine_now)
        return held


def _honour(
    work: UnitOfWork, actor: Actor, appointment_id: UUID | None, *, now: datetime, machine_now: datetime
) -> None:
    """The appointment behind it, if there is one and nobody has said yet what became of it."""
    (rows,) = work.fetch(appointments.one(appointment_id, lock=True)) if appointment_id else ((),)
    if rows and rows[0].state in LIVE:
        work.add(
            close(rows[0], move="honour", by=account(actor), now=now),
            in_agenda(actor, "appointment.honoured", rows[0], machine_now),
        )


def end_forgotten(*, now: datetime, machine_now: datetime) -> int:
    """Those that nobody ended in time; each says of itself that it was forgotten. How many they were."""
    scope = machine("schedule")
    with UnitOfWork(scope) as work:
        (forgotten,) = work.fetch(queries.forgotten(machine_now=machine_now))
    ended = 0
    for one in forgotten:
        with UnitOfWork(machine("schedule", organisation=one.organisation_id, subject=one.subject_id)) as work:
            (rows,) = work.fetch(queries.one(one.id, machine_now=machine_now, lock=True))
            if rows and rows[0].ended_at is None and rows[0].ends_by <= machine_now:
                end(work, rows[0], why="forgotten", by=scope.actor, now=now, machine_now=machine_now)
                ended += 1
    return ended


def end(
    work: UnitOfWork, row: Any, *, why: str, by: str, said: str = "", now: datetime, machine_now: datetime
) -> Modality:
    """`row` is locked and runs. What was to be paid is settled with it: a telephone call is no teleconsultation."""
    (seats,) = work.fetch(queries.seats([row.id], machine_now=machine_now))
    facts = final_modality(step=row.step, connected_at=row.connected_at, phone_at=row.phone_at)
    held = Modality(said) if said else facts
    work.add(*video.end_room(room_id=row.room_id, why=why, machine_now=machine_now))
    for one in seats:
        if one.link_id and one.role != Role.PATIENT:
            work.add(revoke_links_of(follow_up_id=one.participant_id, why="ended", now=machine_now))
    work.add(
        Statement(CANCEL, (now, [f"visit:{one.participant_id}:{one.sends}" for one in seats])),
        operations.end(consultation_id=row.id, why=why, modality=held, now=now),
        journal(row, "ended", by=by, machine_now=machine_now, why=why, modality=held, by_facts=facts),
    )
    settle_payment(
        work, consultation_id=row.id, appointment_id=row.appointment_id, modality=held,
        moving=Moving(by, now, machine_now),
    )  # fmt: skip
    return held
