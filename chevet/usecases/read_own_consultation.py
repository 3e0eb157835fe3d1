"""What the patient's pages say of her consultation. Reading only; nothing that her record knows is shown for it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access import rules as doors
from chevet.access.queries import SUBJECT, enter
from chevet.access.visits import Visit
from chevet.appointments import queries as agenda
from chevet.appointments.states import LIVE
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.operations import PROFILE
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.rules import State, opens_at
from chevet.usecases.consultation_seats import UNKNOWN, standing
from chevet.usecases.open_visit import visit_door

LINES = Statement(
    """
SELECT l.words, l.at, l.account_id, a.name AS account_name FROM consultation_line l
  LEFT JOIN account a ON a.id = l.account_id
 WHERE l.consultation_id IN (SELECT id FROM consultation WHERE ended_at IS NULL AND subject_id = """
    + SUBJECT
    + ") ORDER BY l.at, l.id",
    (),
)
HERS = Statement(
    f"""
SELECT p.profile, k.subject_id, k.family, k.generation, k.wrapped,
       EXISTS (SELECT FROM contact_point c
                WHERE c.patient_id = p.id AND c.state = 'active' AND c.kind IN ('mobile', 'landline')) AS has_number
  FROM patient p JOIN data_key k ON k.subject_id = p.subject_id WHERE p.subject_id = {SUBJECT}
""",
    (),
)
# Who is expected, and where she works, for a consultation without an appointment.
EXPECTED = """
SELECT t.name AS team_name, t.phone AS team_phone, a.name AS professional
  FROM team t LEFT JOIN account a ON a.id = %s WHERE t.id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """`by` is empty for hers."""

    by: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnConsultation:
    """`opens_at`: the waiting room is still shut until then. `since`: she waits. `ending`: last digits of the number that
    was confirmed. `knows_home`, `knows_number`: what she need not type."""

    state: State
    id: UUID | None = None
    starts_at: datetime | None = None
    opens_at: datetime | None = None
    professional: str = ""
    team_name: str = ""
    team_phone: str = ""
    since: datetime | None = None
    delay_until: datetime | None = None
    delay_said_at: datetime | None = None
    confirmed: bool = False
    at_home: bool = True
    ending: str = ""
    phone_by: str = ""
    ended_why: str = ""
    modality_final: str = ""
    knows_home: bool = False
    knows_number: bool = False
    lines: list[OwnLine] = field(default_factory=list)


def own_consultation(*, visit: Visit, now: datetime, machine_now: datetime) -> OwnConsultation:
    """For a browser that said who it is. Raises NotFound: no such link, or an appointment that is not by video."""
    with UnitOfWork(visit.scope()) as work:
        entered, rows, appointments, hers, lines = work.fetch(
            enter(visit), queries.behind_link(machine_now=machine_now), agenda.behind_link(), HERS, LINES
        )
        door = visit_door(entered, now=now)
        if not doors.may_write(door.device) or not hers:
            raise NotFound(UNKNOWN)
        record, booked = open_record(hers[0]), appointments[0] if appointments else None
        known = _known(record, hers[0])
        if rows:
            expected = booked
            if booked is None:
                ((expected,),) = work.fetch(Statement(EXPECTED, (rows[0].account_id, rows[0].team_id)))
            return _opened(rows[0], expected, booked, record, lines, known, machine_now=machine_now)
        return _booked(booked, known, now=now)


def _known(record: Record, hers: Any) -> dict[str, bool]:
    profile = record.open(PROFILE, hers.profile) or {}
    return {"knows_home": bool(profile.get("address")), "knows_number": hers.has_number}


def _booked(booked: Any, known: dict[str, bool], *, now: datetime) -> OwnConsultation:
    """Nobody has opened it yet."""
    if booked is None or booked.modality != "video":
        raise NotFound(UNKNOWN)
    doors_open = opens_at(booked.starts_at)
    return OwnConsultation(
        state=State.PLANNED if booked.state in LIVE else State.MISSED, starts_at=booked.starts_at,
        opens_at=doors_open if now < doors_open else None, professional=booked.professional,
        team_name=booked.team_name, team_phone=booked.team_phone, **known,
    )  # fmt: skip


def _opened(
    row: Any, expected: Any, booked: Any, record: Record, lines: list[Any], known: dict[str, bool], *,
    machine_now: datetime,
) -> OwnConsultation:  # fmt: skip
    place = record.open(operations.PLACE, row.place) or {}
    late = row.delay_until if row.delay_until and row.delay_until > machine_now else None
    return OwnConsultation(
        state=standing(row, machine_now=machine_now), id=row.id, starts_at=booked.starts_at if booked else None,
        professional=expected.professional or "", team_name=expected.team_name, team_phone=expected.team_phone,
        since=row.arrived_at, delay_until=late, delay_said_at=row.delay_said_at if late else None,
        confirmed=bool(place), at_home=place.get("where") != "elsewhere", ending=place.get("number", "")[-2:],
        phone_by=row.phone_by, ended_why=row.ended_why, modality_final=row.modality_final, **known,
        lines=[
            OwnLine(by=one.account_name or "", words=record.open(operations.WORDS, one.words), at=one.at)
            for one in lines
        ],
    )  # fmt: skip
