"""The documents of a record as lists: for professionals of the circle, and for the person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.permissions import door_to_write
from chevet.access.queries import SUBJECT, enter
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.documents import queries
from chevet.documents.rules import MOST, MOST_A_DAY, is_open_to_patient
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.at_documents import A_DAY, READERS, SITTING, Opened
from chevet.usecases.reach_patient import reach_patient
from chevet.usecases.situation import Situation

MOST_COPIED = 25_000_000
LOOKED_JUST_NOW = """
SELECT 1 AS one FROM journal WHERE subject_id = %s AND actor = %s AND at > %s
   AND action IN ('record.read', 'patient.read', 'document.listed') LIMIT 1
"""
KEY = f"SELECT subject_id, family, generation, wrapped FROM data_key WHERE subject_id = {SUBJECT}"


@dataclass(frozen=True, slots=True)
class OwnDocuments:
    """received and sent, newest first, each with its `label` opened; None where no code was given on this browser.

    link_id: through which this browser came. left: how many may still be sent today.
    """

    received: tuple[Any, ...] | None
    sent: tuple[Any, ...] | None
    link_id: UUID
    left: int


def documents_of(
    *, actor: Actor, patient_id: UUID, now: datetime, machine_now: datetime | None = None
) -> tuple[Any, tuple[Any, ...]]:
    """The patient's row, and the documents of her record, newest first, with `label` opened. Raises NotFound, Forbidden.

    Names only: looking at the list opens no document. machine_now: the look is written down, unless the same person
    has looked at this record within fifteen minutes; None where the page around the list says so itself.
    """
    with UnitOfWork(actor.scope()) as work:
        patient, record, _ = reach_patient(work, actor, patient_id, now, roles=READERS, lock=False)
        (found,) = work.fetch(queries.of_subject(patient.subject_id, now=now))
        if machine_now:
            _trace(work, actor, patient, machine_now)
    return patient, tuple(queries.opened(found, record))


def _trace(work: UnitOfWork, actor: Actor, patient: Any, machine_now: datetime) -> None:
    who = f"account:{actor.account_id}"
    (seen,) = work.fetch(Statement(LOOKED_JUST_NOW, (patient.subject_id, who, machine_now - SITTING)))
    if not seen:
        work.add(
            entry(
                at=machine_now, actor=who, action="document.listed", organisation_id=patient.organisation_id,
                subject_id=patient.subject_id,
            )
        )  # fmt: skip


def own_files(
    work: UnitOfWork, situation: Situation, *, now: datetime, machine_now: datetime
) -> tuple[tuple[Any, bytes | None], ...]:
    """What the person may read of her record, newest first, each with what it holds: up to MOST_COPIED bytes in all."""
    (found,) = work.fetch(queries.of_subject(situation.followed.subject_id, now=now))
    hers = [one for one in queries.opened(found, situation.record) if is_open_to_patient(one, now=now)]
    left, files = MOST_COPIED, []
    for one in hers:
        left -= one.size
        files.append((one, _whole(work, one, situation.record, machine_now) if left >= 0 else None))
    return tuple(files)


def _whole(work: UnitOfWork, row: Any, record: Record, machine_now: datetime) -> bytes:
    (sealed,) = work.fetch(queries.sealed(row.id))
    return Opened(row, record, sealed, machine_now).whole()


def own_documents(*, visit: Visit, now: datetime, machine_now: datetime) -> OwnDocuments:
    """For a browser that gave the birthday: what may be sent; with a code besides, the two lists. Raises NotFound, Forbidden."""
    found = (Statement(KEY, ()), queries.of_subject(SUBJECT, now=now), queries.quota(SUBJECT, since=now - A_DAY))
    with UnitOfWork(visit.scope()) as work:
        entered, keys, rows, (quota,) = work.fetch(enter(visit), *found)
        door = door_to_write(entered, now=now)
    left = max(0, min(MOST - quota.sent, MOST_A_DAY - quota.sent_today))
    if not door.is_bound or not keys:
        return OwnDocuments(None, None, door.link_id, left)
    mine = [one for one in rows if one.source == "patient" or is_open_to_patient(one, now=now)]
    opened = tuple(queries.opened(mine, open_record(keys[0])))
    received = tuple(one for one in opened if one.source != "patient")
    return OwnDocuments(received, tuple(one for one in opened if one.source == "patient"), door.link_id, left)
