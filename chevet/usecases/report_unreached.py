"""A message about an appointment did not arrive: it leaves by another way where one is known; somebody calls otherwise.

What is done depends on the appointment as it is now: an hour that has changed since was told of by another message.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.appointments import operations, queries
from chevet.appointments.states import LIVE
from chevet.appointments.texts import CANCELLED
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.booking import journal
from chevet.usecases.convoking import Named, convoke, named_by

NEAR = timedelta(days=1)
"""So shortly before, what arrives by another way may be read too late: somebody calls besides."""
LETTER = "SELECT once, contact_id FROM message WHERE id = %s"
OTHERS = """
SELECT id, kind, value, label FROM contact_point
 WHERE patient_id = %s AND state = 'active' AND kind = %s AND id IS DISTINCT FROM %s ORDER BY id LIMIT 1
"""
OTHER_WAY = {"sms": ("email", "email"), "email": ("mobile", "sms")}  # the channel that failed: kind of contact, channel


def report_unreached(
    *, message_id: UUID, organisation_id: UUID, subject_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """Told twice, done once: from the first time on she is told elsewhere. Nothing about an appointment that is over."""
    scope = machine("dispatch", organisation=organisation_id, subject=subject_id)
    with UnitOfWork(scope) as work:
        (letters,) = work.fetch(Statement(LETTER, (message_id,)))
        named = named_by(letters[0].once) if letters else None
        (rows,) = work.fetch(queries.one(named.appointment_id, lock=True)) if named else ((),)
        if not rows or rows[0].contact_id != letters[0].contact_id or not _matters(rows[0], named, now=now):
            return
        row = rows[0]
        kind, channel = OTHER_WAY.get(row.channel, ("", ""))
        (others,) = work.fetch(Statement(OTHERS, (row.patient_id, kind, row.contact_id))) if not named.again else ((),)
        if others:
            work.add(operations.told_by(row.id, channel=channel, contact_id=others[0].id))
            there = row._replace(channel=channel, contact_id=others[0].id)
            work.add(*convoke(named.kind, there, others[0], now=now, again=True))
            work.add(journal(scope.actor, "appointment.told_otherwise", row, machine_now, channel=channel))
        if not others or row.starts_at - now < NEAR:
            why = "elsewhere" if others else "undelivered"
            work.add(
                operations.to_call(row.id, why=why), journal(scope.actor, "appointment.unreached", row, machine_now)
            )


def _matters(row: Any, named: Named, *, now: datetime) -> bool:
    """Whether what the message said is still so, and somebody may still act on it."""
    if row.ends_at <= now:
        return False
    return row.state == "cancelled" if named.kind == CANCELLED else row.state in LIVE and row.moves == named.moves
