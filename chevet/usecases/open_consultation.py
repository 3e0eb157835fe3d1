"""A consultation is opened: at once from a patient, whose link then leaves by SMS, or for an appointment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.appointments import queries as agenda
from chevet.appointments.states import LIVE
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import CONVENES, Actor
from chevet.people.operations import CONTACT
from chevet.people.phones import PhoneError, parse_phone
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.rules import ends_by
from chevet.teleregulation.rules import language_for
from chevet.usecases.consultation_seats import (
    NOT_YOUR_ROLE,
    Sending,
    account,
    gettext_noop,
    journal,
    seat,
    team_of,
)
from chevet.video import operations as video
from chevet.video.rules import Role

NOT_YOURS = gettext_noop("Ce patient n’existe pas, ou votre équipe ne le suit pas.")
NO_CONTACT = gettext_noop("Cette personne n’a ni mobile ni adresse e-mail. Ajoutez-en un, puis recommencez.")
NOT_BY_VIDEO = gettext_noop("Ce rendez-vous est passé, annulé, ou n’est pas en vidéo.")
# Two presses at once, or the patient who comes while the doctor opens: one after the other.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
PATIENT = """
SELECT p.id, p.subject_id, p.organisation_id, p.territory, k.family, k.generation, k.wrapped, c.team_id
  FROM patient p JOIN data_key k ON k.subject_id = p.subject_id
  JOIN care_link c ON c.subject_id = p.subject_id AND c.team_id = ANY(%s) AND (c.until IS NULL OR c.until > %s)
 WHERE p.id = %s ORDER BY c.team_id = %s DESC, c.since LIMIT 1
"""
REACHED = """
SELECT id, kind, value FROM contact_point
 WHERE patient_id = %s AND state = 'active' AND kind IN ('mobile', 'email') ORDER BY id <> %s, kind = 'email', id
