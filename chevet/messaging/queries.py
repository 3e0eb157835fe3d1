"""Reads of messages."""

from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, fingerprint
from chevet.messaging.operations import TEXT

THREAD = """
SELECT c.id, c.at, c.link_id, c.account_id, c.read_at, c.answer_by, c.text, a.name AS author
  FROM communication c LEFT JOIN account a ON a.id = c.account_id
 WHERE c.follow_up_id = {target} ORDER BY c.at DESC, c.id DESC LIMIT 100
"""
UNREAD = (
    "SELECT max(at) AS noticed_at FROM communication WHERE follow_up_id = %s AND link_id IS NULL AND read_at IS NULL"
)


def earlier(key: UUID) -> Statement:
    """The message already kept under this key. Send it behind the lock of the follow-up, so that it sees the winner."""
    return Statement(
        "SELECT id, at, follow_up_id, link_id, account_id, fingerprint, answer_by FROM communication WHERE id = %s",
        (key,),
    )


def is_same(row: Any, text: str) -> bool:
    """Was it sent with these very words?"""
    return bytes(row.fingerprint) == fingerprint(text.encode())


def thread(target: UUID | str) -> Statement:
    """The messages of a follow-up (an id, or an SQL expression), newest first, with the professional's name."""
    if isinstance(target, UUID):
        return Statement(THREAD.format(target="%s"), (target,))
    return Statement(THREAD.format(target=target), ())


def unread_by_patient(follow_up_id: UUID) -> Statement:
    """One row: when the team's latest message that the patient has not read was written, or null."""
    return Statement(UNREAD, (follow_up_id,))


def unsealed(rows: list[Any], record: Record) -> tuple[Any, ...]:
    """The same rows with their text."""
    return tuple(one._replace(text=record.open(TEXT, one.text)) for one in rows)
