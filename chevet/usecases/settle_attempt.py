"""What a provider's answer does to a payment, inside the transaction that holds its lock. Money that came is never hidden."""

from typing import Any

from chevet.kernel.rows import Statement
from chevet.payments import attempts, operations
from chevet.payments.operations import Moving
from chevet.payments.port import Standing
from chevet.payments.states import State, may_move
from chevet.payments.verdicts import Asked, Verdict, ask_again_at, judge


def settle(payment: Any, attempt: Any, standing: Standing, moving: Moving) -> list[Statement]:
    """`payment` and `attempt` were read behind the payment's lock. What is settled already: nothing."""
    if attempt.paid_at is not None:
        return []
    asked = Asked(attempt.reference, attempt.amount_cents, attempt.currency, attempt.opened_at)
    verdict = judge(standing, asked, machine_now=moving.machine_now)
    if verdict in (Verdict.PAID, Verdict.DIFFERS):
        differs = verdict is Verdict.DIFFERS
        took = attempts.paid(attempt, standing, differs=differs, machine_now=moving.machine_now)
        return [took, *_arrived(payment, attempt, moving, differs=differs)]
    if attempt.closed_at is not None:
        return [attempts.later(attempt, check_at=None)]
    if verdict is Verdict.CLOSED:
        return shut(payment, attempt, standing.outcome, moving)
    again = ask_again_at(checks=attempt.checks + 1, machine_now=moving.machine_now)
    return [attempts.later(attempt, check_at=again)]


def shut(payment: Any, attempt: Any, why: str, moving: Moving) -> list[Statement]:
    """This page cannot be paid any more; the patient may try again."""
    closed = attempts.closed(attempt, why=why, machine_now=moving.machine_now)
    if payment.state != State.OPENED:
        return [closed]
    return [closed, *operations.moved(payment, State.FAILED, moving)]


def _arrived(payment: Any, attempt: Any, moving: Moving, *, differs: bool) -> list[Statement]:
    """A sum that was not due, came twice or is not the one that was asked is to be looked at by a person."""
    facts: dict[str, Any] = {}
    if differs:
        facts = {"nothing_due_since": moving.now, "nothing_due_why": "differs"}
    elif payment.state in (State.PAID, State.REFUNDED):
        facts = {"nothing_due_since": moving.now, "nothing_due_why": "twice"}
    if may_move(payment.state, State.PAID):
        return operations.moved(payment, State.PAID, moving, **facts)
    if payment.state == State.PAID:
        return operations.let_go(payment, State.PAID, moving, why=facts["nothing_due_why"])
    return [operations.journal(payment, "payment.arrived", moving, attempt=str(attempt.id))]
