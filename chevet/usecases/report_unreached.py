"""The message about an appointment did not arrive: the agenda says that somebody has to call."""

from datetime import datetime
from uuid import UUID

from chevet.appointments import operations
from chevet.audit.operations import entry
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork


def report_unreached(
    *, organisation_id: UUID, subject_id: UUID, contact_id: UUID | None, now: datetime, machine_now: datetime
) -> None:
    """Of the appointments to come that were told to this contact."""
    scope = machine("dispatch", organisation=organisation_id, subject=subject_id)
    with UnitOfWork(scope) as work:
        work.add(
            operations.not_reached(subject_id=subject_id, contact_id=contact_id, why="undelivered", now=now),
            entry(
                at=machine_now, actor=scope.actor, action="appointment.unreached", organisation_id=organisation_id,
                subject_id=subject_id,
            ),
        )  # fmt: skip
