"""Reads of the agenda, as statements for a unit of work. Everything a page needs of one appointment is in ONE."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from chevet.access.queries import TARGET
from chevet.kernel.rows import Statement

ONE = """
SELECT a.id, a.organisation_id, a.subject_id, a.patient_id, a.account_id, a.team_id, a.motive_id, a.starts_at,
       a.ends_at, a.modality, a.state, a.overbooked, a.language, a.channel, a.contact_id, a.link_id, a.unreached,
       a.booked_by, a.booked_at, a.confirmed_at, a.moves, a.moved_from, a.moved_by, a.moved_at, a.ended_by, a.ended_at,
       a.ended_why, a.words, a.remind_at, m.label AS motive, m.minutes, m.prepare, t.name AS team_name,
       t.phone AS team_phone, t.territory AS team_territory, w.name AS professional, w.profession, p.territory,
       p.first_name, p.birth_name, p.used_first_name, p.used_name, p.birth_date, p.sex, k.family, k.generation,
       k.wrapped
  FROM appointment a
  JOIN motive m ON m.id = a.motive_id
  JOIN team t ON t.id = a.team_id
  JOIN account w ON w.id = a.account_id
  JOIN patient p ON p.id = a.patient_id
  JOIN data_key k ON k.subject_id = a.subject_id
 WHERE a.id = {} {}
"""
TAKEN = """
SELECT id, starts_at, ends_at FROM appointment
 WHERE account_id = %s AND state <> 'cancelled' AND starts_at < %s AND ends_at > %s AND id <> %s ORDER BY starts_at
"""
OPENINGS = """
SELECT id, account_id, days, day, last_day, starts, ends, closed FROM opening
 WHERE team_id = %s AND account_id = ANY(%s) AND (last_day IS NULL OR last_day >= %s) ORDER BY day, starts
"""
MOTIVES = """
SELECT id, team_id, label, minutes, modality, prepare FROM motive
 WHERE retired_at IS NULL AND organisation_id = %s AND (team_id IS NULL OR team_id = ANY(%s)) ORDER BY label, id
"""
NOBODY = UUID(int=0)


def one(appointment_id: UUID, *, lock: bool = False) -> Statement:
    """One appointment with its names and its wrapped key (open_record takes the row). No row when it is not there.

    The caller checks that `team_id` is one of the actor's.
    """
    return Statement(ONE.format("%s", "FOR UPDATE OF a" if lock else ""), (appointment_id,))


def behind_link(*, lock: bool = False) -> Statement:
    """The same, of the link that was entered in this round trip; no row when the link opens on something else."""
    return Statement(ONE.format(TARGET, "FOR UPDATE OF a" if lock else ""), ())


def taken(*, account_id: UUID, since: datetime, until: datetime, besides: UUID = NOBODY) -> Statement:
    """What a professional's time between two moments is taken by, overbooked ones included."""
    return Statement(TAKEN, (account_id, until, since, besides))


def openings(*, team_id: UUID, account_ids: Iterable[UUID], since: datetime) -> Statement:
    """Those of these professionals in this team, weekly ones and the dates not gone by."""
    return Statement(OPENINGS, (team_id, list(account_ids), since.date()))


def motives(*, organisation_id: UUID, team_ids: Iterable[UUID]) -> Statement:
    """The motives in use of these teams and of the whole house."""
    return Statement(MOTIVES, (organisation_id, list(team_ids)))
