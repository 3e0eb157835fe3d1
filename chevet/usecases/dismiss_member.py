"""Somebody leaves: their sessions and streams end within one request. The last person on duty cannot be sent away."""

from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.models import Account, AccountSession, Membership

LAST = "C'est la dernière personne de cette équipe qui reçoit les alertes. Désignez-en une autre d'abord."


def dismiss_member(*, organisation_id: UUID, account_id: UUID, actor: str, now: datetime, machine_now: datetime) -> int:
    """End every live membership of the account in one organisation; close the account when none is left anywhere.

    Returns how many memberships ended. Conflict when a team would be left with nobody who is told of its alerts.
    """
    scope = Scope(purpose="care", actor=actor, organisation=organisation_id, account=account_id)
    with UnitOfWork(scope) as work:
        work.orm()
        live = list(Membership.objects.select_for_update().filter(organisation_id=organisation_id, until=None))
        ending = [one for one in live if one.account_id == account_id]
        if not ending:
            raise NotFound("Cette personne n'est pas de votre structure.")
        for one in ending:
            _check_somebody_stays(one, live)
        Membership.objects.filter(pk__in=[one.pk for one in ending]).update(until=machine_now)
        work.add(_line("membership.ended", organisation_id, account_id, actor, machine_now))
        if not Membership.objects.filter(account_id=account_id, until=None).exists():
            _close(account_id, machine_now)
            work.add(_line("account.disabled", organisation_id, account_id, actor, machine_now))
    return len(ending)


def _check_somebody_stays(leaving: Membership, live: list[Membership]) -> None:
    if leaving.team_id is None or leaving.alerts_by == Membership.AlertsBy.NONE:
        return
    told = {
        one.account_id for one in live if one.team_id == leaving.team_id and one.alerts_by != Membership.AlertsBy.NONE
    }
    if told == {leaving.account_id}:
        raise Conflict(LAST)


def _close(account_id: UUID, machine_now: datetime) -> None:
    """The account opens nothing any more, and every session of it is gone."""
    Account.objects.filter(pk=account_id).update(is_active=False)
    AccountSession.objects.filter(account_id=account_id).delete()


def _line(action: str, organisation_id: UUID, account_id: UUID, actor: str, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now,
        actor=actor,
        action=action,
        organisation_id=organisation_id,
        detail={"account": str(account_id)},
    )
