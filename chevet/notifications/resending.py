"""Dead letters that a person takes up again, as statements. The move itself is of states.py."""

from datetime import datetime
from uuid import UUID

from chevet.kernel.rows import Statement

LETTER = """
SELECT m.id, m.state, m.kind, m.body IS NOT NULL AND m.recipient IS NOT NULL AS has_content,
       ARRAY(SELECT cause FROM suppression s
              WHERE s.subject_id = m.subject_id AND s.ended_at IS NULL
                AND (s.contact_id = m.contact_id OR s.contact_id IS NULL
                     AND (s.follow_up_id = m.follow_up_id OR s.follow_up_id IS NULL))) AS causes
  FROM message m WHERE m.id = %s AND m.follow_up_id = %s FOR UPDATE
"""
AGAIN = """
UPDATE message SET state = 'new', attempts = 0, due_at = %s, next_try_at = NULL, leased_until = NULL,
       ask_first = false, settled_at = NULL, reason = '' WHERE id = %s AND state = 'dead'
"""
STILL_DEAD = """
SELECT id FROM message
 WHERE follow_up_id = %s AND id <> %s AND state = 'dead' AND settled_at >= coalesce(%s, settled_at) LIMIT 1
"""


def letter(message_id: UUID, follow_up_id: UUID) -> Statement:
    """One message of a follow-up, locked, with what may silence it."""
    return Statement(LETTER, (message_id, follow_up_id))


def again(message_id: UUID, *, now: datetime) -> Statement:
    return Statement(AGAIN, (now, message_id))


def still_dead(follow_up_id: UUID, *, besides: UUID, since: datetime | None) -> Statement:
    """Other dead letters of this follow-up that became a task since then."""
    return Statement(STILL_DEAD, (follow_up_id, besides, since))
