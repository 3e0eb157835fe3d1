"""Somebody opens a document: its pages or the file itself. Every opening is written down; the person sees who opened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.visits import Visit
from chevet.documents import operations, queries
from chevet.documents.rules import BEING_CHECKED, GONE, INFECTED, is_open_to_patient, is_over
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.at_documents import SITTING, Opened, at_document, at_own_document, fetched, journal_of
from chevet.usecases.situation import Act, conclude, met, reads, settled_by

OTHERS_UNREAD = """
SELECT 1 AS one FROM document
 WHERE follow_up_id = %s AND source = 'patient' AND read_at IS NULL AND scan <> 'infected' AND id <> %s LIMIT 1
"""
OPENED_JUST_NOW = """
SELECT 1 AS one FROM journal WHERE subject_id = %s AND actor = %s AND action = %s AND at > %s
   AND detail ->> 'document' = %s LIMIT 1
"""


def read_document(
    *, actor: Actor, patient_id: UUID, document_id: UUID, now: datetime, machine_now: datetime, whole: bool = True
) -> Opened:
    """A document as a professional of the circle opens it. The last one that waited settles the team's task.

    whole: with its content; else to look at its pages (preview_document). Raises NotFound, Forbidden, Conflict (not
    looked at yet, infected).
    """
    with UnitOfWork(actor.scope()) as work:
        patient, row, record, (parts,) = at_document(
            work, actor, patient_id, document_id, now, _sealed(document_id, whole)
        )
        _check_readable(row, now)
        (looks,) = work.fetch(queries.openings(row.subject_id, row.id))
        if row.source == "patient" and row.read_at is None:
            work.add(operations.read_by_other_side(document_id, now=now))
        if not _settles(work, actor, row, now=now, machine_now=machine_now):
            work.add(_line(row, f"account:{actor.account_id}", "document.read", machine_now))
    return Opened(row, record, parts, machine_now, looks, patient)


def read_own_document(
    *, visit: Visit, document_id: UUID, now: datetime, machine_now: datetime, whole: bool = True
) -> Opened:
    """The same for the person, on a browser that gave a code: hers, and what was shown to her."""
    with UnitOfWork(visit.scope()) as work:
        door, row, record, (parts,) = at_own_document(work, visit, document_id, now, _sealed(document_id, whole))
        if not is_open_to_patient(row, now=now):
            raise NotFound(GONE)
        if row.source != "patient":
            work.add(operations.read_by_other_side(document_id, now=now))
        (looks,) = work.fetch(queries.openings(row.subject_id, row.id))
        work.add(_line(row, f"link:{door.link_id}", "document.read_own", machine_now))
    return Opened(row, record, parts, machine_now, looks)


def preview_document(
    *, actor: Actor, patient_id: UUID, document_id: UUID, number: int, now: datetime, machine_now: datetime
) -> bytes:
    """The picture of one page, from 0, as a JPEG. Part of an opening of the last minutes, or an opening by itself."""
    with UnitOfWork(actor.scope()) as work:
        _patient, row, record, (parts,) = at_document(
            work, actor, patient_id, document_id, now, queries.part(document_id, "preview", number)
        )
        _check_readable(row, now)
        _opening(work, row, f"account:{actor.account_id}", "document.read", machine_now)
    return _picture(row, record, parts, machine_now)


def preview_own_document(
    *, visit: Visit, document_id: UUID, number: int, now: datetime, machine_now: datetime
) -> bytes:
    with UnitOfWork(visit.scope()) as work:
        door, row, record, (parts,) = at_own_document(
            work, visit, document_id, now, queries.part(document_id, "preview", number)
        )
        if not is_open_to_patient(row, now=now):
            raise NotFound(GONE)
        _opening(work, row, f"link:{door.link_id}", "document.read_own", machine_now)
    return _picture(row, record, parts, machine_now)


def _sealed(document_id: UUID, whole: bool) -> Statement:
    return queries.sealed(document_id) if whole else queries.parts(document_id, "preview")


def _check_readable(row: Any, now: datetime) -> None:
    if is_over(row, now=now):
        raise NotFound(GONE)
    if row.scan == "waiting":
        raise Conflict(BEING_CHECKED)
    if row.scan == "infected":
        raise Conflict(INFECTED)


def _settles(work: UnitOfWork, actor: Actor, row: Any, *, now: datetime, machine_now: datetime) -> bool:
    """The task that the person's documents made ends when the last of them is open; the journal then says both at once."""
    if row.source != "patient" or row.follow_up_id is None or row.read_at is not None:
        return False
    others, *rows = work.fetch(
        Statement(OTHERS_UNREAD, (row.follow_up_id, row.id)), *reads(now=now, follow_up_id=row.follow_up_id)
    )
    situation = met(rows)
    if others or situation is None or not situation.standing.of_kind("document"):
        return False
    settled = settled_by(situation, [], resolved=("document",), now=now)
    act = Act(f"account:{actor.account_id}", "document.read", machine_now, {"document": str(row.id)})
    conclude(work, situation, settled, act=act, now=now, by=actor.account_id)
    return True


def _opening(work: UnitOfWork, row: Any, actor: str, action: str, machine_now: datetime) -> None:
    asked = (row.subject_id, actor, action, machine_now - SITTING, str(row.id))
    (found,) = work.fetch(Statement(OPENED_JUST_NOW, asked))
    if not found:
        work.add(_line(row, actor, action, machine_now))


def _line(row: Any, actor: str, action: str, machine_now: datetime) -> Statement:
    return journal_of(
        row, row.id, actor=actor, action=action, machine_now=machine_now, follow_up_id=row.follow_up_id
    )  # fmt: skip


def _picture(row: Any, record: Any, parts: list[Any], machine_now: datetime) -> bytes:
    if not parts:
        raise NotFound(GONE)
    part = parts[0]
    sealed = part.content if part.content is not None else fetched(part.id, machine_now=machine_now)
    return queries.unsealed(part, bytes(sealed), document_id=row.id, record=record)
