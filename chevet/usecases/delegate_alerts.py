"""A practice hands its alerts to another team of its organisation during some hours, and takes them back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chevet.kernel.errors import Forbidden, Invalid, NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import Delegation, Team
from chevet.people.actors import Actor
from chevet.people.models import Role
from chevet.usecases.administering import NO_TEAM, done_by, team_locked
from chevet.usecases.keep_roster import WRONG, at_fault

type Hours = Sequence[tuple[int, str, str]]


def delegate_alerts(
    *, actor: Actor, team_id: UUID, to_team_id: UUID | None, hours: Hours, digest_at: str, now: datetime,
    machine_now: datetime,
) -> None:  # fmt: skip
    """`hours`: (weekday, from, to). Takes the place of the delegation before. Raises Invalid, NotFound, Forbidden."""
    _check_may(actor, team_id)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        team_locked(actor.organisation_id, team_id)
        _check(actor, team_id, to_team_id, hours)
        Delegation.objects.filter(team_id=team_id, until=None).update(until=machine_now)
        Delegation.objects.create(
            organisation_id=actor.organisation_id, team_id=team_id, to_team_id=to_team_id, digest_at=digest_at,
            hours=[{"days": [day], "from": start, "to": end} for day, start, end in hours], since=machine_now,
        )  # fmt: skip
        work.add(done_by(actor, "team.alerts_delegated", machine_now, team_id=team_id, to=to_team_id))


def end_delegation(*, actor: Actor, team_id: UUID, now: datetime, machine_now: datetime) -> None:
    """From now on the team's own people are told of everything, and the other team opens none of its records."""
    _check_may(actor, team_id)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        ended = Delegation.objects.filter(team_id=team_id, until=None).update(until=machine_now)
        if not ended:
            raise NotFound("Rien n'est délégué.")
        work.add(done_by(actor, "team.delegation_ended", machine_now, team_id=team_id))


def _check_may(actor: Actor, team_id: UUID) -> None:
    """Those of the team whose patients they are, or an administrator."""
    if actor.role not in (Role.PROFESSIONAL, Role.ADMINISTRATOR):
        raise Forbidden("Votre rôle ne permet pas de déléguer.")
    if actor.role == Role.PROFESSIONAL and team_id not in actor.own_team_ids:
        raise NotFound(NO_TEAM)


def _check(actor: Actor, team_id: UUID, to_team_id: UUID | None, hours: Hours) -> None:
    wrong: dict[str, str] = {}
    to_team = Team.objects.filter(pk=to_team_id, organisation_id=actor.organisation_id).exclude(pk=team_id).first()
    if to_team is None:
        wrong["to_team"] = "Choisissez l'équipe qui reçoit les alertes."
    elif not to_team.duty:
        wrong["to_team"] = "Cette équipe n'a pas d'heures de garde : choisissez-en une autre."
    if not hours:
        wrong["hours"] = "Écrivez les heures d'au moins un jour."
    for day in {day for day, _start, _end in hours}:
        if sentence := at_fault([(start, end) for weekday, start, end in hours if weekday == day]):
            wrong[f"day_{day}"] = sentence
    if wrong:
        raise Invalid(WRONG, fields=wrong)
