"""Reads of attempts to reach a patient."""

from uuid import UUID

from chevet.kernel.rows import Statement

COLUMNS = (
    "c.id, c.at, c.outcome, c.note, c.author_id, c.whom, c.contact_id, c.ended_at, c.call_back_at, c.episode_id, "
    "a.name AS author"
)
MADE = f"""
SELECT {COLUMNS} FROM call c JOIN account a ON a.id = c.author_id
 WHERE c.follow_up_id = %s ORDER BY c.at DESC LIMIT 30
"""


def made(follow_up_id: UUID) -> Statement:
    """The latest calls about one follow-up, newest first, the one under way among them; notes stay sealed."""
    return Statement(MADE, (follow_up_id,))
