"""What an administrator's acts rest on: the role, the members as they are, and that no team is left deaf."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Forbidden, NotFound
from chevet.kernel.rows import Statement
from chevet.organisations.models import DutyTurn, Team
from chevet.organisations.roster import effective, on_turn, turn_of
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.models import Membership, Role

LAST = "C'est la dernière personne de cette équipe qui reçoit les alertes. Désignez-en une autre d'abord."
LAST_ON_TURN = "C'est la seule personne de garde en ce moment. Confiez d'abord ces heures à quelqu'un d'autre."
NOT_HERE = "Cette personne n'est pas de votre structure."
NO_TEAM = "Cette équipe n'existe pas dans votre structure."


def check_administers(actor: Actor) -> None:
    if actor.role != Role.ADMINISTRATOR:
        raise Forbidden("Cette page est celle des administrateurs.")


def done_by(
    actor: Actor, action: str, machine_now: datetime, *, team_id: UUID | None = None, **detail: Any
) -> Statement:
    """The line of the journal."""
    return entry(
        at=machine_now,
        actor=f"account:{actor.account_id}",
        action=action,
        organisation_id=actor.organisation_id,
        team_id=team_id,
        detail={name: str(value) for name, value in detail.items()},
    )


def lived(machine_now: datetime) -> Q:
    return Q(until=None) | Q(until__gt=machine_now)


def members_locked(organisation_id: UUID, machine_now: datetime) -> list[Membership]:
    """Every live membership of the organisation, locked, with its account: who leaves and who stays is one decision."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(
        lived(machine_now), organisation_id=organisation_id
    )
    return list(rows.select_related("account").order_by("id"))


def of_account(members: Iterable[Membership], account_id: UUID) -> list[Membership]:
    """Those of one person; NotFound when there are none."""
    found = [one for one in members if one.account_id == account_id]
    if not found:
        raise NotFound(NOT_HERE)
    return found


def team_locked(organisation_id: UUID, team_id: UUID | None) -> Team:
    """NotFound for another organisation's."""
    team = Team.objects.select_for_update(of=("self",)).filter(pk=team_id, organisation_id=organisation_id).first()
    if team is None:
        raise NotFound(NO_TEAM)
    return team


def check_somebody_stays(members: Iterable[Membership], leaving: Collection[Membership], *, now: datetime) -> None:
    """Conflict when a team would be left with nobody who is told, or with nobody on turn at this moment."""
    staying = [one for one in members if one not in leaving and one.account.is_active]
    for one in leaving:
        if (
            one.team_id
            and is_told(one)
            and not any(is_told(other) and other.team_id == one.team_id for other in staying)
        ):
            raise Conflict(LAST)
    turns = list(DutyTurn.objects.filter(team_id__in=[one.team_id for one in leaving if one.team_id]))
    for one in leaving:
        others = {other.account_id for other in staying if other.team_id == one.team_id}
        check_turn_is_kept(one.team_id, turns, [turn for turn in turns if turn.account_id in others], now=now)


def check_turn_is_kept(
    team_id: UUID | None, before: Iterable[DutyTurn], after: Iterable[DutyTurn], *, now: datetime
) -> None:
    """Conflict when somebody of this team is on turn now and nobody would be any more."""
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        return
    zone = territory_named(team.territory).tzinfo
    was, stays = (
        on_turn([turn_of(turn) for turn in turns if turn.team_id == team_id], now=now, zone=zone)
        for turns in (before, after)
    )
    if was and not stays:
        raise Conflict(LAST_ON_TURN)


def is_told(membership: Membership) -> bool:
    return membership.alerts_by != Membership.AlertsBy.NONE and membership.account.is_active


def cover(team_ids: Iterable[UUID | None], *, now: datetime, machine_now: datetime) -> None:
    """Write again the duty hours of these teams: what was declared, as far as living members cover it."""
    for team in Team.objects.select_for_update(of=("self",)).filter(pk__in=[one for one in team_ids if one]):
        turns = list(DutyTurn.objects.filter(team=team))
        here = Membership.objects.filter(lived(machine_now), team=team, account__is_active=True)
        accounts = set(here.values_list("account_id", flat=True))
        hours = team.duty if team.hours is None else team.hours
        covering = [turn_of(turn) for turn in turns if turn.account_id in accounts] if turns else None
        today = now.astimezone(territory_named(team.territory).tzinfo).date()
        duty = effective(hours, covering, today=today)
        if duty != team.duty or team.hours is None:
            Team.objects.filter(pk=team.pk).update(duty=duty, hours=hours)
