"""What the regulation's pages show: the team's list, one regulation with everybody's state, a photo."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import REGULATES, SENDS_VIDEO_LINKS, Actor
from chevet.people.phones import PhoneError, parse_phone
from chevet.teleregulation import operations, queries
from chevet.teleregulation.rules import LinkFacts, Step, Trouble, step, trouble
from chevet.usecases.open_regulation import NOT_YOUR_ROLE
from chevet.usecases.regulation_links import found

SHOWN_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestView:
    """One link: how far it has come, and what stands in its way."""

    id: UUID
    role: str
    display: str
    step: Step
    trouble: Trouble
    sends: int
    here: bool
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationView:
    id: UUID
    room_id: UUID
    opened_at: datetime
    ended_at: datetime | None
    display: str
    number: str
    case: str
    identity: dict[str, str]
    conclusion: dict[str, str]
    guests: list[GuestView]
    photos: list[Any]

    @property
    def caller(self) -> GuestView | None:
        return self.guests[0] if self.guests else None


def list_regulations(*, actor: Actor, now: datetime, machine_now: datetime) -> list[RegulationView]:
    """Those of the actor's teams that go on, and those of the last twelve hours. One line in the journal."""
    if actor.role not in SENDS_VIDEO_LINKS:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(queries.recent(team_ids=sorted(actor.team_ids), since=now - SHOWN_FOR))
        return _views(work, rows, actor, machine_now=machine_now)


def read_regulation(
    *, actor: Actor, regulation_id: UUID, by_itself: bool = False, now: datetime, machine_now: datetime
) -> RegulationView:
    """One regulation; the look is journalled unless the page fetches it again by itself. Raises Forbidden, NotFound."""
    if actor.role not in SENDS_VIDEO_LINKS:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id)
        if not by_itself:
            work.add(_look(actor, regulation, machine_now))
        return _views(work, [regulation], actor, machine_now=machine_now)[0]


def regulation_state(*, scope: Scope, regulation_id: UUID, machine_now: datetime) -> dict[str, Any]:
    """For the program that opened it: how far the caller's link has come, in codes. Raises NotFound."""
    with UnitOfWork(scope) as work:
        rows, guests = work.fetch(
            queries.one(regulation_id), queries.guests(regulation_ids=[regulation_id], machine_now=machine_now)
        )
        if not rows or not guests:
            raise NotFound
        caller = _guest(guests[0], open_record(rows[0]), machine_now)
    return {"step": caller.step, "trouble": caller.trouble, "ended": rows[0].ended_at is not None}


def read_photo(*, actor: Actor, regulation_id: UUID, photo_id: UUID, machine_now: datetime) -> bytes:
    """The JPEG. Raises Forbidden, NotFound."""
    if actor.role not in REGULATES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id)
        (photos,) = work.fetch(queries.photo(photo_id=photo_id, regulation_id=regulation.id))
        if not photos:
            raise NotFound
        work.add(_look(actor, regulation, machine_now))
        return open_record(regulation).open_bytes(operations.PHOTO, bytes(photos[0].content))


def _views(work: UnitOfWork, rows: Iterable[Any], actor: Actor, *, machine_now: datetime) -> list[RegulationView]:
    rows = list(rows)
    ids = [row.id for row in rows]
    guests, photos = work.fetch(queries.guests(regulation_ids=ids, machine_now=machine_now), queries.photos(ids))
    return [
        _view(
            row, [one for one in guests if one.regulation_id == row.id],
            photos if len(rows) == 1 else [], sees_all=actor.role in REGULATES, machine_now=machine_now,
        )
        for row in rows
    ]  # fmt: skip


def _view(row: Any, guests: list[Any], photos: list[Any], *, sees_all: bool, machine_now: datetime) -> RegulationView:
    """An assistant sees the number and the states; what was found is the doctor's."""
    record = open_record(row)
    facts = record.open(operations.FACTS, row.facts)
    return RegulationView(
        id=row.id, room_id=row.room_id, opened_at=row.opened_at, ended_at=row.ended_at, display=facts["display"],
        number=facts["number"], case=facts.get("case", ""), identity=facts.get("identity", {}) if sees_all else {},
        conclusion=(record.open(operations.CONCLUSION, row.conclusion) or {}) if sees_all else {},
        guests=[_guest(one, record, machine_now) for one in guests if one.revoked_at is None],
        photos=photos if sees_all else [],
    )  # fmt: skip


def _guest(row: Any, record: Any, machine_now: datetime) -> GuestView:
    flags = json.loads(row.flags)
    facts = LinkFacts(
        message=row.message, opened_at=row.opened_at, open_until=row.open_until, camera_at=row.camera_at,
        connected_at=row.connected_at, here=row.here, refused=flags.get("refused", ""),
    )  # fmt: skip
    return GuestView(
        id=row.participant_id, role=row.role, display=_written(record.open(operations.RECIPIENT, row.recipient)),
        step=step(facts), trouble=trouble(facts, machine_now=machine_now), sends=row.sends, here=row.here,
        opened=row.opened_at is not None,
    )  # fmt: skip


def _written(number: str) -> str:
    try:
        return parse_phone(number, territory=territory_named("FR"), fiction=True).display
    except PhoneError:
        return number


def _look(actor: Actor, regulation: Any, machine_now: datetime) -> Any:
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action="regulation.read",
        organisation_id=actor.organisation_id, subject_id=regulation.subject_id,
        detail={"regulation": str(regulation.id)},
    )  # fmt: skip
