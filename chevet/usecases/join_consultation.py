"""A professional walks into the room: one of the team at once, an invited colleague when she was admitted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.teleconsultation import operations, queries
from chevet.usecases.consultation_seats import OVER, account, check_consults, journal
from chevet.video import operations as video
from chevet.video import queries as rooms
from chevet.video.rules import Role

MY_SEAT = """
SELECT s.participant_id, s.opened_at FROM consultation_seat s JOIN video_participant p ON p.id = s.participant_id
 WHERE s.consultation_id = %s AND s.account_id = %s AND p.revoked_at IS NULL
"""


def join_consultation(*, actor: Actor, consultation_id: UUID, now: datetime, machine_now: datetime) -> str:
    """A ticket for the signalling socket. Raises Forbidden, NotFound (neither of the team nor invited), Conflict (over)."""
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        rows, seats = work.fetch(
            queries.one(consultation_id, machine_now=machine_now),
            Statement(MY_SEAT, (consultation_id, actor.account_id)),
        )
        if not rows or (rows[0].team_id not in actor.team_ids and not seats):
            raise NotFound
        if rows[0].ended_at is not None:
            raise Conflict(OVER)
        person = _place(work, actor, rows[0], seats, machine_now)
        ticket, statement = video.new_ticket(person, machine_now=machine_now)
        work.add(statement)
        if person.connected_at is None:
            work.add(journal(rows[0], "joined", by=account(actor), machine_now=machine_now))
    return ticket


def _place(work: UnitOfWork, actor: Actor, row: Any, seats: list[Any], machine_now: datetime) -> Any:
    """The professional's place; who was invited keeps the invited one, and waits to be admitted."""
    ident = seats[0].participant_id if seats else _host(work, actor, row, machine_now)
    if seats and seats[0].opened_at is None:
        work.add(
            operations.opened(participant_id=ident, machine_now=machine_now),
            video.tell(room_id=row.room_id, machine_now=machine_now),
        )
    (people,) = work.fetch(rooms.one(participant_id=ident, machine_now=machine_now))
    if not people or people[0].revoked_at is not None:
        raise NotFound
    return people[0]


def _host(work: UnitOfWork, actor: Actor, row: Any, machine_now: datetime) -> UUID:
    place = video.join_as(
        participant_id=new_id(), room_id=row.room_id, account_id=actor.account_id, role=Role.HOST,
        machine_now=machine_now,
    )  # fmt: skip
    (mine,) = work.fetch(place)
    if not mine:
        raise NotFound
    return mine[0].id