"""
EXPECTED = """
SELECT 1 AS one FROM membership m WHERE m.account_id = %s AND m.team_id = %s AND (m.until IS NULL OR m.until > %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`key` is made by the page: pressed twice, opened once. `contact_id`: where the link goes, the first mobile unless
    said. `account_id`: who is expected, the actor unless said (a secretary opens for the team)."""

    key: UUID
    patient_id: UUID
    team_id: UUID | None = None
    account_id: UUID | None = None
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The facts that every opening has, wherever it comes from."""

    id: UUID
    organisation_id: UUID
    subject_id: UUID
    team_id: UUID
    account_id: UUID | None
    appointment_id: UUID | None = None
    starts_at: datetime | None = None
    opened_by: str


def open_consultation(*, actor: Actor, wanted: Wanted, now: datetime, machine_now: datetime) -> UUID:
    """The id of the consultation; its link waits in the outbox, before most other classes.

    Raises Forbidden, Invalid (nowhere to send the link), NotFound (not followed by a team of the actor's).
    """
    if actor.role not in CONVENES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        _, earlier, patients, contacts = work.fetch(
            one_at_a_time(wanted.key),
            queries.one(wanted.key, machine_now=machine_now),
            Statement(PATIENT, (list(actor.team_ids), now, wanted.patient_id, wanted.team_id)),
            Statement(REACHED, (wanted.patient_id, wanted.contact_id)),
        )
        if earlier:
            return earlier[0].id
        if not patients:
            raise NotFound(NOT_YOURS)
        _open_now(work, actor, wanted, patients[0], contacts, now=now, machine_now=machine_now)
    return wanted.key


def open_for_appointment(
    *, actor: Actor, key: UUID, appointment_id: UUID, now: datetime, machine_now: datetime
) -> UUID:  # fmt: skip
    """The consultation of an appointment by video, whoever opened it first; its patient has a link already.

    Raises Forbidden, NotFound, Conflict (cancelled, or not by video).
    """
    if actor.role not in CONVENES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        _, earlier, appointments = work.fetch(
            one_at_a_time(appointment_id),
            queries.of_appointment(appointment_id, machine_now=machine_now),
            agenda.one(appointment_id),
        )
        if not appointments or appointments[0].team_id not in actor.team_ids:
            raise NotFound
        if earlier:
            return earlier[0].id
        work.add(*of_appointment(appointments[0], key=key, by=account(actor), now=now, machine_now=machine_now))
    return key


def of_appointment(
    appointment: Any, *, key: UUID, by: str, now: datetime, machine_now: datetime
) -> list[Statement]:  # fmt: skip
    """The rows of a consultation whose appointment (a row of appointments.queries) has none yet. Raises Conflict."""
    if appointment.state not in LIVE or appointment.modality != "video":
        raise Conflict(NOT_BY_VIDEO)
    record, room_id = open_record(appointment), new_id()
    opened = Opened(
        id=key, organisation_id=appointment.organisation_id, subject_id=appointment.subject_id,
        team_id=appointment.team_id, account_id=appointment.account_id, appointment_id=appointment.id,
        starts_at=appointment.starts_at, opened_by=by,
    )  # fmt: skip
    place = Sending(
        record=record, organisation_id=appointment.organisation_id, consultation_id=key, room_id=room_id,
        role=Role.PATIENT,
    )  # fmt: skip
    return [
        *opening(opened, room_id=room_id, now=now, machine_now=machine_now),
        *seat(place, now=now),
        journal(opened, "opened", by=by, machine_now=machine_now, appointment=str(appointment.id)),
    ]


def one_at_a_time(key: UUID) -> Statement:
    return Statement(ONE_AT_A_TIME, (str(key),))


def opening(opened: Opened, *, room_id: UUID, now: datetime, machine_now: datetime) -> list[Statement]:
    """The rows of a consultation, without the patient's seat."""
    return [
        video.open_room(
            room_id=room_id, organisation_id=opened.organisation_id, subject_id=opened.subject_id,
            purpose="consultation", machine_now=machine_now,
        ),
        operations.new_consultation(
            consultation_id=opened.id, organisation_id=opened.organisation_id,
            subject_id=opened.subject_id, team_id=opened.team_id, account_id=opened.account_id,
            appointment_id=opened.appointment_id, room_id=room_id, opened_by=opened.opened_by, now=now,
            ends_by=ends_by(starts_at=opened.starts_at, now=now, machine_now=machine_now),
        ),
    ]  # fmt: skip


def _open_now(
    work: UnitOfWork, actor: Actor, wanted: Wanted, patient: Any, contacts: list[Any], *, now: datetime,
    machine_now: datetime,
) -> None:  # fmt: skip
    expected = wanted.account_id or (None if actor.role == "secretary" else actor.account_id)
    teams, members = work.fetch(team_of(patient.team_id), Statement(EXPECTED, (expected, patient.team_id, machine_now)))
    if wanted.account_id and not members:
        raise NotFound(NOT_YOURS)
    record, room_id = open_record(patient), new_id()
    opened = Opened(
        id=wanted.key, organisation_id=patient.organisation_id, subject_id=patient.subject_id,
        team_id=patient.team_id, account_id=expected, opened_by=account(actor),
    )  # fmt: skip
    sending = Sending(
        record=record, organisation_id=patient.organisation_id, consultation_id=wanted.key, room_id=room_id,
        role=Role.PATIENT, service=teams[0].name, **_reached(record, contacts, patient.territory),
    )  # fmt: skip
    work.add(
        *opening(opened, room_id=room_id, now=now, machine_now=machine_now),
        *seat(sending, now=now),
        journal(opened, "opened", by=account(actor), machine_now=machine_now),
    )


def _reached(record: Record, contacts: list[Any], territory: str) -> dict[str, Any]:
    """How the patient is written to. Raises Invalid."""
    if not contacts:
        raise Invalid(NO_CONTACT, fields={"contact_id": NO_CONTACT})
    value = record.open(CONTACT, contacts[0].value)
    if contacts[0].kind == "email":
        return {"channel": "email", "recipient": value, "display": value, "contact_id": contacts[0].id}
    display, language = read_back(value, territory)
    return {
        "channel": "sms", "recipient": value, "display": display, "language": language, "contact_id": contacts[0].id,
    }  # fmt: skip


def read_back(number: str, territory: str) -> tuple[str, str]:
    """A number that is known (E.164) as people write it, and the language of its country."""
    try:
        parsed = parse_phone(number, territory=territory_named(territory), fiction=True)
    except PhoneError:
        return number, "fr"
    return parsed.display, language_for(parsed.region)
