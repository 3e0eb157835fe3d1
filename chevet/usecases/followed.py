"""How a professional reaches a follow-up: clinical role, and a team in the patient's circle of care."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import CLINICAL, Actor, check_role
from chevet.people.models import Role
from chevet.usecases.situation import Situation, met, reads

CIRCLE = """
SELECT c.team_id FROM care_link c JOIN follow_up f ON f.subject_id = c.subject_id
 WHERE f.id = %s AND c.until IS NULL AND c.team_id = ANY(%s)
"""


def in_circle(actor: Actor, follow_up_id: UUID) -> Statement:
    """Rows only when one of the actor's teams follows this person."""
    return Statement(CIRCLE, (follow_up_id, list(actor.team_ids)))


def follow(
    work: UnitOfWork,
    actor: Actor,
    follow_up_id: UUID,
    now: datetime,
    *more: Statement,
    roles: frozenset[Role] = CLINICAL,
) -> tuple[Situation, Any]:
    """Lock and read a follow-up for `actor`; not hers is NotFound. `more` is read behind the lock, in the same trip.

    roles: who may do this; secretaries see nothing clinical, but undo their own inclusion.
    """
    check_role(actor, roles)
    statements = (*reads(now=now, follow_up_id=follow_up_id), in_circle(actor, follow_up_id), *more)
    followed, occurrences, episodes, live, circle, *rest = work.fetch(*statements)
    if not circle or not followed:
        raise NotFound("Ce suivi n'existe pas, ou votre équipe ne le suit pas.")
    return met([followed, occurrences, episodes, live]), rest[0] if rest else []
