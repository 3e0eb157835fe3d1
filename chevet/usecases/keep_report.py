"""The signed report of a consultation becomes a document of the record, shown to the patient or not."""

from datetime import datetime
from uuid import UUID

from chevet.documents import operations as documents
from chevet.documents.operations import File
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.teleconsultation import operations
from chevet.usecases.consultation_seats import account, check_consults, found, journal
from chevet.usecases.show_document import tell_patient
from chevet.usecases.write_consultation import conclusion_of


def keep_report(
    *, actor: Actor, consultation_id: UUID, document_id: UUID, file: File, title: str, now: datetime,
    machine_now: datetime,
) -> UUID:  # fmt: skip
    """The id of the document: the first one made, however often it is asked. Raises Forbidden, NotFound."""
    check_consults(actor)
    label = {"title": title, "category": "report"}
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True)
        record, written = conclusion_of(row)
        if "document" in written:
            return UUID(written["document"])
        shown = bool(written.get("shown"))
        work.add(
            *documents.keep(
                document_id=document_id, record=record, organisation_id=row.organisation_id, source="product", **label,
                file=file, account_id=actor.account_id, consultation_id=row.id,
                shown=shown, now=now,
            ),
            operations.conclude(
                record=record, consultation_id=row.id, conclusion=written | {"document": str(document_id)}
            ),
            journal(row, "reported", by=account(actor), machine_now=machine_now, document=str(document_id)),
        )  # fmt: skip
        if shown:
            tell_patient(work, actor, row.subject_id, label, now=now)
    return document_id
