"""What hangs is asked again: pages that may have been paid, refunds that may have been given. The job's part.

A provider is asked outside any transaction; its answer is weighed behind the lock of the payment.
"""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import accounts, attempts, operations, queries
from chevet.payments.operations import Moving
from chevet.payments.port import Declined, Outcome, Refund, Standing, Unclear
from chevet.payments.providers import Desk
from chevet.payments.states import State
from chevet.payments.verdicts import ask_again_at
from chevet.usecases.settle_attempt import settle

log = logging.getLogger(__name__)

MOST = 20
SOON = timedelta(seconds=30)


def check_payments(*, desk: Desk, now: datetime, machine_now: datetime) -> int:
    """Ask about everything whose time has come; how many were asked about. One that fails does not hold the others."""
    with UnitOfWork(machine("payment")) as work:
        (claimed,) = work.fetch(attempts.claim(machine_now=machine_now, most=MOST))
    for one in claimed:
        try:
            check_payment(
                attempt_id=one.id, organisation_id=one.organisation_id, desk=desk, now=now, machine_now=machine_now
            )
        except Exception:
            log.exception("a payment could not be asked about", extra={"fields": {"attempt": str(one.id)}})
    return len(claimed)


def check_payment(
    *, attempt_id: UUID, organisation_id: UUID, desk: Desk, now: datetime, machine_now: datetime
) -> None:  # fmt: skip
    """Ask the provider about one page, or about the refund of what was paid there; write what it says."""
    moving = Moving("machine:payment", now, machine_now)
    with UnitOfWork(machine("payment", organisation=organisation_id)) as work:
        ((attempt,),) = work.fetch(attempts.with_account(attempt_id))
        ((payment,),) = work.fetch(queries.one(attempt.payment_id))
    if attempt.refund_key is not None and attempt.refunded_at is None:
        give_back(attempt, desk=desk, moving=moving)
        return
    standing = _standing(payment, attempt, desk, machine_now)
    with UnitOfWork(machine("payment", organisation=organisation_id)) as work:
        payment, attempt = behind_lock(work, payment.id, attempt_id)
        if standing is None:
            work.add(_again(attempt, machine_now))
        else:
            work.add(*settle(payment, attempt, standing, moving))


def _standing(payment: Any, attempt: Any, desk: Desk, machine_now: datetime) -> Standing | None:
    """None when the provider says nothing. What was never answered can be paid by nobody."""
    if not attempt.provider_ref:
        return Standing(outcome=Outcome.EXPIRED)
    provider = desk(attempt.provider, accounts.settings_of(attempt))
    ask = provider.look if payment.nothing_due_since is None else provider.close
    try:
        return ask(provider_ref=attempt.provider_ref, opened_at=attempt.opened_at, now=machine_now)
    except (Unclear, Declined) as silence:
        log.warning("a provider of payments says nothing", extra={"fields": {"why": str(silence)}})
        return None


def give_back(attempt: Any, *, desk: Desk, moving: Moving) -> Refund:
    """Ask the provider for the refund that was begun, then write what became of it. `attempt` comes with its account."""
    silent = False
    try:
        given = desk(attempt.provider, accounts.settings_of(attempt)).refund(
            receipt_ref=attempt.receipt_ref, amount_cents=attempts.on_its_way(attempt), key=attempt.refund_key,
        )  # fmt: skip
    except (Unclear, Declined):
        given, silent = Refund.PENDING, True
    with UnitOfWork(machine("payment", organisation=attempt.organisation_id)) as work:
        payment, attempt = behind_lock(work, attempt.payment_id, attempt.id)
        if attempt.refunded_at is None and attempt.refund_key is not None:
            _write_refund(work, payment, attempt, given, moving, silent=silent)
    return given


def _write_refund(work: UnitOfWork, payment: Any, attempt: Any, given: Refund, moving: Moving, *, silent: bool) -> None:
    if given is Refund.GIVEN:
        work.add(
            attempts.refunded(attempt, machine_now=moving.machine_now), *after_refund(work, payment, attempt, moving)
        )
    elif given is Refund.REFUSED:
        work.add(attempts.not_refunded(attempt), *operations.moved(payment, State.PAID, moving))
    elif given is Refund.BY_HAND:
        work.add(attempts.later(attempt, check_at=None))
    else:
        work.add(_again(attempt, moving.machine_now, silent=silent))


def _again(attempt: Any, machine_now: datetime, *, silent: bool = True) -> Any:
    """Ask later. When nothing was said at all, know since when."""
    again = ask_again_at(checks=attempt.checks + 1, machine_now=machine_now)
    return attempts.later(attempt, check_at=again, silent_since=machine_now if silent else None)


def after_refund(work: UnitOfWork, payment: Any, attempt: Any, moving: Moving) -> list[Any]:
    """Given back, unless another sum for the same payment is still there: then that one is what was due. A part leaves
    the rest paid; what was too much is settled when what stays is what was asked."""
    given, stays = attempts.on_its_way(attempt), attempts.left(attempt) - attempts.on_its_way(attempt)
    told = operations.journal(payment, "payment.given_back", moving, cents=given)
    if stays > 0:
        settles = payment.nothing_due_why == "differs" and stays == payment.amount_cents
        settled = {"nothing_due_since": None, "nothing_due_why": ""} if settles else {}
        return [told, *operations.moved(payment, State.PAID, moving, **settled)]
    (others,) = work.fetch(attempts.all_of([payment.id]))
    left = [one for one in others if one.id != attempt.id and one.paid_at and not one.refunded_at]
    if not left:
        return [told, *operations.moved(payment, State.REFUNDED, moving)]
    settled = {"nothing_due_since": None, "nothing_due_why": ""} if payment.nothing_due_why == "twice" else {}
    return [told, *operations.moved(payment, State.PAID, moving, **settled)]


def behind_lock(work: UnitOfWork, payment_id: UUID, attempt_id: UUID) -> tuple[Any, Any]:
    """The payment, locked, then the attempt as it stands behind that lock."""
    (payments,) = work.fetch(queries.one(payment_id, lock=True))
    (known,) = work.fetch(attempts.all_of([payment_id]))
    return payments[0], next(one for one in known if one.id == attempt_id)
