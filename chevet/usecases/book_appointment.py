"""A secretary or a professional books a time for a patient, who is told at once: SMS, e-mail with .ics, or a letter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.access.operations import new_link
from chevet.appointments import operations, queries
from chevet.appointments.models import Modality
from chevet.appointments.permissions import check_keeps_agenda
from chevet.appointments.reminding import next_reminder
from chevet.appointments.texts import CONVOKED
from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people import operations as people
from chevet.people.actors import Actor
from chevet.usecases.booking import check_time, journal, link_ends, taken_meanwhile
from chevet.usecases.convoking import PAPER, contact_of, convoke

PATIENT = "SELECT id, subject_id, territory FROM patient WHERE id = %s"
CONTACTS = """
SELECT id, kind FROM contact_point WHERE patient_id = %s AND state <> 'wrong' AND kind IN ('mobile', 'email')
 ORDER BY state, kind DESC, id
"""
MOTIVE = """
SELECT id, minutes, modality FROM motive
 WHERE id = %s AND retired_at IS NULL AND organisation_id = %s AND (team_id IS NULL OR team_id = %s)
"""
WORKS_HERE = """
SELECT t.territory, m.account_id FROM team t
  LEFT JOIN membership m ON m.team_id = t.id AND m.account_id = %s AND m.role = 'professional'
   AND (m.until IS NULL OR m.until > %s)
 WHERE t.id = %s LIMIT 1
"""
CHANNELS = {"mobile": "sms", "email": "email"}
WHO = "Choisissez qui reçoit."
WHAT = "Choisissez un motif."
HOW = "Choisissez comment prévenir la personne."


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """`appointment_id` is made by the page. modality: empty for the motive's. contact_id: where she is told; "paper" for
    a letter; None for her mobile, else her e-mail, else a letter. overbook: said, on another appointment or out of hours.
    """

    appointment_id: UUID
    patient_id: UUID
    team_id: UUID
    account_id: UUID
    motive_id: UUID
    starts_at: datetime
    modality: str = ""
    contact_id: UUID | str | None = None
    language: str = "fr"
    overbook: bool = False


def book_appointment(*, actor: Actor, booking: Booking, now: datetime, machine_now: datetime) -> UUID:
    """The appointment's id. The team that books enters the patient's circle of care.

    Raises Invalid (fields of the booking), Conflict (somebody was faster), Forbidden, NotFound.
    """
    check_keeps_agenda(actor, booking.team_id)
    with taken_meanwhile(), UnitOfWork(actor.scope()) as work:
        earlier, patients, contacts, motives, teams = work.fetch(
            queries.one(booking.appointment_id),
            Statement(PATIENT, (booking.patient_id,)),
            Statement(CONTACTS, (booking.patient_id,)),
            Statement(MOTIVE, (booking.motive_id, actor.organisation_id, booking.team_id)),
            Statement(WORKS_HERE, (booking.account_id, machine_now, booking.team_id)),
        )
        if earlier:
            return booking.appointment_id
        if not patients:
            raise NotFound
        motive = _checked(booking, motives, teams)
        contact = _told_at(booking, contacts)
        overbooked = check_time(
            work, account_id=booking.account_id, team_id=booking.team_id, zone=territory_named(teams[0].territory).tzinfo,
            starts_at=booking.starts_at, minutes=motive.minutes, overbook=booking.overbook, now=now,
        )  # fmt: skip
        _book(work, actor, booking, patients[0], motive, contact, overbooked=overbooked, now=now)
        (row,), told = work.fetch(queries.one(booking.appointment_id), contact_of(contact.id if contact else None))
        work.add(*convoke(CONVOKED, row, told[0] if told else None, now=now))
        work.add(journal(actor, "appointment.booked", row, machine_now, overbooked=overbooked, channel=row.channel))
    return booking.appointment_id


def _checked(booking: Booking, motives: list[Any], teams: list[Any]) -> Any:
    wrong = {}
    if not motives:
        wrong["motive_id"] = WHAT
    if not teams or teams[0].account_id is None:
        wrong["account_id"] = WHO
    if booking.modality and booking.modality not in Modality:
        wrong["modality"] = HOW
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return motives[0]


def _told_at(booking: Booking, contacts: list[Any]) -> Any:
    """The contact, or None for a letter. STOP and mutes are of a follow-up: they close nothing here."""
    if booking.contact_id == PAPER:
        return None
    if booking.contact_id is None:
        return contacts[0] if contacts else None
    found = next((one for one in contacts if one.id == booking.contact_id), None)
    if found is None:
        raise Invalid(HOW, fields={"contact_id": HOW})
    return found


def _book(
    work: UnitOfWork, actor: Actor, booking: Booking, patient: Any, motive: Any, contact: Any, *, overbooked: bool,
    now: datetime,
) -> None:  # fmt: skip
    ends_at, link_id = booking.starts_at + timedelta(minutes=motive.minutes), new_id()
    whose = {"organisation_id": actor.organisation_id, "subject_id": patient.subject_id}
    channel = CHANNELS[contact.kind] if contact else PAPER
    values = {
        **whose, "patient": patient.id, "account_id": booking.account_id, "team": booking.team_id,
        "motive": motive.id, "starts_at": booking.starts_at, "ends_at": ends_at,
        "modality": booking.modality or motive.modality, "overbooked": overbooked, "language": booking.language,
        "channel": channel, "contact_id": contact.id if contact else None, "link_id": link_id,
        "remind_at": _remind_at(booking, patient, channel, now),
    }  # fmt: skip
    work.add(
        operations.book(
            appointment_id=booking.appointment_id, values=values, by=f"account:{actor.account_id}", now=now
        ),
        new_link(
            **whose, target_id=booking.appointment_id, contact_id=values["contact_id"], link_id=link_id, now=now,
            purpose="visit", expires_at=link_ends(ends_at),
        ),
        people.expect(**whose, team_id=booking.team_id, by=actor.account_id, now=now),
    )  # fmt: skip
    work.flush()


def _remind_at(booking: Booking, patient: Any, channel: str, now: datetime) -> datetime | None:
    zone = territory_named(patient.territory).tzinfo
    due = next_reminder(starts_at=booking.starts_at, told_at=now, zone=zone, after=now)
    return due.at if due and channel != PAPER else None
