"""A doctor of the team walks into the room, and what she keeps of it: a still."""

from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import REGULATES, Actor
from chevet.teleregulation import operations, queries
from chevet.teleregulation.photos import MOST, TOO_MANY, drawn_anew
from chevet.usecases.open_regulation import NOT_YOUR_ROLE
from chevet.usecases.regulation_links import found
from chevet.video import operations as video
from chevet.video import queries as rooms
from chevet.video.rules import Role


def join_regulation(*, actor: Actor, regulation_id: UUID, now: datetime, machine_now: datetime) -> str:
    """A ticket for the signalling socket. Raises Forbidden (assistants only send), NotFound (not yours, or ended)."""
    if actor.role not in REGULATES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id, live=True)
        place = video.join_as(
            participant_id=new_id(), room_id=regulation.room_id, account_id=actor.account_id, role=Role.HOST,
            machine_now=machine_now,
        )  # fmt: skip
        (mine,) = work.fetch(place)
        if not mine or mine[0].revoked_at is not None:
            raise NotFound
        (people,) = work.fetch(rooms.one(participant_id=mine[0].id, machine_now=machine_now))
        ticket, row = video.new_ticket(people[0], machine_now=machine_now)
        work.add(row)
        if people[0].connected_at is None:
            work.add(_journal(actor, regulation, "regulation.joined", machine_now))
    return ticket


def keep_photo(
    *, actor: Actor, regulation_id: UUID, content: bytes | None, photo_id: UUID | None, now: datetime,
    machine_now: datetime,
) -> UUID:  # fmt: skip
    """Keep a still that came over the call (`content`), or one that was sent without it (`photo_id`).

    Raises Forbidden, Invalid (not a photo, too many), NotFound.
    """
    if actor.role not in REGULATES:
        raise Forbidden(NOT_YOUR_ROLE)
    clean = drawn_anew(content) if content is not None else b""
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id, lock=True)
        if photo_id is not None:
            (kept,) = work.fetch(operations.keep_photo(photo_id=photo_id, now=now))
            if not kept and not work.fetch(queries.photo(photo_id=photo_id, regulation_id=regulation.id))[0]:
                raise NotFound
            ident = photo_id
        else:
            if work.fetch(queries.how_many_photos(regulation.id))[0][0].n >= MOST:
                raise Invalid(TOO_MANY)
            ident = new_id()
            work.add(
                operations.new_photo(
                    record=open_record(regulation), photo_id=ident, organisation_id=actor.organisation_id,
                    regulation_id=regulation.id, content=clean, kept=True, now=now,
                )
            )  # fmt: skip
        work.add(_journal(actor, regulation, "regulation.photo_kept", machine_now))
    return ident


def _journal(actor: Actor, regulation, action: str, machine_now: datetime):
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=actor.organisation_id,
        subject_id=regulation.subject_id, detail={"regulation": str(regulation.id)},
    )  # fmt: skip
