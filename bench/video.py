"""How fast a call begins: `python -m bench.video` prints one table.

Room and SMS handed over (without the gateway; target 80 ms for 95 in 100), a room with its ticket and the socket's
welcome, in turns with what a join takes of Janus (bench/janus.py), fifty calls signalled at once. Beside a PostgreSQL of its own, as bench/run. What two browsers take
from the link to the picture is in bench/calls.py, what they do after ten seconds without network in bench/partition.py.
"""

import asyncio
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import wsproto
from wsproto.events import AcceptConnection, Request, TextMessage

from bench.janus import MISSING, Rooms, janus
from bench.place import listener, place

ROUNDS = 200
CALLS = 50
OFFER = {"type": "offer", "sdp": "v=0\r\n" + "a=rtpmap:96 VP8/90000\r\n" * 200}
CANDIDATE = {"candidate": "candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host", "sdpMid": "0"}


class Page:
    """One signalling socket."""

    def __init__(self, port: int) -> None:
        self.port, self.ws = port, wsproto.WSConnection(wsproto.ConnectionType.CLIENT)

    async def open(self, ticket: str) -> dict[str, Any]:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        origin = [(b"Origin", f"http://localhost:{self.port}".encode())]
        asked = Request(host=f"localhost:{self.port}", target=f"/stream/call?ticket={ticket}", extra_headers=origin)
        self.writer.write(self.ws.send(asked))
        self.welcome = await self.hear("welcome")
        return self.welcome

    def say(self, frame: dict[str, Any]) -> None:
        self.writer.write(self.ws.send(TextMessage(data=json.dumps(frame))))

    async def hear(self, kind: str) -> dict[str, Any]:
        text = ""
        while True:
            for event in self.ws.events():
                if isinstance(event, AcceptConnection) or not isinstance(event, TextMessage):
                    continue
                text += event.data
                if event.message_finished:
                    frame, text = json.loads(text), ""
                    if frame["t"] == kind:
                        return frame
            self.ws.receive_data(await self.reader.read(65536) or None)


def main() -> None:
    """Prints one JSON object, milliseconds."""
    with place() as at:
        at.chevet("migrate")
        os.environ |= at.environment
        with listener(at, part="everything", threads=8) as site, janus() as other:
            import django

            django.setup()
            figures = _measured(site.port, Rooms(other) if other else None)
    print(json.dumps(figures, indent=2))


def _measured(port: int, rooms: Rooms | None) -> dict[str, Any]:
    team = _a_team()
    opened = [_timed(lambda: _opened_and_handed(team)) for _ in range(ROUNDS)]
    _joined(team, port)  # the first one warms
    joined, other = _in_turns(lambda: _joined(team, port), rooms)
    tickets = [_pair(team) for _ in range(CALLS)]
    together = _timed(lambda: asyncio.run(_all_at_once(tickets, port)))
    return {
        "load": round(os.getloadavg()[0], 1),
        "room and SMS handed over, p50": _p(opened, 50), "room and SMS handed over, p95": _p(opened, 95),
        "room, ticket and join, p50": _p(joined, 50), "room, ticket and join, p95": _p(joined, 95),
        **_beside(joined, other),
        f"{CALLS} calls signalled at once": round(together, 1),
    }  # fmt: skip


def _in_turns(join: Callable[[], None], rooms: Rooms | None) -> tuple[list[float], dict[str, list[float]]]:
    """Milliseconds of ours and of Janus's, one after the other, so that both meet the same machine."""
    ours: list[float] = []
    theirs: dict[str, list[float]] = {"join": [], "room and join": []}
    for _ in range(ROUNDS):
        ours.append(_timed(join))
        if rooms:
            theirs["join"].append(_timed(rooms.join))
            theirs["room and join"].append(_timed(rooms.open))
    return ours, theirs


def _beside(ours: list[float], theirs: dict[str, list[float]]) -> dict[str, Any]:
    if not theirs["join"]:
        return {"Janus": MISSING}
    told = {f"Janus, {what}, p{n}": _p(values, n) for what, values in theirs.items() for n in (50, 95)}
    ratio = statistics.median(ours) / statistics.median(theirs["join"])
    return {**told, "ours / Janus's join, medians (target 2)": round(ratio, 1)}


