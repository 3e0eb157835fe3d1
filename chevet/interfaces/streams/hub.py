"""Who listens in this process, and the one task that reads the journal for all of them, only while somebody does."""

import asyncio
import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.calm import Body, Calm
from chevet.interfaces.streams.database import Line, Unreachable
from chevet.interfaces.streams.drawings import opened
from chevet.interfaces.streams.expected import Drawings
from chevet.interfaces.streams.tail import Tail
from chevet.kernel.pulses import PATIENCE, WATCHDOG, WORKER

log = logging.getLogger(__name__)

PACE = 0.1  # seconds between two readings
PAUSE = 0.5  # seconds after the database did not answer
AT_ONCE = 5_000  # lines in one reading
LOOK_BACK = 200
PATIENT = 50  # drawings that wait for one page
DRAWN_IN = 0.75  # seconds for a change to be drawn, of which it may wait 0.3; then the pages look again by themselves
WATCHED = (WORKER, WATCHDOG)
AROUND = 5.0  # seconds between two signs that somebody listens

# Whoever is concerned must prove again at once that she may listen.
DOUBTS = ("account.disabled", "membership.ended")
# One of her browsers is signed out, and streams do not know which is theirs: all end, those that may come back.
ENDS = ("session.ended",)

PULSES = "SELECT name, passed_at FROM pulse"
LISTENING = """
INSERT INTO stream_audience (team_id, language, seen_at) SELECT t.id, t.language, %s::timestamptz
  FROM unnest(%s::uuid[], %s::text[]) AS t (id, language)
    ON CONFLICT (team_id, language) DO UPDATE SET seen_at = excluded.seen_at RETURNING 1
"""
LAST_DRAWN = "SELECT coalesce(max(id), 0) FROM stream_drawing"
DRAWN = "SELECT id, team_id, language, body FROM stream_drawing WHERE id > %s ORDER BY id LIMIT 500"
NEWEST = "SELECT id FROM journal ORDER BY id DESC LIMIT %s"
# In two halves, so that each is a look into the index whatever the planner believes of the journal's size.
NEWS = """
WITH news AS (
  (SELECT id, team_id, action, detail FROM journal WHERE id > %s ORDER BY id LIMIT %s)
  UNION ALL
  (SELECT id, team_id, action, detail FROM journal WHERE id = ANY(%s))
)
SELECT id, team_id, action, CASE WHEN action = ANY(%s) THEN detail->>'account' END FROM news
"""
SINCE = "SELECT max(id), count(*) FILTER (WHERE team_id = %s) FROM journal WHERE id > %s AND id <= %s"


@dataclass(eq=False)
class Listener:
    """One open stream. News pile up as a set of kinds until it has time to send them, whatever their number."""

    team_id: UUID
    account_id: UUID
    kinds: set[str] = field(default_factory=set)
    language: str = "fr"
    drawn: list[bytes] = field(default_factory=list)
    last: int = 0
    doubted: bool = False
    gone: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, kinds: Iterable[str], last: int) -> None:
        self.kinds.update(kinds)
        self.last = max(self.last, last)
        self.wake.set()

    def show(self, block: bytes, last: int) -> None:
        """Something drawn, as it goes over the line; a page that cannot keep up is told to look again instead."""
        self.last = max(self.last, last)
        if len(self.drawn) < PATIENT:
            self.drawn.append(block)
        else:
            self.drawn.clear()
            self.kinds.add("many")
        self.wake.set()

    def take_drawn(self) -> list[bytes]:
        drawn, self.drawn = self.drawn, []
        return drawn

    def take(self) -> tuple[int, list[str]]:
        """The kinds of news since the last time, and the journal's id up to which they reach."""
        kinds, self.kinds = sorted(self.kinds), set()
        return self.last, kinds

    def doubt(self) -> None:
        self.doubted = True
        self.wake.set()


def written(event: str, data: str, last: int) -> bytes:
    """One event as it goes over the line. data: JSON, on one line."""
    return f"id: {last}\nevent: {event}\ndata: {data}\n\n".encode()


