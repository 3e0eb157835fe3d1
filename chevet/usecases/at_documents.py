"""How somebody reaches the documents of a record: a professional through the circle of care, the person through her link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.access.permissions import Door, door_to_read
from chevet.access.queries import SUBJECT, enter
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.documents import queries, storage
from chevet.documents.operations import LABEL
from chevet.documents.rules import GONE
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import CLINICAL, CONSULTS, Actor
from chevet.usecases.reach_patient import reach_patient

A_DAY = timedelta(days=1)
SITTING = timedelta(minutes=15)  # within it, pictures of pages and looks at the list belong to one opening
READERS = CLINICAL | CONSULTS
AWAY = gettext_noop("Ce document ne peut pas être lu en ce moment. Réessayez dans quelques minutes.")
# Two that send at once wait for each other: quotas are counted, and a second sending is recognised.
OWN_KEY = f"SELECT subject_id, family, generation, wrapped FROM data_key WHERE subject_id = {SUBJECT} FOR NO KEY UPDATE"


@dataclass(frozen=True, slots=True)
class Opened:
    """A document whose opening was written down. `row.label` is {title, category}; `looks`: who opened it before. `patient`: for professionals."""

    row: Any
    record: Record
    sealed: Sequence[Any]
    machine_now: datetime
    looks: Sequence[Any] = ()
    patient: Any = None

    def pieces(self) -> Iterator[bytes]:
        """What it holds, one piece in memory at a time. Raises Conflict when the storage does not answer."""
        for part in self.sealed:
            sealed = part.content if part.content is not None else fetched(part.id, machine_now=self.machine_now)
            yield queries.unsealed(part, bytes(sealed), document_id=self.row.id, record=self.record)

    def whole(self) -> bytes:
        return b"".join(self.pieces())


def fetched(part_id: UUID, *, machine_now: datetime) -> bytes:
    """A sealed piece from the object storage."""
    store = storage.configured()
    try:
        if store:
            return store.get(part_id, machine_now=machine_now)
    except storage.Unreachable:
        pass
    raise Conflict(AWAY)


def at_document(
    work: UnitOfWork, actor: Actor, patient_id: UUID, document_id: UUID, now: datetime, *more: Statement
) -> tuple[Any, Any, Record, list[Any]]:
    """The patient's row, the document with its label opened, her record, and the rows of `more`. Raises NotFound."""
    found = (queries.one(document_id, lock=True), *more)
    patient, record, (rows, *rest) = reach_patient(work, actor, patient_id, now, *found, roles=READERS)
    if not rows or rows[0].subject_id != patient.subject_id:
        raise NotFound(GONE)
    return patient, labelled(rows[0], record), record, rest


def at_own_document(
    work: UnitOfWork, visit: Visit, document_id: UUID, now: datetime, *more: Statement
) -> tuple[Door, Any, Record, list[Any]]:
    """The same for the person, on a browser that gave a code. Raises NotFound, Forbidden."""
    entered, keys, rows, *rest = work.fetch(
        enter(visit), Statement(OWN_KEY, ()), queries.one(document_id, lock=True), *more
    )
    door = door_to_read(entered, now=now)
    if not keys or not rows:
        raise NotFound(GONE)
    record = open_record(keys[0])
    return door, labelled(rows[0], record), record, rest


def labelled(row: Any, record: Record) -> Any:
    return row._replace(label=record.open(LABEL, row.label))


def journal_of(
    whose: Any, document_id: UUID, *, actor: str, action: str, machine_now: datetime, follow_up_id: UUID | None = None
) -> Statement:
    """One line about a document: its id, never what it is called. `whose` has organisation_id and subject_id."""
    through = {"follow_up": str(follow_up_id)} if follow_up_id else {}
    return entry(
        at=machine_now, actor=actor, action=action, organisation_id=whose.organisation_id, subject_id=whose.subject_id,
        detail={"document": str(document_id)} | through,
    )  # fmt: skip
