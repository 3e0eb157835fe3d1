"""Nothing is due any more: it ended by telephone, it did not take place, it was cancelled, waived, or a mistake."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import operations, queries
from chevet.payments.operations import Moving
from chevet.payments.rules import is_billed
from chevet.payments.states import PAYABLE, State
from chevet.people.actors import Actor
from chevet.teleconsultation import queries as consultations
from chevet.usecases.owed import moving_of, owed

BY_HAND = {"waived": State.RELEASED, "none": State.RELEASED, "phone": State.RELEASED, "mistake": State.CANCELLED}
CHOOSE = gettext_noop("Choisissez le motif dans la liste.")
TOO_LATE = gettext_noop("Ce paiement ne peut plus être annulé. S’il a été payé, remboursez-le.")


def release_payment(
    *, actor: Actor, payment_id: UUID, why: str = "waived", now: datetime, machine_now: datetime
) -> None:
    """A person writes that nothing is due; again: nothing. What was paid stays paid, and is to be given back.

    why: waived, phone, none or mistake. Raises Forbidden, NotFound, Invalid, Conflict (exempt, given back).
    """
    if why not in BY_HAND:
        raise Invalid(CHOOSE, fields={"why": CHOOSE})
    moving = moving_of(actor, now=now, machine_now=machine_now)
    with UnitOfWork(actor.scope()) as work:
        payment = owed(work, actor, payment_id, moving)
        if payment.state in (State.RELEASED, State.CANCELLED):
            return
        if payment.state not in PAYABLE and payment.state != State.PAID:
            raise Conflict(TOO_LATE)
        work.add(*operations.let_go(payment, BY_HAND[why], moving, why=why))


def settle_payment(
    work: UnitOfWork, *, consultation_id: UUID, appointment_id: UUID | None = None, modality: str, moving: Moving
) -> None:
    """Inside the transaction that ends a consultation: how it ended is written beside the sum.

    modality: video, audio, phone or none. By telephone, or when it did not take place, nothing is due any more: an open
    sum is released, a paid one is to be given back. No payment: nothing happens. Called again with another modality,
    what was released stays released.
    """
    (found,) = work.fetch(queries.of_act(consultation_id, appointment_id, lock=True))
    if found:
        work.add(*settled(found[0], modality, moving))


def settle_unheld(
    work: UnitOfWork, *, appointment_id: UUID, why: str, moving: Moving, after_all: bool = False
) -> None:  # fmt: skip
    """Inside the transaction that cancels an appointment (why: no_visit), or says that nobody came (none): an open sum is
    released, a paid one is to be given back.

    after_all: inside the one that takes this back; what was let go for that reason is due again.
    """
    (opened,) = work.fetch(consultations.of_appointment(appointment_id, machine_now=moving.machine_now))
    (found,) = work.fetch(queries.of_act(opened[0].id if opened else None, appointment_id, lock=True))
    if found and after_all:
        work.add(*operations.due_again(found[0], moving, why=why))
    elif found:
        work.add(*operations.let_go(found[0], State.RELEASED, moving, why=why))


def settled(payment: Any, modality: str, moving: Moving) -> list[Any]:
    if payment.modality == modality:
        return []
    if is_billed(modality):
        return [operations.how_it_ended(payment.id, modality)]
    return operations.let_go(payment, State.RELEASED, moving, why=modality, modality=modality)
