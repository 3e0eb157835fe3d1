"""Writes of the rooms, as statements: for a unit of work, or for the signalling's own connection. Machine clock."""

import hashlib
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel import rows, sealing
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.video.models import VideoParticipant, VideoRoom, VideoTicket
from chevet.video.rules import HERE, MOST, TICKET_LIFE

BODY = "video_signal.body"
LIVE = "admitted_at IS NOT NULL AND revoked_at IS NULL"
ADMIT = """
UPDATE video_participant p SET admitted_at = %s FROM video_room r
 WHERE p.id = %s AND p.admitted_at IS NULL AND p.revoked_at IS NULL AND r.id = p.room_id AND r.ended_at IS NULL
RETURNING p.id
"""
REVOKE = """
UPDATE video_participant SET revoked_at = %s, revoked_why = %s WHERE id = %s AND revoked_at IS NULL RETURNING id
"""
END = "UPDATE video_room SET ended_at = %s, ended_why = %s WHERE id = %s AND ended_at IS NULL RETURNING id"
TELL = """
INSERT INTO video_signal (organisation_id, subject_id, to_id, kind, at)
SELECT organisation_id, subject_id, id, 'news', %s FROM video_participant WHERE room_id = %s AND here_until > %s
"""
TEAR_TICKETS = """
DELETE FROM video_ticket WHERE participant_id IN (SELECT id FROM video_participant WHERE {} = %s)
"""
JOIN_AS_HOST = """
INSERT INTO video_participant (id, organisation_id, subject_id, room_id, role, account_id, admitted_at, revoked_why,
                               epoch, line, state)
SELECT %s, r.organisation_id, r.subject_id, r.id, %s, %s, %s, '', 0, 0, '{}' FROM video_room r
 WHERE r.id = %s AND r.ended_at IS NULL
ON CONFLICT (room_id, account_id) WHERE account_id IS NOT NULL DO UPDATE SET role = video_participant.role
RETURNING id, revoked_at
"""
ARRIVE = f"""
WITH room AS (SELECT id, most FROM video_room WHERE id = %s AND ended_at IS NULL FOR UPDATE),
others AS (
  SELECT count(*) AS n FROM video_participant WHERE room_id = %s AND id <> %s AND here_until > %s AND {LIVE}
)
UPDATE video_participant p SET epoch = CASE WHEN p.epoch = %s THEN p.epoch ELSE p.epoch + 1 END,
       line = p.line + 1, here_until = %s,
       state = CASE WHEN p.epoch = %s THEN p.state ELSE '{{}}'::jsonb END
  FROM room, others WHERE p.id = %s AND p.revoked_at IS NULL AND others.n < room.most
RETURNING p.epoch, p.line
"""
STAY = "UPDATE video_participant SET here_until = %s WHERE id = %s AND line = %s RETURNING id"
LEAVE = "UPDATE video_participant SET here_until = NULL WHERE id = %s AND line = %s RETURNING id"
SAY = """
UPDATE video_participant SET state = state || %s::jsonb,
       camera_at = CASE WHEN %s THEN coalesce(camera_at, %s) ELSE camera_at END,
       connected_at = CASE WHEN %s THEN coalesce(connected_at, %s) ELSE connected_at END
 WHERE id = %s AND line = %s RETURNING id
"""
# One statement judges both ends: the same room, still open, both admitted, neither sent away.
POST = """
INSERT INTO video_signal (organisation_id, subject_id, to_id, from_id, kind, body, at)
SELECT a.organisation_id, a.subject_id, a.id, s.id, 'signal', %s, %s
  FROM video_participant a
  JOIN video_participant s ON s.room_id = a.room_id AND s.id = %s
  JOIN video_room r ON r.id = a.room_id AND r.ended_at IS NULL
 WHERE a.id = %s AND a.id <> s.id AND a.admitted_at IS NOT NULL AND a.revoked_at IS NULL
   AND s.admitted_at IS NOT NULL AND s.revoked_at IS NULL
RETURNING id
"""
FORGET_STALE = "DELETE FROM video_signal WHERE at < %s OR to_id = %s"


def open_room(
    *, room_id: UUID, organisation_id: UUID, subject_id: UUID, purpose: str, machine_now: datetime, most: int = MOST
) -> Statement:
    """An empty room of one record."""
    return rows.insert(
        VideoRoom, id=room_id, organisation_id=organisation_id, subject_id=subject_id, purpose=purpose, most=most,
        opened_at=machine_now, ended_why="",
    )  # fmt: skip


