"""A person gives money back: what was received on the newest page, or a part. The interface asks who she is again first."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.identifiers import new_id
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import attempts, operations
from chevet.payments.operations import Moving
from chevet.payments.port import Refund
from chevet.payments.providers import Desk
from chevet.payments.states import State
from chevet.people.actors import Actor
from chevet.usecases.check_payment import after_refund, give_back
from chevet.usecases.owed import moving_of, owed

NOTHING = gettext_noop("Il n’y a rien à rembourser.")
TOO_MUCH = gettext_noop("Écrivez une somme entre un centime et ce qui a été reçu.")
REFUSED = gettext_noop(
    "Le service de paiement refuse ce remboursement. Regardez-le dans son espace, ou remboursez autrement."
)
NOT_BEGUN = gettext_noop("Ce remboursement n’a pas été demandé, ou il est déjà noté.")
LATER = timedelta(seconds=30)


def refund_payment(
    *, actor: Actor, payment_id: UUID, amount_cents: int | None = None, desk: Desk, now: datetime, machine_now: datetime
) -> Refund:
    """What the provider answered; PENDING when it is silent: the job asks again, and it is never given twice.

    amount_cents: a part of what is left, all of it unless said; Invalid when it is more, or nothing. Pressed again while
    it is under way: asks again for what was begun. BY_HAND: this provider gives nothing back, a person does elsewhere
    and writes it down (record_refund). Raises Forbidden, NotFound, Conflict (nothing to give back, refused).
    """
    moving = moving_of(actor, now=now, machine_now=machine_now)
    with UnitOfWork(actor.scope()) as work:
        payment = owed(work, actor, payment_id, moving)
        attempt_id = _begun(work, payment, amount_cents, moving)
    with UnitOfWork(machine("payment", organisation=actor.organisation_id)) as work:
        ((attempt,),) = work.fetch(attempts.with_account(attempt_id))
    given = (
        give_back(attempt, desk=desk, moving=moving) if attempt.refund_key and not attempt.refunded_at else Refund.GIVEN
    )
    if given is Refund.REFUSED:
        raise Conflict(REFUSED)
    return given


def record_refund(*, actor: Actor, payment_id: UUID, now: datetime, machine_now: datetime) -> None:
    """It was given back outside: by the accountant, by a transfer. Raises Forbidden, NotFound, Conflict."""
    moving = moving_of(actor, now=now, machine_now=machine_now)
    with UnitOfWork(actor.scope()) as work:
        payment = owed(work, actor, payment_id, moving)
        attempt = _under_way(work, payment)
        if payment.state != State.REFUNDING or attempt is None:
            raise Conflict(NOT_BEGUN)
        work.add(
            attempts.refunded(attempt, machine_now=machine_now, by_hand=actor.account_id),
            *after_refund(work, payment, attempt, moving),
        )


def _begun(work: UnitOfWork, payment: Any, amount_cents: int | None, moving: Moving) -> UUID:
    if payment.state == State.REFUNDING and (under_way := _under_way(work, payment)):
        return under_way.id
    paid = [one for one in _paid(work, payment) if one.refunded_at is None]
    if payment.state != State.PAID or not paid:
        raise Conflict(NOTHING)
    cents = attempts.left(paid[-1]) if amount_cents is None else amount_cents
    if not 0 < cents <= attempts.left(paid[-1]):
        raise Invalid(TOO_MUCH, fields={"amount": TOO_MUCH})
    work.add(
        attempts.refunding(paid[-1], cents=cents, key=new_id(), check_at=moving.machine_now + LATER),
        *operations.moved(payment, State.REFUNDING, moving),
    )
    return paid[-1].id


def _under_way(work: UnitOfWork, payment: Any) -> Any | None:
    begun = [one for one in _paid(work, payment) if one.refund_key and one.refunded_at is None]
    return begun[-1] if begun else None


def _paid(work: UnitOfWork, payment: Any) -> list[Any]:
    (known,) = work.fetch(attempts.all_of([payment.id]))
    return [one for one in known if one.paid_at is not None]
