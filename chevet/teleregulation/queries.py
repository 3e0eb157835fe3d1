"""Reads of regulations."""

from datetime import datetime
from uuid import UUID

from chevet.kernel.rows import Statement

ONE = """
SELECT g.id, g.organisation_id, g.subject_id, g.team_id, g.room_id, g.opened_by, g.opened_at, g.facts, g.ended_at,
       g.conclusion, k.family, k.generation, k.wrapped
  FROM regulation g JOIN data_key k ON k.subject_id = g.subject_id WHERE g.id = %s {lock}
"""
RECENT = """
SELECT g.id, g.organisation_id, g.subject_id, g.team_id, g.room_id, g.opened_by, g.opened_at, g.facts, g.ended_at,
       g.conclusion, k.family, k.generation, k.wrapped
  FROM regulation g JOIN data_key k ON k.subject_id = g.subject_id
 WHERE g.team_id = ANY(%s) AND (g.ended_at IS NULL OR g.opened_at > %s) ORDER BY g.opened_at DESC LIMIT %s
"""
# The last message of each link: its `once` says which link and which sending.
GUESTS = """
SELECT u.participant_id, u.regulation_id, u.link_id, u.recipient, u.sends, u.open_until, u.opened_at, p.role,
       p.revoked_at, coalesce(p.here_until > %s, false) AS here, p.state AS flags, p.camera_at, p.connected_at,
       m.state AS message, m.reason
  FROM regulation_guest u
  JOIN video_participant p ON p.id = u.participant_id
  LEFT JOIN message m ON m.once = 'samu:' || u.participant_id::text || ':' || u.sends
 WHERE u.regulation_id = ANY(%s) ORDER BY u.participant_id
"""
GUEST = """
SELECT u.participant_id, u.link_id, u.recipient, u.sends, u.opened_at, p.role, p.revoked_at
  FROM regulation_guest u JOIN video_participant p ON p.id = u.participant_id
 WHERE u.participant_id = %s AND u.regulation_id = %s
"""
PHOTOS = """
SELECT id, came_at, kept_at FROM regulation_photo WHERE regulation_id = ANY(%s) ORDER BY came_at, id
"""
PHOTO = "SELECT id, content FROM regulation_photo WHERE id = %s AND regulation_id = %s"
HOW_MANY = "SELECT count(*) AS n FROM regulation_photo WHERE regulation_id = %s"
CLIENT = "SELECT id, organisation_id, team_id, rotation FROM regulation_client WHERE id = %s AND ended_at IS NULL"


def one(regulation_id: UUID, *, lock: bool = False) -> Statement:
    """A regulation with its wrapped key; no row when it is not of the acting organisation."""
    return Statement(ONE.format(lock="FOR UPDATE OF g" if lock else ""), (regulation_id,))


def recent(*, team_ids: list[UUID], since: datetime, limit: int = 30) -> Statement:
    """Those that go on, and those opened since then; newest first."""
    return Statement(RECENT, (team_ids, since, limit))


def guests(*, regulation_ids: list[UUID], machine_now: datetime) -> Statement:
    """Everybody who was sent a link, with the state of the last message."""
    return Statement(GUESTS, (machine_now, regulation_ids))


def guest(*, participant_id: UUID, regulation_id: UUID) -> Statement:
    return Statement(GUEST, (participant_id, regulation_id))


def photos(regulation_ids: list[UUID]) -> Statement:
    return Statement(PHOTOS, (regulation_ids,))


def photo(*, photo_id: UUID, regulation_id: UUID) -> Statement:
    return Statement(PHOTO, (photo_id, regulation_id))


def how_many_photos(regulation_id: UUID) -> Statement:
    return Statement(HOW_MANY, (regulation_id,))


def client(client_id: UUID) -> Statement:
    """Needs the purpose "launch"."""
    return Statement(CLIENT, (client_id,))
