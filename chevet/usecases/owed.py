"""How a professional reaches a payment: a role that charges, and a place in the person's circle of care."""

from typing import Any
from uuid import UUID

from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import queries
from chevet.payments.operations import Moving
from chevet.people.actors import Actor
from chevet.people.models import Role

CHARGES = frozenset({Role.PROFESSIONAL, Role.AGENT, Role.SECRETARY, Role.REGULATION_DOCTOR})
CIRCLE = """
SELECT c.team_id, c.account_id FROM care_link c
 WHERE c.subject_id = %s AND (c.team_id = ANY(%s) OR c.account_id = %s) AND (c.until IS NULL OR c.until > %s)
 ORDER BY c.team_id NULLS LAST
"""
RECORD = "SELECT subject_id, family, generation, wrapped FROM data_key WHERE subject_id = %s AND organisation_id = %s"


NOT_YOUR_ROLE = gettext_noop("Votre rôle ne permet pas de demander un paiement.")
NOT_YOURS = gettext_noop("Ce paiement n’existe pas, ou votre équipe ne suit pas cette personne.")


def check_charges(actor: Actor) -> None:
    """Raises Forbidden."""
    if actor.role not in CHARGES:
        raise Forbidden(NOT_YOUR_ROLE)


def in_circle_of(actor: Actor, subject_id: UUID, moving: Moving) -> Statement:
    """Rows only when the actor or one of her teams follows this person; those of a team first."""
    return Statement(CIRCLE, (subject_id, list(actor.team_ids), actor.account_id, moving.now))


def record_of(actor: Actor, subject_id: UUID) -> Statement:
    """The wrapped key of the record."""
    return Statement(RECORD, (subject_id, actor.organisation_id))


def owed(work: UnitOfWork, actor: Actor, payment_id: UUID, moving: Moving, *, lock: bool = True) -> Any:
    """The payment, locked unless said. Raises Forbidden, NotFound."""
    check_charges(actor)
    (found,) = work.fetch(queries.one(payment_id, lock=lock))
    return within_circle(work, actor, found, moving)


def within_circle(work: UnitOfWork, actor: Actor, found: list[Any], moving: Moving) -> Any:
    """The one row of `found`, when the actor follows that person, or her team asked it: money that came for an
    appointment is given back also when that was cancelled and opens the record no more. Raises NotFound."""
    if not found:
        raise NotFound(NOT_YOURS)
    if found[0].team_id in actor.team_ids:
        return found[0]
    (circle,) = work.fetch(in_circle_of(actor, found[0].subject_id, moving))
    if not circle:
        raise NotFound(NOT_YOURS)
    return found[0]


def moving_of(actor: Actor, *, now: Any, machine_now: Any) -> Moving:
    return Moving(f"account:{actor.account_id}", now, machine_now)
