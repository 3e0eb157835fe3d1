"""Reads of the rooms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement

REDEEM = """
WITH ticket AS (DELETE FROM video_ticket WHERE hash = %s RETURNING participant_id, expires_at)
SELECT t.expires_at, p.id, p.room_id, p.role, p.account_id, p.admitted_at, p.revoked_at, r.ended_at, r.purpose
  FROM ticket t JOIN video_participant p ON p.id = t.participant_id JOIN video_room r ON r.id = p.room_id
"""
ROOM = """
SELECT p.id, p.role, p.epoch, p.line, p.admitted_at, p.revoked_at, p.here_until > %s AS here, p.state, r.ended_at,
       r.ended_why
  FROM video_participant p JOIN video_room r ON r.id = p.room_id WHERE p.room_id = %s ORDER BY p.id
"""
TAKE = "DELETE FROM video_signal WHERE to_id = ANY(%s) RETURNING id, to_id, from_id, kind, body"
PEOPLE = """
SELECT p.id, p.organisation_id, p.subject_id, p.room_id, p.role, p.account_id, p.admitted_at, p.revoked_at,
       coalesce(p.here_until > %s, false) AS here, p.state, p.camera_at, p.connected_at, r.ended_at, r.ended_why
  FROM video_participant p JOIN video_room r ON r.id = p.room_id WHERE {} ORDER BY p.id
"""


def redeem(ticket_hash: bytes) -> Statement:
    """The participant behind a ticket, which is used up; no row when nobody knows it."""
    return Statement(REDEEM, (ticket_hash,))


def room(*, room_id: UUID, machine_now: datetime) -> Statement:
    """Everybody of a room, as the signalling needs them."""
    return Statement(ROOM, (machine_now, room_id))


def take(participant_ids: Sequence[UUID]) -> Statement:
    """What waits for these sockets, taken; in no order: sort by id."""
    return Statement(TAKE, (list(participant_ids),))


def people_in(*, room_ids: Sequence[UUID], machine_now: datetime) -> Statement:
    """Everybody of these rooms, for a page: who is here, who waits, what their device says."""
    return Statement(PEOPLE.format("p.room_id = ANY(%s)"), (machine_now, list(room_ids)))


def one(*, participant_id: UUID, machine_now: datetime) -> Statement:
    """One participant with the end of its room."""
    return Statement(PEOPLE.format("p.id = %s"), (machine_now, participant_id))


def may_connect(row: Any) -> bool:
    """A row of `one` or `people_in`: may still open a socket (perhaps only to wait)."""
    return row.ended_at is None and row.revoked_at is None
