"""A provider says what became of a message. Receipts come twice, late, out of order: none leads backwards."""

import random
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import returns
from chevet.notifications.parcels import class_of
from chevet.notifications.policy import after_failure
from chevet.notifications.receipts import Receipt
from chevet.notifications.states import State, after_receipt
from chevet.usecases.open_task import settle_undelivered


def receive_receipt(*, receipt: Receipt, nonce: str, now: datetime, machine_now: datetime) -> bool:
    """Whether the receipt changed anything: a copy, an old one, or one of a message that is not ours does not.

    A failure of what is urgent is tried again; of anything else it is a dead letter, which the dispatcher's next pass
    makes somebody's task. A dead letter that arrived after all settles that task.
    """
    message_id = reference_of(receipt.reference)
    with UnitOfWork(machine("dispatch")) as work:
        first, found = work.fetch(
            returns.first_time(nonce, machine_now=machine_now),
            returns.by_reference(message_id or UUID(int=0)),
        )
        if not first or not found:
            return False
        row = found[0]
        state = after_receipt(state=State(row.state), report=receipt.report)
        if state == row.state:
            return False
        _settle(work, row, state, receipt, now, machine_now)
    if row.state == State.DEAD and row.follow_up_id:
        whose = {"organisation_id": row.organisation_id, "subject_id": row.subject_id}
        settle_undelivered(follow_up_id=row.follow_up_id, message_id=row.id, **whose, now=now, machine_now=machine_now)
    return True


def reference_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _settle(work: UnitOfWork, row: Any, state: State, receipt: Receipt, now: datetime, machine_now: datetime) -> None:
    work.add(_journal(row, state, machine_now))
    if state != State.FAILED:
        work.add(returns.settle(row, state, now=now, provider_ref=receipt.provider_ref))
        return
    step = after_failure(class_of(row.kind), tries=row.attempts, luck=random.random())
    target = step.target if row.has_content else State.DEAD
    retry_at = machine_now + step.wait if target == State.NEW else None
    work.add(
        returns.settle(
            row, target, now=now, provider_ref=receipt.provider_ref, reason="not delivered", retry_at=retry_at
        ),
        _journal(row, target, machine_now),
    )


def _journal(row: Any, state: State, machine_now: datetime) -> Any:
    return entry(
        at=machine_now,
        actor="machine:receipts",
        action=f"message.{state}",
        organisation_id=row.organisation_id,
        subject_id=row.subject_id,
        detail={"message": str(row.id), "kind": row.kind, "channel": row.channel},
    )
