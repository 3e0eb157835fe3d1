"""What providers send back, as statements: nonces that are good once, receipts that never lead backwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement

FIRST_TIME = "INSERT INTO nonce (value, seen_at) VALUES (%s, %s) ON CONFLICT (value) DO NOTHING RETURNING value"
SEEN = "SELECT value FROM nonce WHERE value = %s"
OLD_NONCES = "DELETE FROM nonce WHERE seen_at < %s"
BY_REFERENCE = """
SELECT id, organisation_id, subject_id, follow_up_id, kind, channel, state, attempts, provider_ref, body IS NOT NULL AS has_content
  FROM message WHERE id = %s FOR UPDATE
"""
MOVE = """
UPDATE message SET state = %s, leased_until = NULL, next_try_at = %s, ask_first = false, reason = %s,
       provider_ref = CASE WHEN provider_ref = '' THEN %s ELSE provider_ref END,
       handed_at = coalesce(handed_at, %s), settled_at = %s,
       body = CASE WHEN %s THEN NULL ELSE body END, recipient = CASE WHEN %s THEN NULL ELSE recipient END
 WHERE id = %s
"""


def first_time(nonce: str, *, machine_now: datetime) -> Statement:
    """A row when this callback was never seen before; none when it is a copy."""
    return Statement(FIRST_TIME, (nonce, machine_now))


def seen(nonce: str) -> Statement:
    return Statement(SEEN, (nonce,))


def forget_nonces(*, before: datetime) -> Statement:
    """Older than any tolerance: they can no longer be played again."""
    return Statement(OLD_NONCES, (before,))


def by_reference(message_id: UUID) -> Statement:
    """The message that a receipt speaks of, locked."""
    return Statement(BY_REFERENCE, (message_id,))


def settle(
    row: Any, state: str, *, now: datetime, provider_ref: str = "", reason: str = "", retry_at: datetime | None = None
) -> Statement:
    """Move the message where a receipt leads (states.py). What arrived is forgotten; `retry_at`: machine clock."""
    arrived = state == "delivered"
    settled_at = now if arrived else None
    return Statement(MOVE, (state, retry_at, reason[:40], provider_ref[:80], now, settled_at, arrived, arrived, row.id))
