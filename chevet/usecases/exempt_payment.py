"""Why nobody pays is written afterwards, or was written by mistake."""

from datetime import datetime
from uuid import UUID

from chevet.kernel.errors import Conflict
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import operations
from chevet.payments.rules import checked_exemption
from chevet.payments.states import PAYABLE, State
from chevet.people.actors import Actor
from chevet.usecases.owed import moving_of, owed

NO_SUM = gettext_noop("Aucune somme n’a été écrite pour cet acte : demandez un nouveau paiement.")
TOO_LATE = gettext_noop("Ce paiement ne peut plus changer.")


def exempt_payment(
    *, actor: Actor, payment_id: UUID, exemption: str, now: datetime, machine_now: datetime
) -> None:  # fmt: skip
    """exemption: a code of vocabulary.EXEMPTIONS; empty takes a former one back, and the sum is asked again.

    What was already paid stays paid, and is to be given back. Raises Forbidden, NotFound, Invalid, Conflict.
    """
    if exemption:
        checked_exemption(exemption)
    moving = moving_of(actor, now=now, machine_now=machine_now)
    with UnitOfWork(actor.scope()) as work:
        payment = owed(work, actor, payment_id, moving)
        record = open_record(payment)
        known = record.open(operations.DETAILS, payment.details)
        details = operations.sealed_details(record, act=known.get("act", ""), exemption=exemption)
        if exemption and payment.state in (*PAYABLE, State.PAID, State.EXEMPT):
            if payment.state == State.PAID and payment.nothing_due_since is not None:
                raise Conflict(TOO_LATE)
            work.add(*operations.let_go(payment, State.EXEMPT, moving, why="exempt", details=details))
        elif not exemption and payment.state == State.EXEMPT:
            if not payment.amount_cents:
                raise Conflict(NO_SUM)
            work.add(*operations.moved(payment, State.ASKED, moving, details=details))
        else:
            raise Conflict(TOO_LATE)
