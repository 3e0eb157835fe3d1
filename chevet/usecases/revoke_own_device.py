"""A patient takes her record back from a browser: one she lost, lent, or does not know."""

from datetime import datetime
from uuid import UUID

from chevet.access import operations
from chevet.access.permissions import door_to_read
from chevet.access.queries import devices_of_subject, enter
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications.subscriptions import forget_device


def revoke_own_device(*, visit: Visit, device_id: UUID, now: datetime, machine_now: datetime) -> bool:
    """Returns whether it was this very browser. Raises NotFound (also for somebody else's), Forbidden."""
    with UnitOfWork(visit.scope()) as work:
        entered, devices = work.fetch(enter(visit), devices_of_subject())
        door = door_to_read(entered, now=now)
        if device_id not in {one.id for one in devices}:
            raise NotFound
        work.add(
            operations.revoke_device(device_id=device_id, machine_now=machine_now),
            forget_device(device_id),
            entry(
                at=machine_now, actor=f"link:{door.link_id}", action="device.revoked",
                organisation_id=door.row.organisation_id, subject_id=door.row.subject_id,
                detail={"device": str(device_id)},
            ),
        )  # fmt: skip
        return device_id == door.device_id
