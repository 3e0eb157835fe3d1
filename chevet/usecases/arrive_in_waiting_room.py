"""The patient comes into the waiting room. She has a chair on the server, whatever her phone does meanwhile."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access import rules as doors
from chevet.access.permissions import Door, door_open
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.appointments import queries as agenda
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.rules import Caller, Step, opens_at
from chevet.usecases.confirm_place import WHERE, Said, confirmed
from chevet.usecases.consultation_seats import (
    OVER,
    UNKNOWN,
    VISIT,
    WHO_ARE_YOU,
    gettext_noop,
    journal,
    visited,
)
from chevet.usecases.open_consultation import of_appointment
from chevet.video import operations as video
from chevet.video import queries as rooms

EARLY = gettext_noop("La salle d’attente ouvre une heure avant votre rendez-vous.")
# The same lock as a professional's who opens the consultation of this appointment at this moment.
ONE_AT_A_TIME = Statement(f"SELECT pg_advisory_xact_lock(hashtextextended({TARGET}::text, 0))", ())


def arrive_in_waiting_room(
    *, visit: Visit, said: Said | None = None, now: datetime, machine_now: datetime
) -> datetime:  # fmt: skip
    """Since when she waits; coming again does not lose her turn. Opens the consultation when nobody has.

    said: where she is, unless that was confirmed before. Raises Invalid (not said), NotFound, Forbidden, Conflict.
    """
    with UnitOfWork(visit.scope()) as work:
        door, row = behind(work, visit, now=now, machine_now=machine_now)
        if said is not None:
            work.add(*confirmed(work, row, said, contact_id=door.row.contact_id, machine_now=machine_now))
        elif row.place is None:
            raise Invalid(WHERE, fields={"address": WHERE})
        (since,) = work.fetch(operations.arrive(consultation_id=row.id, machine_now=machine_now))
        work.add(video.tell(room_id=row.room_id, machine_now=machine_now))
        if row.arrived_at is None:
            work.add(journal(row, "arrived", by=f"link:{door.link_id}", machine_now=machine_now))
    return since[0].arrived_at


def leave_waiting_room(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """She says that she will come back later; nothing when she was not there. Raises NotFound, Forbidden, Conflict."""
    with UnitOfWork(visit.scope()) as work:
        door, row, _ = visited(work, visit, now=now, machine_now=machine_now, lock=True)
        if row.arrived_at is None:
            return
        work.add(
            operations.leave(consultation_id=row.id),
            video.tell(room_id=row.room_id, machine_now=machine_now),
            journal(row, "left", by=f"link:{door.link_id}", machine_now=machine_now),
        )


def note_device_test(*, visit: Visit, now: datetime, machine_now: datetime) -> UUID:
    """Her page tests a device, which the professional sees for a moment. The link's id, whom a relay may know.

    Before the consultation is open nothing is written. Raises NotFound, Forbidden.
    """
    with UnitOfWork(visit.scope()) as work:
        entered, rows = work.fetch(enter(visit), queries.behind_link(machine_now=machine_now))
        door = _door(entered, now=now)
        if rows and rows[0].ended_at is None:
            work.add(
                operations.tested(consultation_id=rows[0].id, machine_now=machine_now),
                video.tell(room_id=rows[0].room_id, machine_now=machine_now),
            )
    return door.link_id


def consultation_ticket(*, visit: Visit, now: datetime, machine_now: datetime) -> str:
    """A ticket for the signalling socket, to wait and then to talk. Raises NotFound, Forbidden, Conflict (over)."""
    with UnitOfWork(visit.scope()) as work:
        _, row, _ = visited(work, visit, now=now, machine_now=machine_now)
        if row.arrived_at is None and row.admitted_at is None:
            raise Conflict(WHERE)
        (people,) = work.fetch(rooms.one(participant_id=row.participant_id, machine_now=machine_now))
        ticket, statement = video.new_ticket(people[0], machine_now=machine_now)
        work.add(statement)
    return ticket


def report_quality(*, visit: Visit, step: str, now: datetime, machine_now: datetime) -> None:
    """The ladder moved on her page: video, audio, phone and up again. What a person decided, the network never undoes.

    Raises Invalid, NotFound, Forbidden, Conflict.
    """
    if step not in set(Step):
        raise Invalid
    with UnitOfWork(visit.scope()) as work:
        door, row, _ = visited(work, visit, now=now, machine_now=machine_now, lock=True)
        if row.step == step or row.admitted_at is None:
            return
        if step == Step.PHONE:
            moved = operations.by_phone(consultation_id=row.id, by=Caller.NETWORK, machine_now=machine_now)
        else:
            moved = operations.on_step(consultation_id=row.id, step=step)
        if not work.fetch(moved)[0]:
            return
        work.add(
            video.tell(room_id=row.room_id, machine_now=machine_now),
            journal(row, "step_moved", by=f"link:{door.link_id}", machine_now=machine_now, step=step),
        )


def behind(work: UnitOfWork, visit: Visit, *, now: datetime, machine_now: datetime) -> tuple[Door, Any]:
    """The consultation behind the link, locked; that of its appointment is opened when nobody has.

    Raises NotFound, Forbidden, Conflict.
    """
    entered, _, rows, appointments = work.fetch(
        enter(visit), ONE_AT_A_TIME, queries.behind_link(machine_now=machine_now, lock=True), agenda.behind_link()
    )
    door = _door(entered, now=now)
    if not rows and appointments:
        if now < opens_at(appointments[0].starts_at):
            raise Conflict(EARLY)
        made = of_appointment(
            appointments[0], key=new_id(), by=f"link:{door.link_id}", now=now, machine_now=machine_now
        )
        *_, rows = work.fetch(*made, queries.behind_link(machine_now=machine_now))
    if not rows:
        raise NotFound(UNKNOWN)
    if rows[0].ended_at is not None:
        raise Conflict(OVER)
    return door, rows[0]


def _door(entered: list[Any], *, now: datetime) -> Door:
    door = door_open(entered, now=now)
    if door.row.purpose != VISIT:
        raise NotFound(UNKNOWN)
    if not doors.may_write(door.device):
        raise Forbidden(WHO_ARE_YOU)
    return door
