"""It goes on by telephone, because the patient or the professional says so; and back to video when they say that."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.visits import Visit
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.teleconsultation import operations
from chevet.teleconsultation.rules import Caller, Step
from chevet.usecases.arrive_in_waiting_room import behind
from chevet.usecases.confirm_place import Said, confirmed
from chevet.usecases.consultation_seats import account, check_consults, found, journal, visited
from chevet.video import operations as video


def ask_for_phone(*, visit: Visit, said: Said | None = None, now: datetime, machine_now: datetime) -> None:
    """The patient would rather be called, before the call or in it. `said`: at which number, unless known before.

    Raises Invalid, NotFound, Forbidden, Conflict.
    """
    with UnitOfWork(visit.scope()) as work:
        door, row = behind(work, visit, now=now, machine_now=machine_now)
        if said is not None or row.place is None:
            work.add(*confirmed(work, row, said or Said(), contact_id=door.row.contact_id, machine_now=machine_now))
        _pass(work, row, Caller.PATIENT, by=f"link:{door.link_id}", machine_now=machine_now)


def come_back_to_video(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """The patient tries the video again. Nobody is let in by it. Raises NotFound, Forbidden, Conflict."""
    with UnitOfWork(visit.scope()) as work:
        door, row, _ = visited(work, visit, now=now, machine_now=machine_now, lock=True)
        _back(work, row, by=f"link:{door.link_id}", machine_now=machine_now)


def pass_to_phone(*, actor: Actor, consultation_id: UUID, now: datetime, machine_now: datetime) -> None:
    """The professional calls instead. Raises Forbidden, NotFound, Conflict (over)."""
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        _pass(work, row, Caller.PROFESSIONAL, by=account(actor), machine_now=machine_now)


def pass_to_video(*, actor: Actor, consultation_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Back from the telephone. Raises Forbidden, NotFound, Conflict (over)."""
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        _back(work, row, by=account(actor), machine_now=machine_now)


def _pass(work: UnitOfWork, row: Any, who: Caller, *, by: str, machine_now: datetime) -> None:
    work.add(
        operations.by_phone(consultation_id=row.id, by=who, machine_now=machine_now),
        video.tell(room_id=row.room_id, machine_now=machine_now),
    )
    if row.phone_at is None:
        work.add(journal(row, "by_phone", by=by, machine_now=machine_now, who=who))


def _back(work: UnitOfWork, row: Any, *, by: str, machine_now: datetime) -> None:
    if row.phone_at is None:
        return
    work.add(
        operations.on_step(consultation_id=row.id, step=Step.VIDEO, asked=True),
        video.tell(room_id=row.room_id, machine_now=machine_now),
        journal(row, "by_video", by=by, machine_now=machine_now),
    )
