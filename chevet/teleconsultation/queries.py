"""Reads of consultations. Keys come along, so that what is sealed can be read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chevet.access.queries import TARGET
from chevet.kernel.rows import Statement

COLUMNS = """
c.id, c.organisation_id, c.subject_id, c.team_id, c.account_id, c.appointment_id, c.room_id, c.opened_by, c.opened_at,
c.ends_by, c.tested_at, c.arrived_at, c.delay_until, c.delay_said_at, c.place, c.confirmed_at, c.step, c.phone_at,
c.phone_by, c.ended_at, c.ended_why, c.modality_final, c.conclusion, k.family, k.generation, k.wrapped,
s.participant_id, s.link_id, s.sends, p.admitted_at, p.connected_at, p.camera_at, p.state AS flags,
coalesce(p.here_until > %s, false) AS here
"""
FROM = """
  FROM consultation c
  JOIN consultation_seat s ON s.consultation_id = c.id AND s.role = 'patient'
  JOIN video_participant p ON p.id = s.participant_id
  JOIN data_key k ON k.subject_id = c.subject_id
"""
SELECT = f"SELECT {COLUMNS} {FROM}"
SEATS = """
SELECT s.participant_id, s.consultation_id, s.role, s.link_id, s.account_id, s.who, s.sends, s.open_until, s.opened_at,
       s.invited_by, s.admitted_by, p.admitted_at, p.revoked_at, p.connected_at, p.camera_at, p.state AS flags,
       coalesce(p.here_until > %s, false) AS here, a.name AS account_name, m.state AS message, m.reason
  FROM consultation_seat s
  JOIN video_participant p ON p.id = s.participant_id
  LEFT JOIN account a ON a.id = s.account_id
  LEFT JOIN message m ON m.once = 'visit:' || s.participant_id::text || ':' || s.sends
 WHERE s.consultation_id = ANY(%s) ORDER BY s.participant_id
"""
LINES = """
SELECT l.id, l.consultation_id, l.account_id, l.words, l.at, a.name AS account_name
  FROM consultation_line l LEFT JOIN account a ON a.id = l.account_id
 WHERE l.consultation_id = ANY(%s) ORDER BY l.at, l.id
"""
AHEAD = """
SELECT count(*) AS n FROM consultation o JOIN consultation_seat s ON s.consultation_id = o.id AND s.role = 'patient'
  JOIN video_participant p ON p.id = s.participant_id
"""
FORGOTTEN = """
SELECT id, organisation_id, subject_id FROM consultation WHERE ended_at IS NULL AND ends_by <= %s ORDER BY ends_by LIMIT %s
"""
HOW_MANY_LINES = """
SELECT count(*) AS n FROM consultation_line WHERE consultation_id = %s AND (account_id IS NULL) = %s
"""


def one(consultation_id: UUID, *, machine_now: datetime, lock: bool = False) -> Statement:
    """A consultation with the patient's place and the wrapped key; no row when it is not of the acting organisation."""
    return Statement(f"{SELECT} WHERE c.id = %s {'FOR UPDATE OF c' if lock else ''}", (machine_now, consultation_id))


def of_appointment(appointment_id: UUID, *, machine_now: datetime) -> Statement:
    return Statement(f"{SELECT} WHERE c.appointment_id = %s", (machine_now, appointment_id))


def behind_link(*, machine_now: datetime, lock: bool = False) -> Statement:
    """What the link that was entered opens on, by its own id or its appointment's; after `access.queries.enter`."""
    where = f"WHERE (c.id = {TARGET} OR c.appointment_id = {TARGET})"
    return Statement(f"{SELECT} {where} {'FOR UPDATE OF c' if lock else ''}", (machine_now,))


def of_teams(*, team_ids: Sequence[UUID], since: datetime, machine_now: datetime, limit: int = 60) -> Statement:
    """Those that go on, and those opened since then (domain clock); who waits longest first."""
    where = "WHERE c.team_id = ANY(%s) AND (c.ended_at IS NULL OR c.opened_at > %s)"
    order = "ORDER BY c.ended_at IS NOT NULL, c.arrived_at NULLS LAST, c.opened_at DESC LIMIT %s"
    return Statement(f"{SELECT} {where} {order}", (machine_now, list(team_ids), since, limit))


def of_subject(subject_id: UUID, *, machine_now: datetime, limit: int = 20) -> Statement:
    """Of one record, the newest first."""
    return Statement(
        f"{SELECT} WHERE c.subject_id = %s ORDER BY c.opened_at DESC LIMIT %s", (machine_now, subject_id, limit)
    )


def seats(consultation_ids: Sequence[UUID], *, machine_now: datetime) -> Statement:
    """Everybody who is expected, with the state of the last message; the patient among them."""
    return Statement(SEATS, (machine_now, list(consultation_ids)))


def lines(consultation_ids: Sequence[UUID]) -> Statement:
    return Statement(LINES, (list(consultation_ids),))


def how_many_lines(consultation_id: UUID, *, of_patient: bool) -> Statement:
    return Statement(HOW_MANY_LINES, (consultation_id, of_patient))


def forgotten(*, machine_now: datetime, limit: int = 200) -> Statement:
    """Those that nobody ended in time. Needs the purpose "schedule"."""
    return Statement(FORGOTTEN, (machine_now, limit))
