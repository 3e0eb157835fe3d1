"""The agenda of a team between two moments: who receives, when they are open, who is expected. No clinical word in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.appointments import queries
from chevet.appointments.permissions import NOT_YOUR_ROLE, can_keep_agendas, check_keeps_agenda
from chevet.appointments.rules import BOOKABLE_FOR, Open, free, open_of
from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.operations import CONTACT

WHO = """
SELECT t.name AS team_name, t.territory, a.id, a.name, a.profession
  FROM team t
  LEFT JOIN LATERAL (
    SELECT DISTINCT a.id, a.name, a.profession FROM membership m JOIN account a ON a.id = m.account_id
     WHERE m.team_id = t.id AND m.role = 'professional' AND a.is_active AND (m.until IS NULL OR m.until > %s)
  ) a ON true
 WHERE t.id = %s ORDER BY a.name
"""
OPENINGS = """
SELECT id, account_id, days, day, last_day, starts, ends, closed FROM opening
 WHERE team_id = %s AND (last_day IS NULL OR last_day >= %s) ORDER BY day, starts
"""
# Of a professional of this team, also what another team has booked: the hour is taken, and no more is said.
EXPECTED = """
SELECT a.id, a.account_id, a.team_id, a.patient_id, a.starts_at, a.ends_at, a.modality, a.state, a.overbooked,
       a.unreached, a.channel, a.confirmed_at, a.moves, a.moved_from, a.moved_by, a.ended_by, a.ended_why, m.label AS motive,
       a.team_id = ANY(%s) AS ours, p.first_name, p.birth_name, p.used_first_name, p.used_name, p.birth_date
  FROM appointment a JOIN motive m ON m.id = a.motive_id JOIN patient p ON p.id = a.patient_id
 WHERE a.starts_at < %s AND a.ends_at > %s
   AND (a.team_id = %s OR a.account_id IN (SELECT account_id FROM membership WHERE team_id = %s AND role = 'professional'))
 ORDER BY a.starts_at, a.id
"""
OF_PATIENT = """
SELECT a.id, a.starts_at, a.ends_at, a.modality, a.state, a.overbooked, a.unreached, a.channel, a.moves, a.moved_by,
       a.ended_by, a.ended_why, a.team_id, a.account_id, m.label AS motive, t.name AS team_name, t.territory AS team_territory,
       w.name AS professional
  FROM appointment a JOIN motive m ON m.id = a.motive_id JOIN team t ON t.id = a.team_id
  JOIN account w ON w.id = a.account_id
 WHERE a.patient_id = %s ORDER BY a.starts_at DESC LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Agenda:
    """`people` receive in this team; `openings` and `expected` are rows with an account_id."""

    team_id: UUID
    team_name: str
    territory: str
    zone: ZoneInfo
    people: Sequence[Any]
    motives: Sequence[Any]
    openings: Sequence[Any]
    expected: Sequence[Any]

    def open_of(self, account_id: UUID) -> list[Open]:
        return open_of([one for one in self.openings if one.account_id == account_id])

    def taken(self, account_id: UUID) -> list[tuple[datetime, datetime]]:
        return [
            (one.starts_at, one.ends_at)
            for one in self.expected
            if one.account_id == account_id and one.state != "cancelled"
        ]


def read_agenda(*, actor: Actor, team_id: UUID, since: datetime, until: datetime, machine_now: datetime) -> Agenda:
    """Six statements, however many are expected. Raises Forbidden, NotFound."""
    check_keeps_agenda(actor, team_id)
    with UnitOfWork(actor.scope()) as work:
        who, openings, motives, expected = work.fetch(
            Statement(WHO, (machine_now, team_id)),
            Statement(OPENINGS, (team_id, since.date() - timedelta(days=1))),
            queries.motives(organisation_id=actor.organisation_id, team_ids=[team_id]),
            Statement(EXPECTED, (list(actor.own_team_ids), until, since, team_id, team_id)),
        )
        if not who:
            raise NotFound
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="agenda.read",
                organisation_id=actor.organisation_id,
                detail={"team": str(team_id), "since": since.isoformat(), "shown": len(expected)},
            )
        )  # fmt: skip
    people = [one for one in who if one.id is not None]
    zone = territory_named(who[0].territory).tzinfo
    return Agenda(team_id, who[0].team_name, who[0].territory, zone, people, motives, openings, expected)


def read_appointment(*, actor: Actor, appointment_id: UUID, machine_now: datetime) -> Any:
    """A row of queries.ONE. Raises Forbidden, NotFound."""
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(queries.one(appointment_id))
        if not rows:
            raise NotFound
        check_keeps_agenda(actor, rows[0].team_id)
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="appointment.read",
                organisation_id=actor.organisation_id, subject_id=rows[0].subject_id,
                detail={"appointment": str(appointment_id)},
            )
        )  # fmt: skip
    return rows[0]


def read_appointments_of(*, actor: Actor, patient_id: UUID) -> list[Any]:
    """A person's appointments in the actor's teams, latest first; whoever shows her page has journalled the look."""
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(Statement(OF_PATIENT, (patient_id,)))
    return [one for one in rows if one.team_id in actor.own_team_ids]


def find_times(
    *, actor: Actor, team_id: UUID, account_id: UUID, minutes: int, since: datetime, most: int, now: datetime,
    machine_now: datetime,
) -> list[datetime]:  # fmt: skip
    """The next free times of one professional, at most `most`. Raises Forbidden, NotFound."""
    check_keeps_agenda(actor, team_id)
    with UnitOfWork(actor.scope()) as work:
        who, taken, opened = work.fetch(
            Statement(WHO, (machine_now, team_id)),
            queries.taken(account_id=account_id, since=since, until=since + BOOKABLE_FOR),
            queries.openings(team_id=team_id, account_ids=[account_id], since=since - timedelta(days=1)),
        )
    if not who:
        raise NotFound
    zone = territory_named(who[0].territory).tzinfo
    spans = [(one.starts_at, one.ends_at) for one in taken]
    found = free(open_of(opened), spans, minutes=minutes, zone=zone, since=max(since, now), until=since + BOOKABLE_FOR)
    return list(islice(found, most))


PERSON = """
SELECT p.id, p.subject_id, p.first_name, p.birth_name, p.used_first_name, p.used_name, p.birth_date, p.territory,
       k.family, k.generation, k.wrapped
  FROM patient p JOIN data_key k ON k.subject_id = p.subject_id WHERE p.id = %s
"""
REACHED_AT = """
SELECT id, kind, value FROM contact_point
 WHERE patient_id = %s AND state <> 'wrong' AND kind IN ('mobile', 'email') ORDER BY state, kind DESC, id
"""


@dataclass(frozen=True, slots=True)
class Bookable:
    """Somebody who can be expected: who she is, where she is told ((id, kind, value in clear))."""

    patient: Any
    contacts: Sequence[tuple[UUID, str, str]]


def read_bookable(*, actor: Actor, patient_id: UUID, machine_now: datetime) -> Bookable:
    """Anybody the house knows: the search finds them too. Raises Forbidden, NotFound."""
    if not can_keep_agendas(actor):
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        people, contacts = work.fetch(Statement(PERSON, (patient_id,)), Statement(REACHED_AT, (patient_id,)))
        if not people:
            raise NotFound
        record = open_record(people[0])
        known = [(one.id, one.kind, record.open(CONTACT, one.value)) for one in contacts]
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="patient.looked_up",
                organisation_id=actor.organisation_id, subject_id=people[0].subject_id,
            )
        )  # fmt: skip
    return Bookable(people[0], known)
