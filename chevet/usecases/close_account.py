"""An account is closed: its sessions and streams end within one request. It can be opened again."""

from datetime import datetime
from uuid import UUID

from chevet.kernel.errors import Conflict
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.people.models import Account, AccountSession, Membership
from chevet.usecases import administering as admin
from chevet.usecases.change_member import check_administrator_stays

ELSEWHERE = "Cette personne travaille aussi ailleurs : mettez plutôt fin à sa place dans votre structure."
YOURSELF = "Vous ne pouvez pas fermer votre propre compte."


def close_account(*, actor: Actor, account_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Conflict for oneself, for who works elsewhere too, for the last who is told, on turn, or administers."""
    admin.check_administers(actor)
    if account_id == actor.account_id:
        raise Conflict(YOURSELF)
    with UnitOfWork(_scope(actor, account_id)) as work:
        work.orm()
        members = admin.members_locked(actor.organisation_id, machine_now)
        own = admin.of_account(members, account_id)
        here = Membership.objects.filter(admin.lived(machine_now), account_id=account_id)
        if here.exclude(organisation_id=actor.organisation_id).exists():
            raise Conflict(ELSEWHERE)
        admin.check_somebody_stays(members, own, now=now)
        check_administrator_stays(members, own)
        Account.objects.filter(pk=account_id).update(is_active=False)
        AccountSession.objects.filter(account_id=account_id).delete()
        admin.cover([one.team_id for one in own], now=now, machine_now=machine_now)
        work.add(admin.done_by(actor, "account.disabled", machine_now, account=account_id))


def reopen_account(*, actor: Actor, account_id: UUID, now: datetime, machine_now: datetime) -> None:
    admin.check_administers(actor)
    with UnitOfWork(_scope(actor, account_id)) as work:
        work.orm()
        own = admin.of_account(admin.members_locked(actor.organisation_id, machine_now), account_id)
        Account.objects.filter(pk=account_id).update(is_active=True)
        admin.cover([one.team_id for one in own], now=now, machine_now=machine_now)
        work.add(admin.done_by(actor, "account.enabled", machine_now, account=account_id))


def _scope(actor: Actor, account_id: UUID) -> Scope:
    """Sees this account's memberships elsewhere too."""
    return Scope(
        purpose="care", actor=f"account:{actor.account_id}", organisation=actor.organisation_id, account=account_id
    )