def expect(
    *, participant_id: UUID, room_id: UUID, organisation_id: UUID, subject_id: UUID, role: str,
    account_id: UUID | None = None, admitted_at: datetime | None = None,
) -> Statement:  # fmt: skip
    """Somebody who may come. Without `admitted_at` they wait at the door until `admit`."""
    return rows.insert(
        VideoParticipant, id=participant_id, organisation_id=organisation_id, subject_id=subject_id, room=room_id,
        role=role, account_id=account_id, admitted_at=admitted_at, revoked_why="", epoch=0, line=0, state={},
    )  # fmt: skip


def join_as(*, participant_id: UUID, room_id: UUID, account_id: UUID, role: str, machine_now: datetime) -> Statement:
    """A professional walks in, admitted; one row (id, revoked_at), the earlier one when the account was there before.

    No row when the room has ended. Whether she may, the caller has judged.
    """
    return Statement(JOIN_AS_HOST, (participant_id, role, account_id, machine_now, room_id))


def admit(*, participant_id: UUID, machine_now: datetime) -> Statement:
    """One row when it was this call that let them in; none for the second of two who press at once."""
    return Statement(ADMIT, (machine_now, participant_id))


def revoke(*, participant_id: UUID, why: str, machine_now: datetime) -> list[Statement]:
    """They leave at once, and no ticket of theirs opens anything. Add `tell` of the room behind it."""
    return [
        Statement(REVOKE, (machine_now, why, participant_id)),
        Statement(TEAR_TICKETS.format("id"), (participant_id,)),
    ]


def end_room(*, room_id: UUID, why: str, machine_now: datetime) -> list[Statement]:
    """For everybody, once; the first statement gives one row to who ended it."""
    return [
        Statement(END, (machine_now, why, room_id)),
        Statement(TEAR_TICKETS.format("room_id"), (room_id,)),
        tell(room_id=room_id, machine_now=machine_now),
    ]


def tell(*, room_id: UUID, machine_now: datetime) -> Statement:
    """Every page that is here looks at the room again."""
    return Statement(TELL, (machine_now, room_id, machine_now))


def new_ticket(participant: Any, *, machine_now: datetime) -> tuple[str, Statement]:
    """A ticket for one socket of `participant` (id, organisation_id, subject_id), and the row that makes it good."""
    ticket = secrets.token_urlsafe(32)
    return ticket, rows.insert(
        VideoTicket, hash=hash_of(ticket), organisation_id=participant.organisation_id,
        subject_id=participant.subject_id, participant_id=participant.id, expires_at=machine_now + TICKET_LIFE,
    )  # fmt: skip


def hash_of(ticket: str) -> bytes:
    return hashlib.sha256(b"video|" + ticket.encode()).digest()


def arrive(*, participant_id: UUID, room_id: UUID, epoch: int, machine_now: datetime) -> Statement:
    """One row (epoch, line) when there is a place. `epoch`: that of the page that comes back, -1 for a new page."""
    until = machine_now + HERE
    return Statement(ARRIVE, (room_id, room_id, participant_id, machine_now, epoch, until, epoch, participant_id))


def stay(*, participant_id: UUID, line: int, machine_now: datetime) -> Statement:
    """One row while this socket is the last one."""
    return Statement(STAY, (machine_now + HERE, participant_id, line))


def leave(*, participant_id: UUID, line: int) -> Statement:
    return Statement(LEAVE, (participant_id, line))


def say(
    *, participant_id: UUID, line: int, flags: str, camera: bool, connected: bool, machine_now: datetime
) -> Statement:
    """`flags` is JSON; `camera` and `connected` note their first time."""
    return Statement(SAY, (flags, camera, machine_now, connected, machine_now, participant_id, line))


def post(*, sender_id: UUID, to_id: UUID, sealed: bytes, machine_now: datetime) -> Statement:
    """One row when both may speak to each other."""
    return Statement(POST, (sealed, machine_now, sender_id, to_id))


def forget_signals(*, before: datetime, to_id: UUID) -> Statement:
    """What was never taken, and what waits for a page that is no longer there."""
    return Statement(FORGET_STALE, (before, to_id))


def key_of(room_id: UUID) -> Record:
    """Seals what passes through a room. Derived: a signal lives a moment and needs no key of a record."""
    return Record(room_id, sealing.derive("video room", room_id.bytes))
