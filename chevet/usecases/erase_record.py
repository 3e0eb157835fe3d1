"""Forgetting one record: every room says what goes, one transaction does it, a receipt counts it.

What is sealed becomes unreadable in every copy once the copies of its key are gone; names in clear are gone from
backups after their retention. After a restore, `replay_erasures` forgets again before the first request.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chevet.access import erasure as access
from chevet.alerts import erasure as alerts
from chevet.appointments import erasure as appointments
from chevet.audit.operations import entry
from chevet.calls import erasure as calls
from chevet.consent import erasure as consent
from chevet.documents import erasure as documents
from chevet.handover import erasure as handover
from chevet.kernel import erasure as kernel
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.messaging import erasure as messaging
from chevet.notes import erasure as notes
from chevet.notifications import erasure as notifications
from chevet.pathways import erasure as pathways
from chevet.payments import erasure as payments
from chevet.people import erasure as people
from chevet.questionnaires import erasure as questionnaires
from chevet.teleconsultation import erasure as teleconsultation
from chevet.teleregulation import erasure as teleregulation
from chevet.video import erasure as video
from chevet.vitals import erasure as vitals
from chevet.worklist import erasure as worklist

ROOMS = (
    teleconsultation, appointments, teleregulation, video, handover, worklist, alerts, messaging, calls, notes, payments, documents, consent, questionnaires, vitals, access, notifications, pathways, people, kernel,
)  # fmt: skip
EVERYBODY = "SELECT subject_id, organisation_id FROM data_key WHERE subject_id > %s ORDER BY subject_id LIMIT 5000"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was, or would be, forgotten: rows by table."""

    subject_id: UUID
    organisation_id: UUID
    dry_run: bool
    rows: dict[str, int]


def erase_record(
    *, subject_id: UUID, organisation_id: UUID, why: str, dry_run: bool, now: datetime, machine_now: datetime
) -> Erasure:
    """Forget the record of one subject in one organisation. `why` is a code for the journal: request, retention, replay."""
    statements = [sql for room in ROOMS for sql in room.FORGET]
    scope = machine("erase", organisation=organisation_id)
    with UnitOfWork(scope) as work:
        found = work.fetch(*(Statement(_counted(sql, dry_run), (subject_id,)) for sql in statements))
        rows = {sql.split()[2]: counted[0].n for sql, counted in zip(statements, found, strict=True)}
        if not dry_run and any(rows.values()):
            kernel.bury(subject_id, at=now)
            work.add(
                entry(
                    at=machine_now, actor=scope.actor, action="record.erased", organisation_id=organisation_id,
                    subject_id=subject_id, detail={"why": why, "rows": rows},
                )
            )  # fmt: skip
    return Erasure(subject_id, organisation_id, dry_run, rows)


def replay_erasures(*, now: datetime, machine_now: datetime) -> list[Erasure]:
    """After a restore: forget again every record that has a tombstone."""
    buried = set(kernel.stones())
    return [
        erase_record(
            subject_id=subject_id, organisation_id=organisation_id, why="replay", dry_run=False, now=now,
            machine_now=machine_now,
        )
        for subject_id, organisation_id in list(_records())
        if kernel.stone(subject_id) in buried
    ]  # fmt: skip


def _records() -> Iterator[tuple[UUID, UUID]]:
    last = UUID(int=0)
    while True:
        with UnitOfWork(machine("schedule")) as work:
            (rows,) = work.fetch(Statement(EVERYBODY, (last,)))
        if not rows:
            return
        yield from ((row.subject_id, row.organisation_id) for row in rows)
        last = rows[-1].subject_id


def _counted(sql: str, dry_run: bool) -> str:
    if dry_run:
        return sql.replace("DELETE FROM", "SELECT count(*) AS n FROM")
    return f"WITH gone AS ({sql} RETURNING 1) SELECT count(*) AS n FROM gone"
