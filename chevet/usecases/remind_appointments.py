"""Reminders of appointments, each at its own hour: a clock that jumped, or a worker that slept, replays them in order.

Nothing is said about an appointment that has begun by then, and of two that are overdue only the later one is sent.
"""

import logging
from datetime import datetime
from typing import Any

from chevet.appointments import operations, queries
from chevet.appointments.reminding import next_reminder, reminders
from chevet.appointments.states import LIVE
from chevet.audit.operations import entry
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.convoking import contact_of, convoke, zone_of

log = logging.getLogger(__name__)
DUE = """
SELECT id, organisation_id, subject_id, remind_at FROM appointment
 WHERE remind_at <= %s ORDER BY remind_at, id LIMIT %s
"""
BATCH = 200


def remind_appointments(*, until: datetime, machine_now: datetime) -> int:
    """Everything due by then, oldest first, one transaction each; how many were told."""
    told, tried = 0, set()
    while True:
        with UnitOfWork(machine("schedule")) as work:
            (due,) = work.fetch(Statement(DUE, (until, BATCH)))
        fresh = [one for one in due if one.id not in tried]
        told += sum(_reminded(one, until=until, machine_now=machine_now) for one in fresh)
        tried.update(one.id for one in fresh)
        if len(due) < BATCH or not fresh:
            return told


def _reminded(one: Any, *, until: datetime, machine_now: datetime) -> bool:
    """One that cannot be told of must not keep the others from being."""
    try:
        return _remind(one, until=until, machine_now=machine_now)
    except Exception:
        log.exception("a reminder failed", extra={"fields": {"appointment": str(one.id)}})
        return False


def _remind(one: Any, *, until: datetime, machine_now: datetime) -> bool:
    """Another worker may have been here, or somebody has moved it: then there is nothing to do."""
    scope = machine("schedule", organisation=one.organisation_id, subject=one.subject_id)
    with UnitOfWork(scope) as work:
        (rows,) = work.fetch(queries.one(one.id, lock=True))
        if not rows or rows[0].remind_at is None or rows[0].remind_at > until:
            return False
        row = rows[0]
        told_at, zone = row.moved_at or row.booked_at, zone_of(row)
        known = reminders(starts_at=row.starts_at, told_at=told_at, zone=zone)
        due = [reminder for reminder in known if row.remind_at <= reminder.at <= until]
        coming = next_reminder(starts_at=row.starts_at, told_at=told_at, zone=zone, after=until)
        work.add(operations.remind_next(row.id, at=coming.at if coming else None))
        if not due or row.state not in LIVE or row.starts_at <= until:
            return False
        (contacts,) = work.fetch(contact_of(row.contact_id))
        last = due[-1]
        work.add(*convoke(last.kind, row, contacts[0] if contacts else None, now=last.at))
        work.add(
            entry(
                at=machine_now, actor=scope.actor, action="appointment.reminded", organisation_id=row.organisation_id,
                subject_id=row.subject_id, detail={"appointment": str(row.id), "kind": last.kind},
            )
        )  # fmt: skip
        return bool(contacts)
