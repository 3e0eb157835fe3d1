"""Who follows somebody changes: a team or a colleague joins, a guest is called from elsewhere, one leaves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import operations as people
from chevet.people.actors import CLINICAL, Actor
from chevet.people.circle import check_agreement
from chevet.people.models import CareLink
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, journal

ALREADY = "Cette équipe ou cette personne suit déjà ce dossier."
NOBODY = "Cette équipe ou cette personne n'est pas de votre structure."
NO_ACCOUNT = "Personne ne se connecte ici avec cette adresse."
NOT_A_CARER = "Cette personne n'a pas un rôle de soin."
RESPONSIBLE = "Cette équipe répond de ce suivi : confiez-le d'abord à une autre équipe."
TEAM = "SELECT id, name FROM team WHERE id = %s AND organisation_id = %s"
COLLEAGUE = """
SELECT a.id, a.name, bool_or(m.role = ANY(%s)) AS cares
  FROM account a JOIN membership m ON m.account_id = a.id AND (m.until IS NULL OR m.until > %s)
 WHERE m.organisation_id = %s AND a.is_active AND a.email = %s GROUP BY a.id, a.name
"""
ELSEWHERE = "SELECT id, name FROM account WHERE email = %s AND is_active"
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
    *, actor: Actor, follow_up_id: UUID, email: str, words: str, agreed_by: str, now: datetime, machine_now: datetime
) -> str:
    """A professional found by her whole address. Returns her name.

    A colleague of the organisation joins whatever her team. From elsewhere she comes as a guest, and the patient agreed
    (agreed_by: oral, phone or paper; words: why): she reads and writes notes, and does not act on alerts. Raises Invalid.
    """
    address, words = email.strip().lower(), words.strip()
    with UnitOfWork(actor.scope()) as work:
        situation, found = follow(work, actor, follow_up_id, now, Statement(ELSEWHERE, (address,)))
        (here,) = work.fetch(_colleague(address, actor, machine_now))
        if here:
            _check_cares(here)
            _check_new(work, situation, now, account_id=here[0].id)
            _join(work, situation, actor, now, account_id=here[0].id)
        else:
            if not found:
                raise Invalid(NO_ACCOUNT, fields={"email": NO_ACCOUNT})
            check_agreement(agreed_by, words)
            _check_new(work, situation, now, account_id=found[0].id)
            work.add(
                people.join_as_guest(
                    organisation_id=situation.followed.organisation_id, record=situation.record,
                    account_id=found[0].id, guest_of=follow_up_id, words=words, agreed_by=agreed_by,
                    by=actor.account_id, now=now,
                )
            )  # fmt: skip
        who = (here or found)[0]
        detail = {"account": str(who.id)} if here else {"account": str(who.id), "guest": True, "agreed": agreed_by}
        _told(work, situation, actor, "circle.widened", now, machine_now, **detail)
        return who.name


def leave_circle(*, actor: Actor, follow_up_id: UUID, link_id: UUID, now: datetime, machine_now: datetime) -> None:
    """A team, a colleague or a guest follows no longer. The team that answers for the follow-up cannot leave."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now, guests=True)
        row = situation.followed
        (standing,) = work.fetch(Statement(STANDING, (row.subject_id, now)))
        link = next((one for one in standing if one.id == link_id), None)
        if link is None or (actor.organisation_id != row.organisation_id and link.account_id != actor.account_id):
            raise NotFound(NOBODY)
        if link.team_id == row.team_id:
            raise Conflict(RESPONSIBLE)
        work.add(people.leave_circle(subject_id=row.subject_id, link_id=link_id, now=now))
        _told(work, situation, actor, "circle.left", now, machine_now, link=str(link_id))


def _colleague(email: str, actor: Actor, machine_now: datetime) -> Statement:
    roles = sorted(str(role) for role in CLINICAL)
    return Statement(COLLEAGUE, (roles, machine_now, actor.organisation_id, email))


def _check_cares(found: list[Any]) -> None:
    if not found:
        raise NotFound(NOBODY)
    if not found[0].cares:
        raise Invalid(NOT_A_CARER, fields={"email": NOT_A_CARER})


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
