"""What a dispatcher reads and writes of the outbox: claim, settle, give back. Two dispatchers never hold one message."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.notifications.models import URGENT

CLAIM = """
WITH due AS (
  SELECT id FROM message
   WHERE state = 'new' AND due_at <= %s AND (next_try_at IS NULL OR next_try_at <= %s) {urgent}
   ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE message SET state = 'leased', leased_until = %s, attempts = attempts + 1
    FROM due WHERE message.id = due.id RETURNING message.*
)
SELECT claimed.id, claimed.organisation_id, claimed.subject_id, claimed.follow_up_id, claimed.key_id, claimed.channel,
       claimed.kind, claimed.recipient, claimed.contact_id, claimed.body, claimed.due_at, claimed.attempts,
       claimed.provider_ref, claimed.ask_first, claimed.leased_until,
       data_key.family, data_key.generation, data_key.wrapped,
       ARRAY(SELECT cause FROM suppression
              WHERE suppression.subject_id = claimed.subject_id AND ended_at IS NULL AND since <= %s
                AND (suppression.contact_id = claimed.contact_id
                     OR suppression.follow_up_id = claimed.follow_up_id AND suppression.contact_id IS NULL
                     OR suppression.follow_up_id IS NULL AND suppression.contact_id IS NULL)) AS causes
  FROM claimed LEFT JOIN data_key ON data_key.subject_id = claimed.key_id
 ORDER BY claimed.due_at, claimed.id
"""

KINDS = ", ".join(f"'{kind}'" for kind in URGENT)
CLAIM_URGENT = CLAIM.format(urgent=f"AND kind IN ({KINDS})")
CLAIM_ANY = CLAIM.format(urgent="")

EXPIRE = """
UPDATE message SET state = 'new', leased_until = NULL, next_try_at = NULL, ask_first = true, reason = 'lease expired'
 WHERE id IN (SELECT id FROM message WHERE state = 'leased' AND leased_until < %s ORDER BY id FOR UPDATE SKIP LOCKED)
RETURNING id
"""

# Held by this lease, or let go meanwhile: never another dispatcher's.
OURS = "id = %s AND (state = 'leased' AND leased_until = %s)"
HANDED = """
UPDATE message
   SET state = CASE WHEN state IN ('leased', 'new') THEN 'handed' ELSE state END, leased_until = NULL,
       next_try_at = NULL, ask_first = false, reason = '', provider_ref = %s, handed_at = coalesce(handed_at, %s)
 WHERE id = %s AND (state <> 'leased' OR leased_until = %s) AND state NOT IN ('cancelled', 'dead')
RETURNING id
"""
AGAIN = f"""
UPDATE message SET state = 'new', leased_until = NULL, next_try_at = %s, ask_first = %s, reason = %s
 WHERE {OURS} RETURNING id
"""
UNTOUCHED = f"""
UPDATE message SET state = 'new', leased_until = NULL, attempts = attempts - 1, due_at = %s WHERE {OURS} RETURNING id
"""
ENDED = f"""
UPDATE message SET state = %s, leased_until = NULL, reason = %s, settled_at = %s,
       body = CASE WHEN %s THEN body END, recipient = CASE WHEN %s THEN recipient END
 WHERE {OURS} RETURNING id
"""
DEAD = """
SELECT id, organisation_id, subject_id, follow_up_id, contact_id, kind, channel, reason
  FROM message WHERE state = 'dead' AND settled_at IS NULL ORDER BY due_at LIMIT %s
"""
TOLD = "UPDATE message SET settled_at = %s WHERE id = %s AND state = 'dead'"

PURGE = """
UPDATE message SET body = NULL, recipient = NULL
 WHERE id IN (SELECT id FROM message
               WHERE body IS NOT NULL AND coalesce(settled_at, handed_at) < %s AND state NOT IN ('new', 'leased')
               LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def claim(*, now: datetime, machine_now: datetime, leased_until: datetime, limit: int, urgent: bool) -> Statement:
    """Takes up to `limit` due messages, oldest first, under a lease; `urgent`: only those that wait for no queue.

    Each row carries its wrapped key and the causes that may silence it.
    """
    return Statement(CLAIM_URGENT if urgent else CLAIM_ANY, (now, machine_now, limit, leased_until, now))


def expire_leases(*, machine_now: datetime) -> Statement:
    """A dispatcher died between claim and settlement: whether the message left is unknown."""
    return Statement(EXPIRE, (machine_now,))


def handed(row: Any, *, provider_ref: str, now: datetime) -> Statement:
    """The gateway took it. A receipt may have been faster; its word stands."""
    return Statement(HANDED, (provider_ref[:80], now, row.id, row.leased_until))


def again(row: Any, *, at: datetime, ask_first: bool, reason: str) -> Statement:
    """To be tried again at `at` (machine clock)."""
    return Statement(AGAIN, (at, ask_first, reason[:40], row.id, row.leased_until))


def put_back(row: Any, *, due_at: datetime) -> Statement:
    """Nothing was tried: it waits for `due_at` (domain clock), and this claim does not count."""
    return Statement(UNTOUCHED, (due_at, row.id, row.leased_until))


def ended(row: Any, state: str, *, reason: str = "", settled_at: datetime | None) -> Statement:
    """delivered, cancelled: the content goes at once. dead: kept for whoever decides to send again."""
    keep = state == "dead"
    return Statement(ENDED, (state, reason[:40], settled_at, keep, keep, row.id, row.leased_until))


def dead_letters(*, limit: int) -> Statement:
    """Dead, and no person told yet."""
    return Statement(DEAD, (limit,))


def told(message_id: UUID, *, now: datetime) -> Statement:
    """A person has the dead letter as a task."""
    return Statement(TOLD, (now, message_id))


def purge(*, before: datetime, limit: int) -> Statement:
    """Forget the content of what was settled, or handed over without a receipt, before that domain time."""
    return Statement(PURGE, (before, limit))
