"""The link of a consultation did not arrive by SMS: it leaves by e-mail where an address is known; the list says so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel import rows
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.operations import CONTACT
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.models import Seat
from chevet.usecases.consultation_seats import Sending, journal, message, team_of
from chevet.video import operations as video

SEAT = """
SELECT s.participant_id, s.consultation_id, s.link_id, s.who FROM message m
  JOIN consultation_seat s ON m.once = 'visit:' || s.participant_id::text || ':' || s.sends AND s.subject_id = m.subject_id
 WHERE m.id = %s AND s.role = 'patient' AND s.link_id IS NOT NULL
"""
ADDRESS = """
SELECT c.id, c.value FROM contact_point c JOIN patient p ON p.id = c.patient_id
 WHERE p.subject_id = %s AND c.state = 'active' AND c.kind = 'email' ORDER BY c.id LIMIT 1
"""


def report_lost_link(
    *, message_id: UUID, organisation_id: UUID, subject_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """The patient's last link only, while she has not come. An invited person's is shown to who invited.

    Without an address the line of the list says that somebody calls (pro/consultations.py).
    """
    scope = machine("dispatch", organisation=organisation_id, subject=subject_id)
    with UnitOfWork(scope) as work:
        seats, addresses = work.fetch(Statement(SEAT, (message_id,)), Statement(ADDRESS, (subject_id,)))
        (found,) = (
            work.fetch(queries.one(seats[0].consultation_id, machine_now=machine_now, lock=True)) if seats else ((),)
        )
        if not found or found[0].ended_at is not None or found[0].arrived_at is not None:
            return
        row = found[0]
        work.add(video.tell(room_id=row.room_id, machine_now=machine_now))
        if addresses and open_record(row).open(operations.WHO, seats[0].who)["channel"] == "sms":
            _by_mail(work, row, seats[0], addresses[0], now=now)
            work.add(journal(row, "told_otherwise", by=scope.actor, machine_now=machine_now, channel="email"))
        else:
            work.add(journal(row, "unreached", by=scope.actor, machine_now=machine_now))


def _by_mail(work: UnitOfWork, row: Any, seat: Any, address: Any, *, now: datetime) -> None:
    record = open_record(row)
    recipient = record.open(CONTACT, address.value)
    (teams,), (sent,) = work.fetch(
        team_of(row.team_id), operations.send_again(participant_id=seat.participant_id, until=None)
    )
    sending = Sending(
        record=record, organisation_id=row.organisation_id, consultation_id=row.id, room_id=row.room_id, role="patient",
        service=teams.name, channel="email", recipient=recipient, display=recipient, contact_id=address.id,
    )  # fmt: skip
    who = operations.sealed_who(record, name="", channel="email", recipient=recipient, display=recipient)
    work.add(
        rows.update(Seat, {"participant_id": seat.participant_id}, who=who),
        message(sending, participant_id=seat.participant_id, link_id=seat.link_id, times=sent.sends, now=now),
    )
