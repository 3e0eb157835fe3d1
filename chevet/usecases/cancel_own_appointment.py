"""The patient cancels from her link, and may change her mind while nobody else took the time."""

from datetime import datetime
from typing import Any

from chevet.access.permissions import Door
from chevet.access.visits import Visit
from chevet.appointments import operations
from chevet.appointments.rules import too_late
from chevet.appointments.states import LIVE
from chevet.kernel.errors import Conflict, Forbidden, NotFound
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments.operations import Moving
from chevet.usecases.booking import expect_no_longer, journal, taken_meanwhile
from chevet.usecases.cancel_appointment import NO_VISIT, restored
from chevet.usecases.convoking import take_back
from chevet.usecases.open_visit import enter_visit
from chevet.usecases.release_payment import settle_unheld

PHONE = "C'est trop tard pour le changer d'ici. Appelez le service."
NOT_HERS = "Le service a annulé ce rendez-vous. Appelez-le pour en prendre un autre."


def cancel_own_appointment(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """Cancelled already: nothing happens. Raises Forbidden (too late: she phones), Conflict, NotFound."""
    with UnitOfWork(visit.scope()) as work:
        door, row = _hers(work, visit, now)
        if row.state == "cancelled":
            return
        if too_late(row.starts_at, now=now):
            raise Forbidden(PHONE)
        by = f"link:{door.link_id}"
        work.add(
            operations.cancel(row, record=open_record(row), by=by, why="patient", words="", now=now),
            take_back(row, now=now, why="cancelled"),
            expect_no_longer(row, now=now),
            journal(by, "appointment.cancelled", row, machine_now, why="patient"),
        )
        settle_unheld(work, appointment_id=row.id, why=NO_VISIT, moving=Moving(by, now, machine_now))


def restore_own_appointment(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """Raises Conflict (the time was given away, or the service cancelled it), Invalid (over), NotFound, Forbidden."""
    with taken_meanwhile(), UnitOfWork(visit.scope()) as work:
        door, row = _hers(work, visit, now)
        if row.state in LIVE:
            return
        if not row.ended_by.startswith("link:"):
            raise Conflict(NOT_HERS)
        by = f"link:{door.link_id}"
        restored(work, row, moving=Moving(by, now, machine_now))
        work.add(journal(by, "appointment.restored", row, machine_now))


def _hers(work: UnitOfWork, visit: Visit, now: datetime) -> tuple[Door, Any]:
    door, row, _rest = enter_visit(work, visit, now=now)
    if row is None:
        raise NotFound
    return door, row
