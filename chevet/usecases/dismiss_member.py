"""Somebody leaves: their sessions and streams end within one request. The last person on duty cannot be sent away."""

from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import DutyTurn
from chevet.people.models import Account, AccountSession, Membership
from chevet.usecases import administering as admin


def dismiss_member(*, organisation_id: UUID, account_id: UUID, actor: str, now: datetime, machine_now: datetime) -> int:
    """End every live membership of the account in one organisation; close the account when none is left anywhere.

    Returns how many memberships ended. Conflict when a team would be left with nobody who is told of its alerts, or
    with nobody on turn now.
    """
    scope = Scope(purpose="care", actor=actor, organisation=organisation_id, account=account_id)
    with UnitOfWork(scope) as work:
        work.orm()
        members = admin.members_locked(organisation_id, machine_now)
        ending = admin.of_account(members, account_id)
        admin.check_somebody_stays(members, ending, now=now)
        Membership.objects.filter(pk__in=[one.pk for one in ending]).update(until=machine_now)
        DutyTurn.objects.filter(account_id=account_id, organisation_id=organisation_id).delete()
        admin.cover([one.team_id for one in ending], now=now, machine_now=machine_now)
        work.add(_line("membership.ended", organisation_id, account_id, actor, machine_now))
        if not Membership.objects.filter(admin.lived(machine_now), account_id=account_id).exists():
            Account.objects.filter(pk=account_id).update(is_active=False)
            AccountSession.objects.filter(account_id=account_id).delete()
            work.add(_line("account.disabled", organisation_id, account_id, actor, machine_now))
    return len(ending)


def _line(action: str, organisation_id: UUID, account_id: UUID, actor: str, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now,
        actor=actor,
        action=action,
        organisation_id=organisation_id,
        detail={"account": str(account_id)},
    )
