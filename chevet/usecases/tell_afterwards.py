"""After a consultation: something waits for the patient behind her link, a document or a sum. She is told so, once.

Of a document, whoever is followed is told in her thread (show_document.tell_patient) and needs no second message.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.disclosure import unrevealing
from chevet.appointments import queries as agenda
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people.actors import Actor
from chevet.people.operations import CONTACT
from chevet.teleconsultation import operations
from chevet.teleconsultation.texts import AFTERWARDS
from chevet.usecases.consultation_seats import account, check_consults, found, journal, link_address, team_of
from chevet.usecases.convoking import contact_of
from chevet.usecases.telling import worded

WAITS = """
SELECT EXISTS (SELECT FROM document d WHERE d.consultation_id = %s AND d.shown_at IS NOT NULL
                  AND NOT EXISTS (SELECT FROM follow_up f WHERE f.subject_id = d.subject_id AND f.state IN ('planned', 'active')))
    OR EXISTS (SELECT FROM payment WHERE (consultation_id = %s OR appointment_id = %s) AND state = 'asked') AS something,
       EXISTS (SELECT FROM message WHERE once = %s) AS told
"""
SEAT = "SELECT link_id, who FROM consultation_seat WHERE consultation_id = %s AND role = 'patient'"


def tell_afterwards(*, actor: Actor, consultation_id: UUID, now: datetime, machine_now: datetime) -> bool:
    """True when a message leaves, or has left. Nothing waits, or no way to write to her: nothing happens. Raises Forbidden, NotFound."""
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True)
        once = f"after:{row.id.hex}"
        ((waits,), (seat,), teams, booked) = work.fetch(
            Statement(WAITS, (row.id, row.id, row.appointment_id, once)), Statement(SEAT, (row.id,)), team_of(row.team_id),
            agenda.one(row.appointment_id or row.id),
        )  # fmt: skip
        if waits.told:
            return True
        record = open_record(row)
        told = _of_appointment(work, booked[0], record) if booked else _of_seat(seat, record)
        if row.ended_at is None or not waits.something or not told:
            return False
        link_id, language = told.pop("link_id"), told.pop("language")
        work.add(
            outbox.message(
                record=record, organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=None,
                kind="appointment", once=once, due_at=now, **told,
                **worded(
                    AFTERWARDS.get(language, AFTERWARDS["fr"]), told["channel"], language,
                    service=unrevealing(teams[0].name), link=link_address(link_id, guest=False),
                ),
            ),
            journal(row, "told_afterwards", by=account(actor), machine_now=machine_now),
        )  # fmt: skip
    return True


def _of_appointment(work: UnitOfWork, booked: Any, record: Record) -> dict[str, Any]:
    """Where she is told of her appointment; empty for paper."""
    (contacts,) = work.fetch(contact_of(booked.contact_id))
    if not contacts:
        return {}
    return {
        "channel": booked.channel, "recipient": record.open(CONTACT, contacts[0].value), "contact_id": contacts[0].id,
        "link_id": booked.link_id, "language": booked.language,
    }  # fmt: skip


def _of_seat(seat: Any, record: Record) -> dict[str, Any]:
    """Where the link of this consultation alone was sent."""
    who = record.open(operations.WHO, seat.who) if seat.link_id else None
    if not who:
        return {}
    return {
        "channel": who["channel"], "recipient": who["recipient"], "contact_id": None, "link_id": seat.link_id,
        "language": "fr",
    }  # fmt: skip
