"""What is done with documents without anybody's hand: looked at again, expired, carried to the object storage, swept there."""

from datetime import datetime, timedelta
from typing import Any

from chevet.audit.operations import entry
from chevet.documents import antivirus, operations, queries, storage
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.at_documents import Opened, labelled

WAITING = "SELECT id, organisation_id, subject_id FROM document WHERE scan = 'waiting' ORDER BY id LIMIT 50"
EXPIRED = "SELECT id, organisation_id, subject_id FROM document WHERE expires_at <= %s ORDER BY expires_at LIMIT 200"
HERE = "SELECT id, content FROM document_part WHERE content IS NOT NULL ORDER BY id LIMIT 20"
REGISTER = "INSERT INTO document_object (id, written_at) SELECT unnest(%s::uuid[]), %s ON CONFLICT (id) DO NOTHING"
AWAY = "UPDATE document_part SET content = NULL WHERE id = ANY(%s)"
LEFT_OVER = """
SELECT o.id FROM document_object o
 WHERE o.written_at < %s AND NOT EXISTS (SELECT 1 FROM document_part p WHERE p.id = o.id) ORDER BY o.id LIMIT 500
"""
SWEPT = "DELETE FROM document_object WHERE id = ANY(%s)"
SETTLES = timedelta(hours=1)


def scan_documents(*, machine_now: datetime) -> int:
    """Documents in quarantine, shown to the antivirus again; how many left it. What is infected loses its content."""
    with UnitOfWork(machine("schedule")) as work:
        (waiting,) = work.fetch(Statement(WAITING, ()))
    return sum(_scanned(row, machine_now) for row in waiting)


def _scanned(row: Any, machine_now: datetime) -> bool:
    scope = machine("schedule", organisation=row.organisation_id, subject=row.subject_id)
    with UnitOfWork(scope) as work:
        found, sealed = work.fetch(queries.one(row.id), queries.sealed(row.id))
    if not found:
        return False
    record = open_record(found[0])
    said = antivirus.verdict(Opened(labelled(found[0], record), record, sealed, machine_now).whole())
    if said == antivirus.WAITING:
        return False
    with UnitOfWork(scope) as work:
        work.add(*operations.scanned(row.id, verdict=said), _line(row, "document.scanned", machine_now, verdict=said))
    return True


def expire_documents(*, now: datetime, machine_now: datetime) -> int:
    """Those that were kept until a day; how many went."""
    with UnitOfWork(machine("schedule")) as work:
        (expired,) = work.fetch(Statement(EXPIRED, (now,)))
        for row in expired:
            work.add(*operations.forget(row.id), _line(row, "document.expired", machine_now))
    return len(expired)


def store_documents(*, machine_now: datetime) -> int:
    """Sealed pieces carried to the object storage, if there is one; how many went.

    Each is registered first, written there, and only then let go here: a crash in between leaves it in both places.
    """
    store, carried = storage.configured(), 0
    while store and (parts := _registered(machine_now)):
        for part in parts:
            store.put(part.id, bytes(part.content), machine_now=machine_now)
        with UnitOfWork(machine("schedule")) as work:
            work.add(Statement(AWAY, ([part.id for part in parts],)))
        carried += len(parts)
    return carried


def _registered(machine_now: datetime) -> list[Any]:
    with UnitOfWork(machine("schedule")) as work:
        (parts,) = work.fetch(Statement(HERE, ()))
        work.add(Statement(REGISTER, ([part.id for part in parts], machine_now)))
    return parts


def sweep_objects(*, machine_now: datetime) -> int:
    """Objects whose document was forgotten, removed from the storage; how many went."""
    store = storage.configured()
    if store is None:
        return 0
    with UnitOfWork(machine("schedule")) as work:
        (found,) = work.fetch(Statement(LEFT_OVER, (machine_now - SETTLES,)))
    for row in found:
        store.remove(row.id, machine_now=machine_now)
    with UnitOfWork(machine("schedule")) as work:
        work.add(Statement(SWEPT, ([row.id for row in found],)))
    return len(found)


def _line(row: Any, action: str, machine_now: datetime, **detail: str) -> Statement:
    return entry(
        at=machine_now, actor="machine:schedule", action=action, organisation_id=row.organisation_id,
        subject_id=row.subject_id, detail={"document": str(row.id)} | detail,
    )  # fmt: skip