class Hub:
    def __init__(self) -> None:
        self.line = Line()
        self.tail = Tail()
        self.listeners: dict[UUID, set[Listener]] = defaultdict(set)
        self.closing = False
        self.reader: asyncio.Task[None] | None = None
        self.placed = asyncio.Event()
        self.drawings = Drawings()
        self.calm = Calm()
        self.around = 0.0
        self.late = False

    async def join(self, listener: Listener) -> None:
        """From the moment this returns, no event of the team is missed. Raises Unreachable after a while."""
        self.listeners[listener.team_id].add(listener)
        self.around = 0.0
        if self.reader is None or self.reader.done():
            self.placed.clear()
            self.reader = asyncio.create_task(self._read())
        try:
            await asyncio.wait_for(self.placed.wait(), 5)
        except TimeoutError as error:
            raise Unreachable from error

    def leave(self, listener: Listener) -> None:
        of_team = self.listeners[listener.team_id]
        of_team.discard(listener)
        if not of_team:
            del self.listeners[listener.team_id]

    async def anything_since(self, *, team_id: UUID, after: int) -> bool:
        """Did the team have news after this id, or may it have had? Late ids count: a look back is part of it."""
        if self.tail.last - after > AT_ONCE:
            return True
        rows = await self.line.ask(SINCE, team_id, after - LOOK_BACK, self.tail.last)
        return rows[0][1] > 0

    async def close(self) -> None:
        """End every stream; a server that stops calls this first."""
        self.closing = True
        for listener in self._all():
            listener.wake.set()
        if self.reader:
            self.reader.cancel()
        await self.line.close()

    def _all(self) -> list[Listener]:
        return [one for of_team in self.listeners.values() for one in of_team]

    async def _read(self) -> None:
        while self.listeners and not self.closing:
            try:
                await self._place() if not self.placed.is_set() else await self._step()
                await asyncio.sleep(PACE)
            except Unreachable:
                self.drawings.last = None  # after a crash of the database its numbers begin again
                log.warning("streams wait for the database")
                await asyncio.sleep(PAUSE)

    async def _place(self) -> None:
        self.tail = Tail()
        newest = await self.line.ask(NEWEST, LOOK_BACK)
        self.tail.begin([number for (number,) in newest], at=time.monotonic())
        self.placed.set()

    async def _step(self) -> None:
        news = await self.line.ask(NEWS, self.tail.last, AT_ONCE, list(self.tail.missing), [*DOUBTS, *ENDS])
        self.tail.saw([row[0] for row in news], at=time.monotonic())
        for number, team_id, action, account in news:
            if team_id:
                self._expect(team_id, number, action)
            if account:
                self._doubt(account, end=action in ENDS)
        await self._hand_out()
        if time.monotonic() - self.around > AROUND:
            await self._look_around()

    def _expect(self, team_id: UUID, number: int, action: str) -> None:
        """This change is to be drawn for everybody who listens to the team."""
        for language in {one.language for one in self.listeners.get(team_id, ())}:
            self.drawings.expect(team_id, language, number, action, at=time.monotonic())

    async def _hand_out(self) -> None:
        """What was drawn goes to its listeners; where nobody draws in time they are told to look again."""
        if self.drawings.last is None:
            self.drawings.last = (await self.line.ask(LAST_DRAWN))[0][0]
        for number, team_id, language, sealed in await self.line.ask(DRAWN, self.drawings.last):
            self.drawings.last = number
            body = opened(bytes(sealed), team_id=team_id, language=language)
            self.drawings.came(team_id, language, body.pop("ids"), at=time.monotonic())
            if ready := self.calm.pass_on((team_id, language), body, at=time.monotonic()):
                self._show(team_id, language, ready)
        for (team_id, language), ready in self.calm.due(at=time.monotonic()).items():
            self._show(team_id, language, ready)
        for (team_id, language), kinds in self.drawings.overdue(at=time.monotonic(), patience=DRAWN_IN).items():
            for listener in self._of(team_id, language):
                listener.tell(kinds, self.tail.last)

    def _show(self, team_id: UUID, language: str, body: Body) -> None:
        """Written once for everybody who listens."""
        block = written("lines", json.dumps(body), self.tail.last)
        for listener in self._of(team_id, language):
            listener.show(block, self.tail.last)

    def _of(self, team_id: UUID, language: str) -> list[Listener]:
        return [one for one in self.listeners.get(team_id, ()) if one.language == language]

    async def _look_around(self) -> None:
        """Say who listens, so that it is drawn for them; ask whether reminders and alerts may be late."""
        self.around, now = time.monotonic(), machine_now()
        pairs = sorted({(one.team_id, one.language) for one in self._all()})
        if pairs:
            await self.line.ask(LISTENING, now, [team_id for team_id, _ in pairs], [one for _, one in pairs])
        passed = dict(await self.line.ask(PULSES))
        self.late = any(name not in passed or now - passed[name] > PATIENCE[name] for name in WATCHED)

    def _doubt(self, account: str, *, end: bool) -> None:
        for listener in self._all():
            if str(listener.account_id) == account:
                listener.gone = listener.gone or end
                listener.doubt()


hub = Hub()
