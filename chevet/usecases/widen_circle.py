"""Who follows somebody changes: a team or a colleague joins, a guest is called from elsewhere, one leaves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import operations as people
from chevet.people.actors import CLINICAL, Actor
from chevet.people.circle import Guest, check_agreement
from chevet.people.models import CareLink
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, journal

ALREADY = "Cette équipe ou cette personne suit déjà ce dossier."
NOBODY = "Cette équipe ou cette personne n'est pas de votre structure."
NO_ACCOUNT = "Personne ne se connecte ici avec cette adresse."
NOT_A_CARER = "Cette personne n'a pas un rôle de soin."
OUR_OWN = "Cette personne est de votre structure. Ajoutez son équipe avec « Ajouter une équipe »."
SEVERAL = "Cette personne travaille dans plusieurs équipes : ajoutez-la seule."
RESPONSIBLE = "Cette équipe répond de ce suivi : confiez-le d'abord à une autre équipe."
TEAM = "SELECT id, name FROM team WHERE id = %s AND organisation_id = %s"
COLLEAGUE = """
SELECT a.id, a.name, bool_or(m.role = ANY(%s)) AS cares
  FROM account a JOIN membership m ON m.account_id = a.id AND (m.until IS NULL OR m.until > %s)
 WHERE m.organisation_id = %s AND a.is_active AND a.email = %s GROUP BY a.id, a.name
"""
ELSEWHERE = "SELECT id, name FROM account WHERE email = %s AND is_active"
CARING_TEAMS = "SELECT team_id, team, organisation FROM caring_teams(%s, %s)"
STANDING = """
SELECT id, team_id, account_id, guest_of FROM care_link
 WHERE subject_id = %s AND (until IS NULL OR until > %s) AND why <> 'break_glass'
"""


def add_team(*, actor: Actor, follow_up_id: UUID, team_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Another team of the organisation opens the record from now on. Conflict when it does already."""
    with UnitOfWork(actor.scope()) as work:
        situation, found = follow(work, actor, follow_up_id, now, Statement(TEAM, (team_id, actor.organisation_id)))
        if not found:
            raise NotFound(NOBODY)
        _check_new(work, situation, now, team_id=team_id)
        _join(work, situation, actor, now, team_id=team_id)
        _told(work, situation, actor, "circle.widened", now, machine_now, team=str(team_id))


def call_guest(
    *, actor: Actor, follow_up_id: UUID, email: str, words: str, agreed_by: str, whole_team: bool = False, now: datetime,
    machine_now: datetime,
) -> str:  # fmt: skip
    """A professional found by her whole address, or from elsewhere her whole team. Returns the name.

    A colleague of the organisation joins whatever her team. From elsewhere she comes as a guest, and the patient agreed
    (agreed_by: oral, phone or paper; words: why): she reads and writes notes, and does not act on alerts. Raises Invalid.
    """
    address, words = email.strip().lower(), words.strip()
    with UnitOfWork(actor.scope()) as work:
        situation, found = follow(work, actor, follow_up_id, now, Statement(ELSEWHERE, (address,)))
        (here,) = work.fetch(_colleague(address, actor, machine_now))
        if here:
            _check_cares(here, whole_team=whole_team)
            who, detail = Guest(here[0].name, account_id=here[0].id), {}
            _check_new(work, situation, now, **who.who)
            _join(work, situation, actor, now, **who.who)
        else:
            who, detail = _guest(work, address, found, machine_now, whole_team=whole_team), {"agreed": agreed_by}
            check_agreement(agreed_by, words)
            _check_new(work, situation, now, **who.who)
            work.add(
                people.join_as_guest(
                    organisation_id=situation.followed.organisation_id, record=situation.record, guest=who,
                    guest_of=follow_up_id, words=words, agreed_by=agreed_by, by=actor.account_id, now=now,
                )
            )  # fmt: skip
        detail |= {"team": str(who.team_id)} if who.team_id else {"account": str(who.account_id)}
        _told(work, situation, actor, "circle.widened", now, machine_now, guest=not here, **detail)
        return who.name


def leave_circle(*, actor: Actor, follow_up_id: UUID, link_id: UUID, now: datetime, machine_now: datetime) -> None:
    """A team, a colleague or a guest follows no longer. The team that answers for the follow-up cannot leave."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now, guests=True)
        row = situation.followed
        (standing,) = work.fetch(Statement(STANDING, (row.subject_id, now)))
        link = next((one for one in standing if one.id == link_id), None)
        ours = actor.organisation_id == row.organisation_id
        if link is None or not (ours or link.account_id == actor.account_id or link.team_id in actor.own_team_ids):
            raise NotFound(NOBODY)
        if link.team_id == row.team_id:
            raise Conflict(RESPONSIBLE)
        work.add(people.leave_circle(subject_id=row.subject_id, link_id=link_id, now=now))
        _told(work, situation, actor, "circle.left", now, machine_now, link=str(link_id))


def _colleague(email: str, actor: Actor, machine_now: datetime) -> Statement:
    roles = sorted(str(role) for role in CLINICAL)
    return Statement(COLLEAGUE, (roles, machine_now, actor.organisation_id, email))


def _check_cares(found: list[Any], *, whole_team: bool) -> None:
    if not found[0].cares:
        raise Invalid(NOT_A_CARER, fields={"email": NOT_A_CARER})
    if whole_team:
        raise Invalid(OUR_OWN, fields={"whole_team": OUR_OWN})


def _guest(work: UnitOfWork, address: str, found: list[Any], machine_now: datetime, *, whole_team: bool) -> Guest:
    if not found:
        raise Invalid(NO_ACCOUNT, fields={"email": NO_ACCOUNT})
    if not whole_team:
        return Guest(found[0].name, account_id=found[0].id)
    (teams,) = work.fetch(Statement(CARING_TEAMS, (address, machine_now)))
    if len(teams) != 1:
        sentence = SEVERAL if teams else NOT_A_CARER
        raise Invalid(sentence, fields={"whole_team": sentence})
    return Guest(f"{teams[0].team} ({teams[0].organisation})", team_id=teams[0].team_id)


def _check_new(work: UnitOfWork, situation: Situation, now: datetime, **who: UUID) -> None:
    (standing,) = work.fetch(Statement(STANDING, (situation.followed.subject_id, now)))
    if any(getattr(one, name) == value for one in standing for name, value in who.items()):
        raise Conflict(ALREADY)


def _join(work: UnitOfWork, situation: Situation, actor: Actor, now: datetime, **who: UUID) -> None:
    row = situation.followed
    whose = {"organisation_id": row.organisation_id, "subject_id": row.subject_id}
    work.add(people.join_circle(**whose, **who, why=CareLink.Why.ADDED, by=actor.account_id, now=now))


def _told(
    work: UnitOfWork, situation: Situation, actor: Actor, action: str, now: datetime, machine_now: datetime,
    **detail: Any,
) -> None:  # fmt: skip
    work.add(journal(situation, Act(f"account:{actor.account_id}", action, machine_now, detail), now=now))
