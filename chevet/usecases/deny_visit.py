""" "Ce n'est pas moi" under an appointment's link: it closes, that contact falls silent, and the agenda says to call."""

from datetime import datetime

from chevet.access import operations as access
from chevet.access.visits import Visit
from chevet.appointments import operations
from chevet.audit.operations import entry
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people import operations as people
from chevet.usecases.open_visit import enter_visit


def deny_visit(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """Needs only the link: who is not the patient has no birthday to give. The appointment stays. Raises NotFound."""
    with UnitOfWork(visit.scope()) as work:
        door, _appointment, _rest = enter_visit(work, visit, now=now, identified=False)
        row, author = door.row, f"link:{door.link_id}"
        work.add(
            access.revoke_link(link_id=door.link_id, why="wrong_person", now=now),
            access.revoke_devices_of_link(link_id=door.link_id, machine_now=machine_now),
            operations.not_reached(subject_id=row.subject_id, contact_id=row.contact_id, why="wrong_person", now=now),
        )
        if row.contact_id:
            work.add(
                people.stop_contact(row.contact_id, state="wrong", now=now),
                outbox.cancel(now=now, reason="wrong_person", contact_id=row.contact_id),
                outbox.suppress(
                    organisation_id=row.organisation_id, subject_id=row.subject_id, cause="wrong_person",
                    author=author, since=now, contact_id=row.contact_id,
                ),
            )  # fmt: skip
        work.add(
            entry(
                at=machine_now, actor=author, action="visit.denied", organisation_id=row.organisation_id,
                subject_id=row.subject_id,
            )
        )  # fmt: skip
