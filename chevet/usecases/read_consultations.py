"""What the pages of professionals show of consultations: those of today with who waits, one of them, those of a patient."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import CONSULTS, CONVENES, Actor
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.rules import State
from chevet.usecases.consultation_seats import NOT_YOUR_ROLE, account, standing
from chevet.video.rules import Role

SHOWN_FOR = timedelta(hours=12)
PATIENTS = """
SELECT id, subject_id, first_name, birth_name, used_first_name, used_name, birth_date, sex, territory
  FROM patient WHERE subject_id = ANY(%s)
"""
ACCOUNTS = "SELECT id, name FROM account WHERE id = ANY(%s)"
# Of the whole day where the team is; the widest of several zones, sifted below.
BOOKED = """
SELECT a.id, a.subject_id, a.account_id, a.team_id, a.starts_at, a.ends_at, a.modality, a.state, m.label AS motive,
       t.territory
  FROM appointment a JOIN motive m ON m.id = a.motive_id JOIN team t ON t.id = a.team_id
 WHERE (a.team_id = ANY(%s) AND a.modality = 'video' AND a.state <> 'cancelled' AND a.starts_at BETWEEN %s AND %s)
    OR a.id = ANY(%s)
 ORDER BY a.starts_at, a.id
"""
MINE = """
SELECT 1 AS one FROM consultation_seat s JOIN video_participant p ON p.id = s.participant_id
 WHERE s.consultation_id = %s AND s.account_id = %s AND p.revoked_at IS NULL
"""
FOLLOWED = """
SELECT 1 AS one FROM care_link WHERE subject_id = %s AND team_id = ANY(%s) AND (until IS NULL OR until > %s) LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is expected. `flags`: what the device says of itself (video/frames.py), while it is `here`.

    `message`: the state of the last message, None when none was sent.
    """

    id: UUID
    role: str
    name: str
    display: str
    here: bool
    opened: bool
    admitted_at: datetime | None
    connected_at: datetime | None
    flags: dict[str, Any]
    message: str | None
    sends: int
    account_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of the waiting room; `by` is empty for the patient."""

    by: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationView:
    """`id` None: an appointment that nobody has opened yet. `place`: {where, address, number, display} once confirmed."""

    id: UUID | None
    appointment_id: UUID | None
    subject_id: UUID
    patient: Any
    team_id: UUID
    account_id: UUID | None
    professional: str
    starts_at: datetime | None
    motive: str
    modality: str
    state: State
    opened_at: datetime | None = None
    arrived_at: datetime | None = None
    delay_until: datetime | None = None
    step: str = "video"
    phone_at: datetime | None = None
    phone_by: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""
    modality_final: str = ""
    place: dict[str, Any] | None = None
    conclusion: dict[str, Any] | None = None
    room_id: UUID | None = None
    people: list[Person] = field(default_factory=list)
    lines: list[Said] = field(default_factory=list)

    @property
    def patient_name(self) -> str:
        one = self.patient
        return f"{one.used_first_name or one.first_name} {(one.used_name or one.birth_name).upper()}" if one else ""

    @property
    def patient_id(self) -> UUID | None:
        return self.patient.id if self.patient else None

    @property
    def seat(self) -> Person | None:
        """The patient's."""
        return next((one for one in self.people if one.role == Role.PATIENT), None)


def list_consultations(
    *, actor: Actor, by_itself: bool = False, now: datetime, machine_now: datetime
) -> list[ConsultationView]:
    """Those of the actor's teams that go on or ended lately, and today's appointments by video that nobody opened.

    Who waits longest first, then by the hour. A constant number of statements. Raises Forbidden.
    """
    if actor.role not in CONVENES:
        raise Forbidden(NOT_YOUR_ROLE)
    teams = sorted(actor.team_ids)
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(queries.of_teams(team_ids=teams, since=now - SHOWN_FOR, machine_now=machine_now))
        opened = [row.appointment_id for row in rows if row.appointment_id]
        day = timedelta(days=1)
        (booked,) = work.fetch(Statement(BOOKED, (teams, now - day, now + day, opened)))
        views = _views(work, rows, booked, actor, machine_now=machine_now)
        planned = [one for one in booked if one.id not in set(opened) and _is_today(one, now)]
        views += _planned(work, planned)
        if not by_itself:
            work.add(_look(actor, None, machine_now))
    return sorted(views, key=_order)


def read_consultation(
    *, actor: Actor, consultation_id: UUID, by_itself: bool = False, now: datetime, machine_now: datetime
) -> ConsultationView:
    """One of the actor's teams', or one to which she was invited; the look is journalled. Raises Forbidden, NotFound."""
    if actor.role not in CONVENES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        rows, mine = work.fetch(
            queries.one(consultation_id, machine_now=machine_now),
            Statement(MINE, (consultation_id, actor.account_id)),
        )
        if not rows or (rows[0].team_id not in actor.team_ids and not mine):
            raise NotFound
        (booked,) = work.fetch(Statement(BOOKED, ([], now, now, [rows[0].appointment_id])))
        if not by_itself:
            work.add(_look(actor, rows[0], machine_now))
        return _views(work, rows, booked, actor, machine_now=machine_now)[0]


