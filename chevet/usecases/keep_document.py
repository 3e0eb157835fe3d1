"""A professional puts a document into a record, and shows it to the person or not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.documents import antivirus, operations, queries
from chevet.documents.intake import drawn_anew
from chevet.documents.rules import INFECTED, OTHERWISE, check_room, check_size, labelled
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.sealing import Record, fingerprint
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.at_documents import A_DAY, READERS, journal_of
from chevet.usecases.reach_patient import reach_patient
from chevet.usecases.receipts import keyed
from chevet.usecases.show_document import tell_patient


def keep_document(
    *, actor: Actor, patient_id: UUID, document_id: UUID, content: bytes, title: str, category: str, now: datetime,
    machine_now: datetime, shown: bool = False, expires_at: datetime | None = None, follow_up_id: UUID | None = None,
    consultation_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Keep a file in the record of a person of one's circle; `document_id` is the page's: pressed twice, kept once.

    shown: she may read it at once, and is told. Raises NotFound, Forbidden, Invalid, Conflict (same id, another file).
    """
    check_size(len(content))
    label = labelled(title=title, category=category)
    if _is_kept(actor, patient_id, document_id, content, now):
        return document_id
    scan = antivirus.verdict(content)
    if scan == antivirus.INFECTED:
        raise Invalid(INFECTED, fields={"file": INFECTED})
    file = drawn_anew(content)
    with keyed(OTHERWISE), UnitOfWork(actor.scope()) as work:
        patient, record, earlier = _at(work, actor, patient_id, document_id, len(file.content), now)
        if earlier:
            _check_same(earlier, actor, patient, content)
            return document_id
        work.add(
            *operations.keep(
                document_id=document_id, record=record, organisation_id=patient.organisation_id, source="professional",
                **label, file=file, scan=scan, account_id=actor.account_id, shown=shown, expires_at=expires_at,
                follow_up_id=follow_up_id, consultation_id=consultation_id, now=now,
            )
        )  # fmt: skip
        line = {"actor": f"account:{actor.account_id}", "machine_now": machine_now, "follow_up_id": follow_up_id}
        work.add(journal_of(patient, document_id, action="document.kept", **line))
        if shown:
            work.add(journal_of(patient, document_id, action="document.shown", **line))
            tell_patient(work, actor, patient.subject_id, label, now=now)
    return document_id


def _is_kept(actor: Actor, patient_id: UUID, document_id: UUID, content: bytes, now: datetime) -> bool:
    """Nobody's file is read before it is known that its place is here."""
    with UnitOfWork(actor.scope()) as work:
        patient, _record, earlier = _at(work, actor, patient_id, document_id, len(content), now)
        if earlier:
            _check_same(earlier, actor, patient, content)
        return bool(earlier)


def _at(
    work: UnitOfWork, actor: Actor, patient_id: UUID, document_id: UUID, size: int, now: datetime
) -> tuple[Any, Record, Any]:
    patient, record, (earlier,) = reach_patient(work, actor, patient_id, now, queries.one(document_id), roles=READERS)
    ((quota,),) = work.fetch(queries.quota(patient.subject_id, since=now - A_DAY))
    if not earlier:
        check_room(size=size, kept_bytes=quota.kept_bytes)
    return patient, record, earlier[0] if earlier else None


def _check_same(earlier: Any, actor: Actor, patient: Any, content: bytes) -> None:
    ours = (earlier.account_id, earlier.subject_id) == (actor.account_id, patient.subject_id)
    if not ours or bytes(earlier.fingerprint) != fingerprint(content):
        raise Conflict(OTHERWISE)
