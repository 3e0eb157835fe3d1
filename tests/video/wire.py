"""The signalling application on a loop of its own, and pages that speak to it: its real code, without a browser."""

import asyncio
import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from chevet.interfaces.streams.signalling import answer
from chevet.interfaces.streams.switchboard import Switchboard


class Page:
    """One socket. `code` is why it was closed."""

    def __init__(self, wire: "Wire", board: Switchboard, ticket: str, epoch: int | None, origin: str) -> None:
        self.wire, self.heard, self.code = wire, queue.Queue(), None
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        query = f"ticket={ticket}" + (f"&epoch={epoch}" if epoch is not None else "")
        scope = {
            "type": "websocket", "path": "/stream/call", "query_string": query.encode(),
            "headers": [(b"origin", origin.encode())],
        }  # fmt: skip
        self._put({"type": "websocket.connect"})
        self.done = asyncio.run_coroutine_threadsafe(answer(scope, self.said.get, self._send, board=board), wire.loop)

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            self.heard.put(json.loads(message["text"]))
        elif message["type"] == "websocket.close":
            self.code = message["code"]
            self.heard.put({"t": "closed"})

    def _put(self, message: dict[str, Any]) -> None:
        self.wire.loop.call_soon_threadsafe(self.said.put_nowait, message)

    def say(self, frame: dict[str, Any] | str) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self._put({"type": "websocket.receive", "text": text})

    def signal(self, to: "Page", **body: Any) -> None:
        self.say({"t": "signal", "to": to.me, "d": {"epoch": to.epoch, **body}})

    def hear(self, kind: str, *, within: float = 5.0, **wanted: Any) -> dict[str, Any]:
        """The next frame of that kind (and of these values); what comes before it is let go."""
        until = time.monotonic() + within
        while True:
            frame = self.heard.get(timeout=max(0.01, until - time.monotonic()))
            if frame["t"] == kind and all(frame.get(name) == value for name, value in wanted.items()):
                return frame

    def silent(self, kind: str, *, for_: float = 0.6) -> bool:
        try:
            self.hear(kind, within=for_)
        except queue.Empty:
            return True
        return False

    def welcomed(self) -> "Page":
        frame = self.hear("welcome")
        self.me, self.epoch, self.ice, self.peers = frame["me"], frame["epoch"], frame["ice"], frame["peers"]
        return self

    def leave(self) -> None:
        self._put({"type": "websocket.disconnect", "code": 1006})
        self.done.result(5)


class Wire:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.board = Switchboard()
        self.boards = [self.board]

    def open(
        self, ticket: str, *, epoch: int | None = None, board: Switchboard | None = None, origin: str = ""
    ) -> Page:
        board = board or self.board
        if board not in self.boards:
            self.boards.append(board)
        return Page(self, board, ticket, epoch, origin or settings.SITE_URL)

    def stop(self, board: Switchboard) -> None:
        asyncio.run_coroutine_threadsafe(board.close(), self.loop).result(5)


@contextmanager
def wired() -> Iterator[Wire]:
    wire = Wire()
    thread = threading.Thread(target=wire.loop.run_forever, daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        for board in wire.boards:
            wire.stop(board)
        asyncio.run_coroutine_threadsafe(_end_the_rest(), wire.loop).result(5)
        wire.loop.call_soon_threadsafe(wire.loop.stop)
        thread.join(5)


async def _end_the_rest() -> None:
    """What still runs is cancelled and waited for: a connection half opened would keep the database from going."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