def consultations_of(*, actor: Actor, subject_id: UUID, now: datetime, machine_now: datetime) -> list[ConsultationView]:
    """Of one record that a team of the actor's follows, the newest first. Raises Forbidden, NotFound."""
    if actor.role not in CONVENES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        followed, rows = work.fetch(
            Statement(FOLLOWED, (subject_id, list(actor.team_ids), now)),
            queries.of_subject(subject_id, machine_now=machine_now),
        )
        if not followed:
            raise NotFound
        ids = [row.appointment_id for row in rows if row.appointment_id]
        (booked,) = work.fetch(Statement(BOOKED, ([], now, now, ids)))
        return _views(work, rows, booked, actor, machine_now=machine_now)


def _views(
    work: UnitOfWork, rows: Sequence[Any], booked: Iterable[Any], actor: Actor, *, machine_now: datetime
) -> list[ConsultationView]:
    """Four statements, however many rows."""
    ids = [row.id for row in rows]
    seats, lines, patients, accounts = work.fetch(
        queries.seats(ids, machine_now=machine_now), queries.lines(ids),
        Statement(PATIENTS, ([row.subject_id for row in rows],)),
        Statement(ACCOUNTS, ([row.account_id for row in rows if row.account_id],)),
    )  # fmt: skip
    appointments, people = {one.id: one for one in booked}, {one.subject_id: one for one in patients}
    names = {one.id: one.name for one in accounts}
    return [
        _view(
            row, people.get(row.subject_id), appointments.get(row.appointment_id), names.get(row.account_id, ""),
            [one for one in seats if one.consultation_id == row.id],
            [one for one in lines if one.consultation_id == row.id],
            sees_all=actor.role in CONSULTS, machine_now=machine_now,
        )
        for row in rows
    ]  # fmt: skip


def _view(
    row: Any, patient: Any, booked: Any, professional: str, seats: list[Any], lines: list[Any], *, sees_all: bool,
    machine_now: datetime,
) -> ConsultationView:  # fmt: skip
    """A secretary sees who waits and where; what was concluded is the professional's."""
    record = open_record(row)
    return ConsultationView(
        id=row.id, appointment_id=row.appointment_id, subject_id=row.subject_id, patient=patient, team_id=row.team_id,
        account_id=row.account_id, professional=professional, starts_at=booked.starts_at if booked else None,
        motive=booked.motive if booked else "", modality=booked.modality if booked else "video",
        state=standing(row, machine_now=machine_now), opened_at=row.opened_at, arrived_at=row.arrived_at,
        delay_until=row.delay_until, step=row.step, phone_at=row.phone_at, phone_by=row.phone_by,
        ended_at=row.ended_at, ended_why=row.ended_why, modality_final=row.modality_final,
        place=record.open(operations.PLACE, row.place), room_id=row.room_id,
        conclusion=record.open(operations.CONCLUSION, row.conclusion) if sees_all else None,
        people=[_person(one, record) for one in seats if one.revoked_at is None],
        lines=[
            Said(by=one.account_name or "", words=record.open(operations.WORDS, one.words), at=one.at) for one in lines
        ],
    )  # fmt: skip


def _person(seat: Any, record: Any) -> Person:
    who = record.open(operations.WHO, seat.who) or {}
    flags = json.loads(seat.flags) if isinstance(seat.flags, str | bytes) else seat.flags
    return Person(
        id=seat.participant_id, role=seat.role, name=seat.account_name or who.get("name", ""),
        display=who.get("display", ""), here=seat.here, opened=seat.opened_at is not None,
        admitted_at=seat.admitted_at, connected_at=seat.connected_at, flags=flags, message=seat.message,
        sends=seat.sends, account_id=seat.account_id,
    )  # fmt: skip


def _planned(work: UnitOfWork, booked: Sequence[Any]) -> list[ConsultationView]:
    patients, accounts = work.fetch(
        Statement(PATIENTS, ([one.subject_id for one in booked],)),
        Statement(ACCOUNTS, ([one.account_id for one in booked],)),
    )
    people, names = {one.subject_id: one for one in patients}, {one.id: one.name for one in accounts}
    return [
        ConsultationView(
            id=None, appointment_id=one.id, subject_id=one.subject_id, patient=people.get(one.subject_id),
            team_id=one.team_id, account_id=one.account_id, professional=names.get(one.account_id, ""),
            starts_at=one.starts_at, motive=one.motive, modality=one.modality,
            state=State.MISSED if one.state == "missed" else State.PLANNED,
        )
        for one in booked
        if one.state != "honoured"
    ]  # fmt: skip


def _is_today(booked: Any, now: datetime) -> bool:
    zone = territory_named(booked.territory).tzinfo
    today = now.astimezone(zone)
    midnight = datetime.combine(today.date(), time(), zone)
    return midnight <= booked.starts_at < midnight + timedelta(days=1)


def _order(view: ConsultationView) -> tuple:
    far = datetime.max.replace(tzinfo=(view.starts_at or view.opened_at).tzinfo)
    waits = view.state in (State.WAITING, State.BY_PHONE)
    return (view.ended_at is not None, not waits, view.arrived_at or far, view.starts_at or view.opened_at)


def _look(actor: Actor, row: Any, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now, actor=account(actor), action="consultation.read" if row else "consultations.listed",
        organisation_id=actor.organisation_id, subject_id=row.subject_id if row else None,
        detail={"consultation": str(row.id)} if row else None,
    )  # fmt: skip
