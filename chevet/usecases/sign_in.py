"""Signing in leaves a line in the journal."""

from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork


def signed_in(*, account_id: UUID, how: str, machine_now: datetime) -> None:
    """how: the proofs that were given, like "password+totp" or "webauthn"; or demonstration."""
    scope = Scope(purpose="sign_in", actor=f"account:{account_id}", account=account_id)
    with UnitOfWork(scope) as work:
        work.add(entry(at=machine_now, actor=scope.actor, action="account.signed_in", detail={"how": how}))
