"""Drawing what changed, beside the pages and beside the streams: in the worker, for teams that somebody listens to.

One process draws at a time (a lock of the database says which). Answers never wait for it: it reads the journal as the
streams do, and draws what a follow-up has become, however often it changed meanwhile. What a line looks like is told by
who starts it: `draw(changed, languages)` gives a body for each team and language.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.drawings import seal
from chevet.interfaces.streams.tail import Tail
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

type Changed = dict[UUID, set[UUID]]
type Draw = Callable[[Changed, dict[UUID, set[str]]], dict[tuple[UUID, str], dict[str, Any]]]

PACE = 0.1  # seconds between two looks at the journal
EVERY = 0.3  # seconds between two drawings of one team, unless something red arrives
RED = "3"
LOOKS = 1.0  # seconds between two looks at who listens, and who draws
LISTENED = timedelta(seconds=20)
KEPT = timedelta(seconds=60)
AT_ONCE, LOOK_BACK = 2_000, 200
MOST = 30  # lines of one team in one drawing
TURN = 7_160_245  # the number of the database's lock

AUDIENCE = "SELECT team_id, language FROM stream_audience WHERE seen_at > %s"
MY_TURN = f"SELECT pg_try_advisory_lock({TURN}) AS mine"
FORGET = "DELETE FROM stream_drawing WHERE made_at < %s"
FORGET_AUDIENCE = "DELETE FROM stream_audience WHERE seen_at < %s"
NEWEST = "SELECT id FROM journal ORDER BY id DESC LIMIT %s"
NEWS = """
WITH news AS (
  (SELECT id, team_id, detail FROM journal WHERE id > %s ORDER BY id LIMIT %s)
  UNION ALL
  (SELECT id, team_id, detail FROM journal WHERE id = ANY(%s))
)
SELECT id, team_id, detail->>'follow_up' AS follow_up, detail->>'level' AS level FROM news
"""
SAVE = """
INSERT INTO stream_drawing (team_id, language, upto, made_at, body)
VALUES (%s::uuid, %s::varchar, %s::bigint, %s::timestamptz, %s::bytea)
"""
NOT_WAITED_FOR = Statement("SELECT set_config('synchronous_commit', 'off', true)", ())


def start(stopping: threading.Event, draw: Draw) -> threading.Thread:
    """Draws until `stopping`; a fault is loud, and the streams meanwhile say "look again"."""
    thread = threading.Thread(target=_live, args=(stopping, draw), name="artist", daemon=True)
    thread.start()
    return thread


def _live(stopping: threading.Event, draw: Draw) -> None:
    draw({}, {})
    artist = Artist(draw)
    while not stopping.is_set():
        try:
            pause = artist.step()
        except Exception:
            log.exception("nothing could be drawn")
            artist, pause = Artist(draw), LOOKS
            connection.close()
        stopping.wait(pause)
    connection.close()


@dataclass
class Waiting:
    """What happened to one team since it was drawn last: lines of the journal, follow-ups, whether a red is among them."""

    numbers: list[int] = field(default_factory=list)
    follow_ups: set[UUID] = field(default_factory=set)
    red: bool = False


class Artist:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.languages: dict[UUID, set[str]] = {}
        self.tail: Tail | None = None
        self.looked = 0.0
        self.waiting: dict[UUID, Waiting] = {}
        self.drawn_at: dict[UUID, float] = {}

    def step(self) -> float:
        """One look; returns how long to wait before the next."""
        if time.monotonic() - self.looked > LOOKS:
            self._look_around()
        if not self.languages:
            self.tail = None
            return LOOKS / 4
        if self.tail is None:
            self._begin()
        self._draw_news()
        return PACE

    def _look_around(self) -> None:
        """Who listens, in which languages; nobody as long as another process draws."""
        self.looked, now = time.monotonic(), machine_now()
        with UnitOfWork(machine("schedule")) as work:
            audience, (turn,) = work.fetch(Statement(AUDIENCE, (now - LISTENED,)), Statement(MY_TURN, ()))
            work.add(Statement(FORGET, (now - KEPT,)), Statement(FORGET_AUDIENCE, (now - KEPT,)))
        self.languages = {}
        for row in audience if turn.mine else ():
            self.languages.setdefault(row.team_id, set()).add(row.language)

    def _begin(self) -> None:
        self.tail, self.waiting, self.drawn_at = Tail(), {}, {}
        with UnitOfWork(machine("schedule")) as work:
            (newest,) = work.fetch(Statement(NEWEST, (LOOK_BACK,)))
        self.tail.begin([row.id for row in newest], at=time.monotonic())

    def _draw_news(self) -> None:
        with UnitOfWork(machine("schedule")) as work:
            (news,) = work.finish(Statement(NEWS, (self.tail.last, AT_ONCE, list(self.tail.missing))))
        self.tail.saw([row.id for row in news], at=time.monotonic())
        for row in news:
            if row.team_id in self.languages:
                self._note(row)
        if ready := self._ready(time.monotonic()):
            changed = {team_id: one.follow_ups for team_id, one in ready.items()}
            self._save({team_id: one.numbers for team_id, one in ready.items()}, self._drawn(changed))

    def _note(self, row: Any) -> None:
        waiting = self.waiting.setdefault(row.team_id, Waiting())
        waiting.numbers.append(row.id)
        waiting.follow_ups.update([UUID(row.follow_up)] if row.follow_up else [])
        waiting.red = waiting.red or row.level == RED

    def _ready(self, at: float) -> dict[UUID, Waiting]:
        """What is drawn now: at once after a quiet moment or for a red, otherwise together with what follows."""
        self.waiting = {team_id: one for team_id, one in self.waiting.items() if team_id in self.languages}
        ready = {
            team_id: one for team_id, one in self.waiting.items()
            if one.red or at - self.drawn_at.get(team_id, -EVERY) >= EVERY
        }  # fmt: skip
        for team_id in ready:
            del self.waiting[team_id]
            self.drawn_at[team_id] = at
        return ready

    def _drawn(self, changed: Changed) -> dict[tuple[UUID, str], dict[str, Any]]:
        """What is too much, or says nothing of one follow-up, is looked at again by the pages."""
        few = {team_id: some for team_id, some in changed.items() if 0 < len(some) <= MOST}
        bodies = self.draw(few, self.languages) if few else {}
        others = {(team_id, one): {"again": True} for team_id in changed for one in self.languages[team_id]}
        return others | bodies

    def _save(self, covered: dict[UUID, list[int]], bodies: dict[tuple[UUID, str], dict[str, Any]]) -> None:
        now, upto = machine_now(), self.tail.last
        with UnitOfWork(machine("schedule")) as work:
            work.add(NOT_WAITED_FOR)
            for (team_id, language), body in bodies.items():
                sealed = seal(body | {"ids": covered[team_id]}, team_id=team_id, language=language)
                work.add(Statement(SAVE, (team_id, language, upto, now, sealed)))
