"""The patient says that she comes, from her link."""

from datetime import datetime

from chevet.access.visits import Visit
from chevet.appointments import operations
from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.booking import PAST, journal
from chevet.usecases.open_visit import enter_visit


def confirm_appointment(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """Confirmed already: nothing happens. Raises Conflict (cancelled meanwhile), Invalid, NotFound, Forbidden."""
    with UnitOfWork(visit.scope()) as work:
        door, row, _rest = enter_visit(work, visit, now=now)
        if row is None:
            raise NotFound
        if row.state == "confirmed":
            return
        if row.ends_at <= now:
            raise Invalid(PAST)
        work.add(operations.confirm(row, now=now))
        work.add(journal(f"link:{door.link_id}", "appointment.confirmed", row, machine_now))
