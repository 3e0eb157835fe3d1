"""How a professional reaches a follow-up: clinical role, and a place in the patient's circle of care."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import CLINICAL, Actor, check_role
from chevet.people.models import Role
from chevet.usecases.situation import Situation, met, reads

NOT_YOURS = "Ce suivi n'existe pas, ou votre équipe ne le suit pas."
CIRCLE = """
SELECT c.id, c.why, c.until FROM care_link c JOIN follow_up f ON f.subject_id = c.subject_id
 WHERE f.id = %s AND (c.until IS NULL OR c.until > %s) AND (c.team_id = ANY(%s) OR c.account_id = %s)
 ORDER BY c.until DESC NULLS FIRST
"""
# As a link does for its patient: the scope comes from the row that lets in, and from nothing that the request says. The
# walls then show this one record of the other organisation, by the conditions that every table has anyway.
ENTER_AS_GUEST = """
SELECT set_config('chevet.org', c.organisation_id::text, true) AS org_setting,
       set_config('chevet.subject', c.subject_id::text, true) AS subject_setting
  FROM (SELECT * FROM care_link WHERE account_id = %s UNION ALL SELECT * FROM guest_grants(%s)) c
 WHERE c.guest_of = %s AND (c.until IS NULL OR c.until > %s) LIMIT 1
"""


def in_circle(actor: Actor, follow_up_id: UUID, now: datetime | None = None) -> Statement:
    """Rows only when the actor or one of her teams follows this person; the lasting ones first.

    Without `now` only what has no end counts.
    """
    return Statement(CIRCLE, (follow_up_id, now, list(actor.team_ids), actor.account_id))


def enter_as_guest(actor: Actor, follow_up_id: UUID, now: datetime) -> Statement:
    """Before the reads of the same round trip: opens the one record to which somebody of elsewhere, or her team, was called."""
    return Statement(ENTER_AS_GUEST, (actor.account_id, list(actor.team_ids), follow_up_id, now))


def follow(
    work: UnitOfWork,
    actor: Actor,
    follow_up_id: UUID,
    now: datetime,
    *more: Statement,
    roles: frozenset[Role] = CLINICAL,
    guests: bool = False,
) -> tuple[Situation, Any]:
    """Lock and read a follow-up for `actor`; not hers is NotFound. `more` is read behind the lock, in the same trip.

    roles: who may do this; secretaries see nothing clinical, but undo their own inclusion. guests: also who was called
    from another organisation.
    """
    check_role(actor, roles)
    first = (enter_as_guest(actor, follow_up_id, now),) if guests else ()
    statements = (*first, *reads(now=now, follow_up_id=follow_up_id), in_circle(actor, follow_up_id, now), *more)
    followed, occurrences, episodes, live, circle, *rest = work.fetch(*statements)[len(first) :]
    if not circle or not followed:
        raise NotFound(NOT_YOURS)
    return met([followed, occurrences, episodes, live]), rest[0] if rest else []
