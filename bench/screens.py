"""Open lists: real event streams over the real listener, held by one process, and red answers whose arrival they time.

python -m bench.screens STREAMS_PORT PAGES_PORT SECONDS REDS < audience.json: "open" on a line of its own once every stream
is open, then one JSON line: {"screens", "reds", "p50", "p99", "longest", "missed", "again", "bytes"}. Times in milliseconds from
the moment a red answer begins to leave to the moment a screen holds its line. REDS a second; 0 only listens.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bench.constant_rate import request
from bench.sendings import cookie_name

LONGEST_WAIT = 10.0  # seconds for the last line to arrive
RED = {
    "symptoms": "yes", "breathlessness": "same", "general_state": "same", "spo2": "97", "temperature": "37,2",
    "fever": "no", "cough": "no", "chest_pain": "yes", "blue_lips": "no", "confusion": "no", "cannot_drink": "no",
}  # fmt: skip


@dataclass
class Screens:
    """What all the streams saw. sent: {follow-up: moment}; a screen's arrival is counted once."""

    sent: dict[bytes, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    again: int = 0
    read: int = 0
    open: int = 0

    async def watch(self, port: int, ticket: str, ready: asyncio.Event, all_of_them: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
        writer.write(f"GET /stream/team?ticket={ticket} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise SystemExit(f"a stream was refused: {head[:60]!r}")
        await reader.readuntil(b"event: beat")
        self.open += 1
        if self.open == all_of_them:
            ready.set()
        seen: set[bytes] = set()
        while piece := await reader.readuntil(b"\n\n"):
            self.read += len(piece)
            self.saw(piece, seen)

    def saw(self, piece: bytes, seen: set[bytes]) -> None:
        """A red line that was waited for; what only says "look again" is counted apart."""
        if b"event: refresh" in piece or b'"again"' in piece:
            self.again += 1
        if b"event: lines" in piece and b"line--red" in piece:
            now = time.perf_counter()
            for ident, at in self.sent.items():
                if ident not in seen and b"line-" + ident in piece:
                    seen.add(ident)
                    self.took.append(now - at)


async def send_reds(port: int, patients: list[Any], rate: float, seconds: float, screens: Screens) -> None:
    """One at a time, each by another person, at a constant rate."""
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        if (wait := began + number / rate - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        token, device, follow_up_id = patients[number]
        body = json.dumps({"key": str(uuid4()), "answers": RED, "on_behalf": False, "between": False})
        cookie = f"{cookie_name(token, secure=False)}={device}"
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        screens.sent[follow_up_id.encode()] = time.perf_counter()
        writer.write(request(port, f"/s/{token}/answers.json", cookie, body))
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        if b" 200 " not in head[:16]:
            raise SystemExit(f"a red answer was refused: {head[:200]!r}")


async def main(streams: int, pages: int, seconds: float, rate: float, audience: dict[str, Any]) -> dict[str, Any]:
    screens, ready = Screens(), asyncio.Event()
    tickets = audience["tickets"]
    watching = [asyncio.create_task(screens.watch(streams, one, ready, len(tickets))) for one in tickets]
    await first_of(ready, watching)
    await asyncio.sleep(2.5)  # who draws looks around once a second
    print("open", flush=True)
    if rate:
        await send_reds(pages, audience["patients"], rate, seconds, screens)
        await settled(screens, len(tickets))
    else:
        await asyncio.sleep(seconds)
    for one in watching:
        one.cancel()
    return told(screens, len(tickets))


async def first_of(ready: asyncio.Event, watching: list[asyncio.Task[None]]) -> None:
    opened = asyncio.create_task(ready.wait())
    await asyncio.wait([opened, *watching], return_when=asyncio.FIRST_COMPLETED, timeout=50)
    if not ready.is_set():
        raise SystemExit("the streams did not open")


async def settled(screens: Screens, number: int) -> None:
    until = time.perf_counter() + LONGEST_WAIT
    while len(screens.took) < number * len(screens.sent) and time.perf_counter() < until:
        await asyncio.sleep(0.05)


def told(screens: Screens, number: int) -> dict[str, Any]:
    took = sorted(screens.took) or [0.0]
    share = lambda part: took[min(len(took) - 1, int(len(took) * part))] * 1000  # noqa: E731
    return {
        "screens": number, "reds": len(screens.sent), "p50": share(0.5), "p99": share(0.99), "longest": took[-1] * 1000,
        "missed": number * len(screens.sent) - len(screens.took), "again": screens.again, "bytes": screens.read,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(*map(int, sys.argv[1:4]), float(sys.argv[4]), json.load(sys.stdin)))))
