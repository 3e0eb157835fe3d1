"""Whose signalling sockets this process holds, and the one task that takes from PostgreSQL what waits for them.

Another process may hold the other end of a call: everything passes through the table, woken at once when both ends are
here, looked for ten times a second when they are not.
"""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.database import Line, Unreachable
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.video import operations, queries
from chevet.video.relay import ice_servers
from chevet.video.rules import Pace, Standing, standing

log = logging.getLogger(__name__)

PACE = 0.1  # seconds between two looks for what other processes sent
PAUSE = 0.5  # seconds after the database did not answer
STALE = timedelta(seconds=60)
MOST_WAITING = 500  # frames for one page that does not read


@dataclass(eq=False, slots=True)
class Socket:
    """One page's line, from its arrival to its end. `outbox` holds what is to be said; None ends it."""

    participant_id: UUID
    room_id: UUID
    account_id: UUID | None
    role: str
    epoch: int
    line: int
    key: Record
    admitted: bool | None = None
    pace: Pace = field(default_factory=Pace)
    outbox: asyncio.Queue[dict[str, Any] | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    told: list[dict[str, Any]] | None = None
    over: bool = False

    def say(self, frame: dict[str, Any]) -> None:
        if self.over:
            return
        try:
            self.outbox.put_nowait(frame)
        except asyncio.QueueFull:
            self.over = True

    def end(self, why: str) -> None:
        """The last word: do not come back."""
        self.say({"t": "end", "why": why})
        self.over = True


class Switchboard:
    def __init__(self) -> None:
        self.line = Line(fleeting=True)
        self.sockets: dict[UUID, Socket] = {}
        self.closing = False
        self.wake = asyncio.Event()
        self.reader: asyncio.Task[None] | None = None

    async def ask(self, statement: Statement, *, account: UUID | None = None) -> list[tuple[Any, ...]]:
        return await self.line.ask(statement.sql, *statement.params, account=account)

    async def join(self, socket: Socket) -> None:
        """A page of the same person that was here before is told that it was replaced."""
        if earlier := self.sockets.get(socket.participant_id):
            earlier.end("replaced")
        self.sockets[socket.participant_id] = socket
        if self.reader is None or self.reader.done():
            self.reader = asyncio.create_task(self._read())
        await self.tell(socket.room_id)
        await self.look(socket)

    async def leave(self, socket: Socket) -> None:
        if self.sockets.get(socket.participant_id) is socket:
            del self.sockets[socket.participant_id]
        gone = operations.leave(participant_id=socket.participant_id, line=socket.line)
        if not self.closing and await self.ask(returning(gone)):
            await self.tell(socket.room_id)

    async def tell(self, room_id: UUID) -> None:
        """Everybody of the room looks again, wherever their sockets are."""
        await self.ask(returning(operations.tell(room_id=room_id, machine_now=machine_now())))
        self.wake.set()

    async def look(self, socket: Socket) -> None:
        """What this page sees of its room now; ends it when it has nothing to do there any more."""
        rows = await self.ask(queries.room(room_id=socket.room_id, machine_now=machine_now()))
        people = [_person(row) for row in rows]
        me = next((one for one in people if one.id == socket.participant_id), None)
        if me is None or me.standing in (Standing.ENDED, Standing.REVOKED):
            socket.end("revoked" if me is None or me.standing is Standing.REVOKED else "ended")
        elif me.line != socket.line:
            socket.end("replaced")
        else:
            self._show(socket, people, admitted=me.standing is Standing.ADMITTED)

    def ice(self, socket: Socket) -> list[dict[str, Any]]:
        return ice_servers(
            urls=settings.TURN_URLS, secret=settings.TURN_SECRET, who=socket.participant_id, machine_now=machine_now()
        )

    async def close(self) -> None:
        """The server stops: pages come back by themselves, to this process or another; nobody's call has ended."""
        self.closing = True
        for socket in list(self.sockets.values()):
            socket.over = True
            socket.outbox.put_nowait(None) if not socket.outbox.full() else None
        if self.reader:
            self.reader.cancel()
        await self.line.close()

    def _show(self, socket: Socket, people: list["_Person"], *, admitted: bool) -> None:
        mine = socket.participant_id
        peers = [one.shown() for one in people if admitted and one.id != mine and one.standing is not Standing.REVOKED]
        if socket.admitted != admitted:
            socket.say({
                "t": "welcome", "me": str(mine), "role": socket.role, "epoch": socket.epoch, "admitted": admitted,
                "ice": self.ice(socket) if admitted else [], "peers": peers,
            })  # fmt: skip
        elif peers != socket.told:
            socket.say({"t": "peers", "peers": peers})
        socket.admitted, socket.told = admitted, peers

    async def _read(self) -> None:
        while self.sockets and not self.closing:
            try:
                await self._step()
                self.wake.clear()
                await asyncio.wait_for(self.wake.wait(), PACE)
            except TimeoutError:
                continue
            except Unreachable:
                log.warning("signalling waits for the database")
                await asyncio.sleep(PAUSE)

    async def _step(self) -> None:
        rows = await self.ask(queries.take(list(self.sockets)))
        changed: set[Socket] = set()
        for _, to_id, from_id, kind, body in sorted(rows):
            socket = self.sockets.get(to_id)
            if socket is None:
                continue
            if kind == "news":
                changed.add(socket)
            else:
                self._pass_on(socket, from_id, body)
        for socket in changed:
            await self.look(socket)

    def _pass_on(self, socket: Socket, from_id: UUID, body: bytes) -> None:
        said = socket.key.open(operations.BODY, body)
        socket.say({"t": "signal", "from": str(from_id), "epoch": said["from"], "d": said["d"]})


@dataclass(frozen=True, slots=True)
class _Person:
    id: UUID
    role: str
    epoch: int
    line: int
    here: bool
    state: dict[str, Any]
    standing: Standing

    def shown(self) -> dict[str, Any]:
        return {
            "id": str(self.id), "role": self.role, "epoch": self.epoch, "here": self.here,
            "admitted": self.standing is Standing.ADMITTED, "state": self.state,
        }  # fmt: skip


def _person(row: tuple[Any, ...]) -> _Person:
    ident, role, epoch, line, admitted_at, revoked_at, here, state, ended_at, _why = row
    stands = standing(admitted_at=admitted_at, revoked_at=revoked_at, ended_at=ended_at)
    known = json.loads(state) if isinstance(state, str) else state
    return _Person(ident, role, epoch, line, bool(here), known, stands)


def returning(statement: Statement) -> Statement:
    """The asynchronous line reads rows; a write that gives none is asked for its count."""
    if "RETURNING" in statement.sql:
        return statement
    return Statement(f"{statement.sql} RETURNING 1", statement.params)


def stale(now: datetime) -> datetime:
    return now - STALE


switchboard = Switchboard()
