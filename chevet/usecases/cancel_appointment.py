"""An appointment does not take place: said by who keeps the agenda, with a reason; it can be taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.appointments import operations, queries
from chevet.appointments.states import LIVE
from chevet.appointments.texts import CANCELLED, RESTORED
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments.operations import Moving
from chevet.people import operations as people
from chevet.people.actors import Actor
from chevet.usecases.booking import FASTER, PAST, expect_no_longer, found, journal, taken_meanwhile
from chevet.usecases.convoking import contact_of, convoke, remind_at, take_back
from chevet.usecases.owed import moving_of
from chevet.usecases.release_payment import settle_unheld

WHYS = ("patient", "professional", "mistake", "other")
NO_VISIT = "no_visit"  # of payments: vocabulary.NOTHING_DUE_WHYS
WHY = "Dites pourquoi."
LONGEST = 300
SHORTER = "Écrivez 300 signes au plus."


def cancel_appointment(
    *, actor: Actor, appointment_id: UUID, why: str, words: str = "", tell: bool = True, now: datetime,
    machine_now: datetime,
) -> None:  # fmt: skip
    """`why`: patient (she asked), professional, mistake, other. tell: send her word.

    Cancelled already: nothing happens. Raises Invalid, Conflict, Forbidden, NotFound.
    """
    if why not in WHYS:
        raise Invalid(WHY, fields={"why": WHY})
    if len(words) > LONGEST:
        raise Invalid(SHORTER, fields={"words": SHORTER})
    with UnitOfWork(actor.scope()) as work:
        row, _rest = found(work, actor, appointment_id)
        if row.state == "cancelled":
            return
        by = f"account:{actor.account_id}"
        work.add(
            operations.cancel(row, record=open_record(row), by=by, why=why, words=words.strip(), now=now),
            take_back(row, now=now, why="cancelled"),
            expect_no_longer(row, now=now),
            journal(actor, "appointment.cancelled", row, machine_now, why=why),
        )
        settle_unheld(work, appointment_id=row.id, why=NO_VISIT, moving=Moving(by, now, machine_now))
        if tell and row.ends_at > now:
            work.flush()
            (after,), told = work.fetch(queries.one(row.id), contact_of(row.contact_id))
            work.add(*convoke(CANCELLED, after, told[0] if told else None, now=now))


def restore_appointment(*, actor: Actor, appointment_id: UUID, now: datetime, machine_now: datetime) -> None:
    """It takes place after all, at the same hour, while that is free. Raises Invalid, Conflict, Forbidden, NotFound."""
    with taken_meanwhile(), UnitOfWork(actor.scope()) as work:
        row, _rest = found(work, actor, appointment_id)
        if row.state in LIVE:
            return
        restored(work, row, moving=moving_of(actor, now=now, machine_now=machine_now))
        (told,) = work.fetch(contact_of(row.contact_id))
        again = row._replace(moves=row.moves, state="booked")
        work.add(*convoke(RESTORED, again, told[0] if told else None, now=now))
        work.add(journal(actor, "appointment.restored", row, machine_now))


def restored(work: UnitOfWork, row: Any, *, moving: Moving) -> None:
    """The rows of a cancellation taken back, and what was to be paid; somebody else may have been booked meanwhile.

    Raises Invalid, Conflict.
    """
    now = moving.now
    if row.starts_at <= now:
        raise Invalid(PAST)
    (busy,) = work.fetch(
        queries.taken(account_id=row.account_id, since=row.starts_at, until=row.ends_at, besides=row.id)
    )
    if busy and not row.overbooked:
        raise Conflict(FASTER)
    due = remind_at(row, starts_at=row.starts_at, told_at=row.moved_at or row.booked_at, after=now)
    work.add(
        operations.restore(row, remind_at=due),
        people.expect(
            organisation_id=row.organisation_id, subject_id=row.subject_id, team_id=row.team_id, by=None, now=now
        ),
    )  # fmt: skip
    settle_unheld(work, appointment_id=row.id, why=NO_VISIT, moving=moving, after_all=True)
    work.flush()
