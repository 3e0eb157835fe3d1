"""Taking back a document that one has just put there: as long as the other side has not opened it, within a day."""

from datetime import datetime
from uuid import UUID

from chevet.access.visits import Visit
from chevet.documents import operations
from chevet.documents.rules import check_forgettable
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.at_documents import at_document, at_own_document, journal_of


def forget_document(*, actor: Actor, patient_id: UUID, document_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Raises NotFound (also for a colleague's), Forbidden, Conflict (opened already, or of yesterday)."""
    with UnitOfWork(actor.scope()) as work:
        _patient, row, _record, _ = at_document(work, actor, patient_id, document_id, now)
        check_forgettable(row, by=actor.account_id, now=now)
        line = {"actor": f"account:{actor.account_id}", "action": "document.forgotten", "machine_now": machine_now}
        work.add(*operations.forget(document_id), journal_of(row, row.id, **line))


def forget_own_document(*, visit: Visit, document_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Raises NotFound, Forbidden, Conflict."""
    with UnitOfWork(visit.scope()) as work:
        door, row, _record, _ = at_own_document(work, visit, document_id, now)
        check_forgettable(row, by=door.link_id, now=now)
        line = {"actor": f"link:{door.link_id}", "action": "document.forgotten", "machine_now": machine_now}
        work.add(*operations.forget(document_id), journal_of(row, row.id, **line))