def _a_team() -> Any:
    from chevet.people import actors
    from chevet.people.models import Role
    from chevet.usecases.found_organisation import Founding, add_member, duty_from, found_organisation

    now = datetime.now(UTC)
    founding = Founding(
        name="Bench", territory="FR", phone="+33472000000", alert_email="a@exemple.fr", alert_mobile="", team="Suivi",
        second_line="Garde", duty=duty_from("mon-sun 08:00-20:00"),
    )  # fmt: skip
    founded = found_organisation(founding=founding, now=now, machine_now=now)
    account = add_member(
        organisation_id=founded.organisation_id, team_id=founded.team_id, email=f"{uuid4().hex}@exemple.fr", name="Dr",
        role=Role.REGULATION_DOCTOR, alerts_by="none", mobile="", now=now, machine_now=now,
    )  # fmt: skip
    return actors.for_account(account_id=account.id, machine_now=datetime.now(UTC))


def _a_call(actor: Any) -> Any:
    from chevet.usecases.open_regulation import Request as Wanted
    from chevet.usecases.open_regulation import open_regulation, opener_of

    now = datetime.now(UTC)
    wanted = Wanted(key=uuid4(), number="06 12 34 56 78")
    return open_regulation(opener=opener_of(actor), request=wanted, fiction=False, now=now, machine_now=now)


def _opened_and_handed(actor: Any) -> None:
    from chevet.notifications.outcomes import Handed
    from chevet.usecases.dispatch_messages import dispatch_messages

    class Post:
        stopping = False

        def send(self, parcel):
            return Handed("bench")

        def spread(self, work, parcels):
            yield [work(parcel) for parcel in parcels]

    _a_call(actor)
    now = datetime.now(UTC)
    counts = dispatch_messages(now=now, machine_now=now, post=Post(), on_dead=lambda **_: None)
    assert counts["handed"] == 1, counts


def _joined(actor: Any, port: int) -> None:
    ticket = _ticket(actor, None)
    asyncio.run(Page(port).open(ticket))


def _ticket(actor: Any, regulation_id: Any) -> str:
    from chevet.usecases.join_regulation import join_regulation

    now = datetime.now(UTC)
    return join_regulation(actor=actor, regulation_id=regulation_id or _a_call(actor), now=now, machine_now=now)


async def _all_at_once(tickets: list[tuple[str, str]], port: int) -> None:
    """Fifty calls of two: an offer, an answer, eight candidates each way."""
    await asyncio.gather(*(_signalled(pair, port) for pair in tickets))


def _pair(actor: Any) -> tuple[str, str]:
    from chevet.access.models import Link
    from chevet.access.tokens import token_for
    from chevet.access.visits import visit
    from chevet.kernel.tenancy import acting
    from chevet.usecases.open_video_link import enter_video, video_ticket

    regulation_id, now = _a_call(actor), datetime.now(UTC)
    with acting(actor.scope()):
        link = Link.objects.latest("id")
    token = token_for(link.id, 1)
    cookie = enter_video(visit=visit(token, None), label="", machine_now=now)
    return _ticket(actor, regulation_id), video_ticket(visit=visit(token, cookie), machine_now=now)


async def _signalled(tickets: tuple[str, str], port: int) -> None:
    one, two = Page(port), Page(port)
    await asyncio.gather(one.open(tickets[0]), two.open(tickets[1]))
    for sender, hearer, body in (
        (one, two, {"description": OFFER}),
        (two, one, {"description": OFFER | {"type": "answer"}}),
    ):
        _send(sender, hearer, body)
        await hearer.hear("signal")
    for _ in range(8):
        _send(one, two, {"candidates": [CANDIDATE]})
        _send(two, one, {"candidates": [CANDIDATE]})
    for _ in range(8):
        await asyncio.gather(one.hear("signal"), two.hear("signal"))


def _send(sender: Page, hearer: Page, body: dict[str, Any]) -> None:
    to = hearer.welcome
    sender.say({"t": "signal", "to": to["me"], "d": body | {"epoch": to["epoch"]}})


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _p(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100)[percent - 1], 1)


if __name__ == "__main__":
    main()
