"""Another hour for an appointment, by who keeps the agenda. The patient is told, and asked to confirm again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.operations import prolong_link
from chevet.appointments import operations, queries
from chevet.appointments.texts import MOVED
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.book_appointment import WHO, WORKS_HERE
from chevet.usecases.booking import check_time, found, journal, link_ends, taken_meanwhile
from chevet.usecases.convoking import contact_of, convoke, remind_at, take_back, team_zone_of

MOVED_MEANWHILE = "Ce rendez-vous a été déplacé entre-temps. Regardez-le de nouveau."


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """`seen`: how often it had moved when the page was shown. account_id: None keeps who receives."""

    appointment_id: UUID
    starts_at: datetime
    seen: int
    account_id: UUID | None = None
    overbook: bool = False


def move_appointment(*, actor: Actor, move: Move, now: datetime, machine_now: datetime) -> None:
    """The same hour and person again: nothing happens. Raises Invalid, Conflict, Forbidden, NotFound."""
    with taken_meanwhile(), UnitOfWork(actor.scope()) as work:
        row, _rest = found(work, actor, move.appointment_id)
        account_id = move.account_id or row.account_id
        if (move.starts_at, account_id) == (row.starts_at, row.account_id):
            return
        if row.moves != move.seen:
            raise Conflict(MOVED_MEANWHILE)
        (works,) = work.fetch(Statement(WORKS_HERE, (account_id, machine_now, row.team_id)))
        if not works or works[0].account_id is None:
            raise Invalid(WHO, fields={"account_id": WHO})
        minutes = int((row.ends_at - row.starts_at).total_seconds() // 60)
        overbooked = check_time(
            work, account_id=account_id, team_id=row.team_id, zone=team_zone_of(row), starts_at=move.starts_at,
            minutes=minutes, overbook=move.overbook, now=now, besides=row.id,
        )  # fmt: skip
        to = {"starts_at": move.starts_at, "account_id": account_id, "overbooked": overbooked}
        moved(work, row, to=to, by=f"account:{actor.account_id}", confirmed=False, now=now)
        work.add(journal(actor, "appointment.moved", row, machine_now, overbooked=overbooked))


def moved(work: UnitOfWork, row: Any, *, to: dict[str, Any], by: str, confirmed: bool, now: datetime) -> None:
    """The rows of a move: the hour, the link's life, what was about to leave, and what the patient is told."""
    ends_at = to["starts_at"] + (row.ends_at - row.starts_at)
    due = remind_at(row, starts_at=to["starts_at"], told_at=now, after=now)
    work.add(
        operations.move(row, to=to | {"ends_at": ends_at, "remind_at": due}, by=by, confirmed=confirmed, now=now),
        prolong_link(link_id=row.link_id, until=link_ends(ends_at)),
        take_back(row, now=now, why="moved"),
    )
    work.flush()
    (after,), told = work.fetch(queries.one(row.id), contact_of(row.contact_id))
    work.add(*convoke(MOVED, after, told[0] if told else None, now=now))
