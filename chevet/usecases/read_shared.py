"""The records opened to one professional herself (colleagues added, guests, broken glass), and to her team from elsewhere."""

from datetime import datetime
from typing import Any

from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor, check_is_clinical

# Of another organisation's record the walls show the grant alone: its patient stays unnamed until it is entered.
SHARED = """
SELECT c.since, c.until, c.why, coalesce(c.guest_of, f.id) AS follow_up_id, b.name AS added_by,
       p.first_name, p.birth_name, p.used_first_name, p.used_name
  FROM (SELECT * FROM care_link WHERE account_id = %s UNION ALL SELECT * FROM guest_grants(%s)) c
  LEFT JOIN account b ON b.id = c.by_id AND b.id IS DISTINCT FROM c.account_id
  LEFT JOIN patient p ON p.subject_id = c.subject_id
  LEFT JOIN LATERAL (
    SELECT id FROM follow_up WHERE subject_id = c.subject_id ORDER BY included_at DESC LIMIT 1
  ) f ON true
 WHERE c.until IS NULL OR c.until > %s ORDER BY c.since DESC, c.id DESC LIMIT 100
"""


def read_shared(*, actor: Actor, now: datetime) -> list[Any]:
    """Newest first, at most a hundred."""
    check_is_clinical(actor)
    with UnitOfWork(actor.scope()) as work:
        (found,) = work.fetch(Statement(SHARED, (actor.account_id, list(actor.team_ids), now)))
    return found
