"""A provider says that something changed. It is never believed: the page is asked about, by the job, a moment later."""

import hashlib
from datetime import datetime
from uuid import UUID

from chevet.kernel.errors import NotFound
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import returns
from chevet.payments import accounts, attempts
from chevet.payments.port import Notice, Received
from chevet.payments.providers import Desk


def receive_payment_notice(*, account_id: UUID, received: Received, desk: Desk, machine_now: datetime) -> bool:
    """Whether anything is to be asked about: a copy, or a notice about what is settled or not ours, changes nothing.

    Raises NotFound for an account that nobody has, NoticeRefused for what is not signed, of another hour or unreadable.
    """
    with UnitOfWork(machine("payment")) as work:
        (found,) = work.fetch(accounts.whose(account_id))
        if not found:
            raise NotFound
    whose = machine("payment", organisation=found[0].organisation_id)
    with UnitOfWork(whose) as work:
        ((account,),) = work.fetch(accounts.one(account_id))
        provider = desk(account.provider, accounts.settings_of(account))
        notice = provider.read_notice(received, now=machine_now)
        if notice is None:
            return False
        first = not notice.nonce or bool(
            work.fetch(returns.first_time(_nonce(account_id, notice), machine_now=machine_now))[0]
        )
        return first and _ask_about(work, account_id, notice, machine_now)


def _ask_about(work: UnitOfWork, account_id: UUID, notice: Notice, machine_now: datetime) -> bool:
    (noticed,) = work.fetch(
        attempts.noticed(
            account_id=account_id, provider_ref=notice.provider_ref, receipt_ref=notice.receipt_ref,
            machine_now=machine_now,
        )
    )  # fmt: skip
    return bool(noticed)


def _nonce(account_id: UUID, notice: Notice) -> str:
    return hashlib.sha256(f"payment|{account_id}|{notice.nonce}".encode()).hexdigest()
