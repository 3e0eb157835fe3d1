"""What an administrator changes about somebody who works here: place, role, alerts, last day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import DutyTurn, Organisation
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.models import Account, Membership, Role
from chevet.usecases import administering as admin
from chevet.usecases.invite_member import OF_A_TEAM, end_of

ON_TURN = "Cette personne a des tours de garde : elle doit recevoir les alertes."
LAST_ADMINISTRATOR = "C'est la dernière personne qui administre votre structure. Désignez-en une autre d'abord."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody works from now on. `alerts_by`: sms, email or none, in each of the teams."""

    role: str
    team_ids: frozenset[UUID] = frozenset()
    alerts_by: str = "none"
    ends_on: date | None = None


def change_member(*, actor: Actor, account_id: UUID, place: Place, now: datetime, machine_now: datetime) -> None:
    """Put somebody's memberships in this organisation right. Raises Invalid, NotFound, Conflict (see administering)."""
    admin.check_administers(actor)
    with UnitOfWork(_scope(actor)) as work:
        work.orm()
        members = admin.members_locked(actor.organisation_id, machine_now)
        own = admin.of_account(members, account_id)
        _check(place, own[0].account)
        _check_turns(place, account_id)
        for team_id in place.team_ids:
            admin.team_locked(actor.organisation_id, team_id)
        wanted: set[UUID | None] = set(place.team_ids) or {None}
        leaving = [one for one in own if one.team_id not in wanted or one.role != place.role]
        silent = [one for one in own if one.team_id not in wanted or place.alerts_by == Membership.AlertsBy.NONE]
        admin.check_somebody_stays(members, silent, now=now)
        if place.role != Role.ADMINISTRATOR:
            check_administrator_stays(members, own)
        _settle(own, leaving, wanted, place, actor, machine_now)
        touched = {one.team_id for one in own} | wanted
        admin.cover(touched, now=now, machine_now=machine_now)
        work.add(admin.done_by(actor, "member.changed", machine_now, account=account_id, role=place.role))


def check_administrator_stays(members: list[Membership], leaving: list[Membership]) -> None:
    administrators = [one for one in members if one.role == Role.ADMINISTRATOR and one.account.is_active]
    if any(one in leaving for one in administrators) and all(one in leaving for one in administrators):
        raise Conflict(LAST_ADMINISTRATOR)


def _scope(actor: Actor) -> Scope:
    return Scope(purpose="care", actor=f"account:{actor.account_id}", organisation=actor.organisation_id)


def _check(place: Place, account: Account) -> None:
    wrong: dict[str, str] = {}
    if place.role not in Role:
        wrong["role"] = "Choisissez un rôle."
    if place.role in OF_A_TEAM and not place.team_ids:
        wrong["teams"] = "Choisissez au moins une équipe : ce rôle travaille dans une équipe."
    if place.alerts_by == Membership.AlertsBy.SMS and not account.mobile:
        wrong["alerts_by"] = "Cette personne n'a pas donné de mobile. Choisissez l'e-mail."
    if wrong:
        raise Invalid("Corrigez les champs signalés.", fields=wrong)


def _check_turns(place: Place, account_id: UUID) -> None:
    """Whoever is on duty is told."""
    silent = place.alerts_by == Membership.AlertsBy.NONE
    if silent and DutyTurn.objects.filter(account_id=account_id, team_id__in=place.team_ids, away=False).exists():
        raise Invalid("Corrigez les champs signalés.", fields={"alerts_by": ON_TURN})


def _settle(
    own: list[Membership], leaving: list[Membership], wanted: set[UUID | None], place: Place, actor: Actor,
    machine_now: datetime,
) -> None:  # fmt: skip
    account = own[0].account
    territory = territory_named(Organisation.objects.get(pk=actor.organisation_id).territory)
    until = end_of(place.ends_on, territory.tzinfo)
    Membership.objects.filter(pk__in=[one.pk for one in leaving]).update(until=machine_now)
    DutyTurn.objects.filter(
        account_id=account.pk, team_id__in=[one.team_id for one in leaving if one.team_id not in wanted]
    ).delete()
    kept = {one.team_id: one for one in own if one not in leaving}
    for team_id in wanted:
        if team_id in kept:
            Membership.objects.filter(pk=kept[team_id].pk).update(alerts_by=place.alerts_by, until=until)
        else:
            Membership.objects.create(
                organisation_id=actor.organisation_id, account=account, team_id=team_id, role=place.role,
                alerts_by=place.alerts_by, since=machine_now, until=until,
            )  # fmt: skip
