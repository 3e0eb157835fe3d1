"""A follow-up goes to another team of the organisation: it answers from now on, and is told of what is open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.states import LIVE
from chevet.people import operations as people
from chevet.people.actors import Actor
from chevet.people.models import CareLink, Role
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, conclude, met, reads, with_episode
from chevet.usecases.telling import tell

CARERS = frozenset({Role.PROFESSIONAL})
OVER = "Ce suivi est terminé."
NOBODY = "Cette équipe n'est pas de votre structure."
SAME = "Cette équipe répond déjà de ce suivi."
NOT_READY = "Cette équipe n'a pas d'heures de présence ou pas de seconde ligne : elle ne peut pas répondre d'un suivi."
TEAM = "SELECT id, duty, second_line_id FROM team WHERE id = %s AND organisation_id = %s"
CIRCLE = """
SELECT id, team_id FROM care_link WHERE subject_id = %s AND team_id = ANY(%s) AND (until IS NULL OR until > %s)
"""
# What is open goes along; what is closed stays with the team that closed it.
MOVES = (
    "UPDATE follow_up SET team_id = %s WHERE id = %s",
    "UPDATE worklist_line SET team_id = %s WHERE follow_up_id = %s",
    "UPDATE episode SET team_id = %s WHERE follow_up_id = %s AND closed_at IS NULL",
)


def hand_over_follow_up(
    *, actor: Actor, follow_up_id: UUID, team_id: UUID, stay: bool = False, now: datetime, machine_now: datetime
) -> None:
    """The other team answers; ours leaves the circle unless it stays. A hold ends, clocks run on.

    Raises Conflict (over; the same team), Invalid (that team has no duty hours or no second line), NotFound, Forbidden.
    """
    with UnitOfWork(actor.scope()) as work:
        asked = Statement(TEAM, (team_id, actor.organisation_id))
        situation, found = follow(work, actor, follow_up_id, now, asked, roles=CARERS)
        _check(situation, team_id, found)
        before = situation.followed.team_id
        work.add(*(Statement(sql, (team_id, follow_up_id)) for sql in MOVES))
        _circle(work, situation, actor, team_id, stay=stay, now=now)
        work.flush()
        after = met(work.fetch(*reads(now=now, follow_up_id=follow_up_id)))
        detail = {"from": str(before), "to": str(team_id)}
        act = Act(f"account:{actor.account_id}", "follow_up.handed_over", machine_now, detail)
        settled = with_episode(after.standing, claimed_by=None, claimed_until=None)
        if settled.standing.episode and after.standing.level > 1:
            tell(work, after, settled.standing, now=now, machine_now=machine_now)
        conclude(work, after, settled, act=act, now=now)
        work.add(_also(situation, act))


def _check(situation: Situation, team_id: UUID, found: list[Any]) -> None:
    if situation.followed.state not in LIVE:
        raise Conflict(OVER)
    if not found:
        raise NotFound(NOBODY)
    if team_id == situation.followed.team_id:
        raise Conflict(SAME)
    if found[0].duty in ("[]", []) or not found[0].second_line_id:
        raise Invalid(NOT_READY, fields={"team_id": NOT_READY})


def _circle(work: UnitOfWork, situation: Situation, actor: Actor, team_id: UUID, *, stay: bool, now: datetime) -> None:
    row = situation.followed
    (standing,) = work.fetch(Statement(CIRCLE, (row.subject_id, [team_id, row.team_id], now)))
    links = {one.team_id: one.id for one in standing}
    if team_id not in links:
        work.add(
            people.join_circle(
                organisation_id=row.organisation_id, subject_id=row.subject_id, team_id=team_id,
                why=CareLink.Why.HANDED_OVER, by=actor.account_id, now=now,
            )
        )  # fmt: skip
    if not stay and row.team_id in links:
        work.add(people.leave_circle(subject_id=row.subject_id, link_id=links[row.team_id], now=now))


def _also(situation: Situation, act: Act) -> Statement:
    """The screens of the team that handed over hear of it too."""
    row = situation.followed
    return entry(
        at=act.machine_now, actor=act.actor, action="follow_up.gone", organisation_id=row.organisation_id,
        team_id=row.team_id, detail={"follow_up": str(row.id)},
    )  # fmt: skip
