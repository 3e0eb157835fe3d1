"""Answering the WebSocket `/stream/call?ticket=…[&epoch=n]`: signalling of one page in one room (video/README.md).

Authorised like a record: a view gave the ticket, once, for a minute; who came by an account is asked about again every
few seconds. Django's requests and its ORM have no part in it.
"""

import asyncio
import json
import logging
import time
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.database import Unreachable
from chevet.interfaces.streams.switchboard import Socket, Switchboard, returning, stale
from chevet.interfaces.streams.switchboard import switchboard as of_this_process
from chevet.kernel.rows import Statement
from chevet.video import operations, queries
from chevet.video.frames import LONGEST, Frame, Malformed, read_frame
from chevet.video.rules import Standing, standing

log = logging.getLogger(__name__)

PATH = "/stream/call"
RENEW = 5.0  # seconds between two signs of presence
SILENCE = 20.0  # seconds without a frame, after which nobody is at the other end
BLIND = 60.0  # seconds without being able to ask the database
GOING_AWAY, POLICY, TOO_LARGE, TRY_AGAIN, NOT_YOURS = 1001, 1008, 1009, 1013, 4403

MAY_STILL = """
SELECT 1 FROM account JOIN membership ON membership.account_id = account.id
 WHERE account.id = %s AND account.is_active AND (account.ends_on IS NULL OR account.ends_on >= %s)
   AND membership.organisation_id = (SELECT organisation_id FROM video_room WHERE id = %s)
   AND membership.since <= %s AND (membership.until IS NULL OR membership.until > %s)
"""


class Refused(Exception):
    """No line for this page; the number closes the socket."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


async def answer(scope: dict[str, Any], receive: Any, send: Any, *, board: Switchboard = of_this_process) -> None:
    """The ASGI application of signalling. Accepted first: a browser learns nothing from a refused handshake."""
    if (await receive())["type"] != "websocket.connect":
        return
    await send({"type": "websocket.accept"})
    try:
        socket = await _admit(scope, board)
    except Refused as refusal:
        await send({"type": "websocket.close", "code": refusal.code})
        return
    except Unreachable:
        await send({"type": "websocket.close", "code": TRY_AGAIN})
        return
    await _converse(socket, receive, send, board)


async def _admit(scope: dict[str, Any], board: Switchboard) -> Socket:
    headers = dict(scope["headers"])
    if scope["path"] != PATH or headers.get(b"origin", b"").decode("latin-1") != settings.SITE_URL:
        raise Refused(NOT_YOURS)
    if board.closing:
        raise Refused(TRY_AGAIN)
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    ticket, epoch = asked.get("ticket", [""])[0], asked.get("epoch", [""])[0]
    known = int(epoch) if epoch.isdecimal() and len(epoch) < 7 else -1
    return await _arrive(await _redeem(ticket, board), known, board)


async def _redeem(ticket: str, board: Switchboard) -> tuple[Any, ...]:
    now = machine_now()
    found = await board.ask(queries.redeem(operations.hash_of(ticket))) if 20 < len(ticket) < 100 else []
    if not found or found[0][0] <= now:
        raise Refused(NOT_YOURS)
    stands = standing(admitted_at=found[0][5], revoked_at=found[0][6], ended_at=found[0][7])
    if stands in (Standing.ENDED, Standing.REVOKED):
        raise Refused(NOT_YOURS)
    return found[0]


async def _arrive(row: tuple[Any, ...], epoch: int, board: Switchboard) -> Socket:
    _, ident, room_id, role, account_id, *_rest = row
    now = machine_now()
    await board.ask(returning(operations.forget_signals(before=stale(now), to_id=ident)))
    arrived = await board.ask(operations.arrive(participant_id=ident, room_id=room_id, epoch=epoch, machine_now=now))
    if not arrived:
        raise Refused(POLICY)
    return Socket(ident, room_id, account_id, role, *arrived[0], key=operations.key_of(room_id))


async def _converse(socket: Socket, receive: Any, send: Any, board: Switchboard) -> None:
    """Three tasks; the first that ends takes the others along."""
    try:
        await board.join(socket)
        tasks = [
            asyncio.create_task(part)
            for part in (_hear(socket, receive, send, board), _speak(socket, send), _stay(socket, board))
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    except Unreachable:
        await _close(send, TRY_AGAIN)
    finally:
        try:
            await board.leave(socket)
        except Unreachable:
            log.warning("a page's leaving was not written down")


async def _speak(socket: Socket, send: Any) -> None:
    while (frame := await socket.outbox.get()) is not None:
        await send({"type": "websocket.send", "text": json.dumps(frame, separators=(",", ":"))})
        if frame["t"] == "end" or (socket.over and socket.outbox.empty()):
            break
    await _close(send, GOING_AWAY)


async def _hear(socket: Socket, receive: Any, send: Any, board: Switchboard) -> None:
    """Until the page leaves or says what it may not. After the last word nothing of it counts any more."""
    while True:
        try:
            message = await asyncio.wait_for(receive(), SILENCE)
        except TimeoutError:
            return await _close(send, GOING_AWAY)
        if message["type"] == "websocket.disconnect":
            return None
        if socket.over:
            continue
        try:
            frame = _read(message.get("text") or "", socket)
        except Refused as refusal:
            return await _close(send, refusal.code)
        if frame.kind == "bye":
            return await _close(send, GOING_AWAY)
        await _heard(frame, socket, board)


def _read(text: str, socket: Socket) -> Frame:
    if len(text) > LONGEST:
        raise Refused(TOO_LARGE)
    if not socket.pace.allows(at=time.monotonic()):
        log.warning("a page spoke too fast", extra={"fields": {"participant": str(socket.participant_id)}})
        raise Refused(POLICY)
    try:
        return read_frame(text)
    except Malformed:
        raise Refused(POLICY) from None


async def _heard(frame: Frame, socket: Socket, board: Switchboard) -> None:
    match frame.kind:
        case "ping":
            socket.say({"t": "pong"})
        case "ice":
            socket.say({"t": "ice", "ice": board.ice(socket) if socket.admitted else []})
        case "signal" if socket.admitted:
            sealed = socket.key.seal(operations.BODY, {"from": socket.epoch, "d": frame.body})
            to: UUID = frame.to
            await board.ask(
                operations.post(sender_id=socket.participant_id, to_id=to, sealed=sealed, machine_now=machine_now())
            )
            board.wake.set()
        case "state":
            await _note(frame.body, socket, board)


async def _note(flags: dict[str, Any], socket: Socket, board: Switchboard) -> None:
    await board.ask(
        operations.say(
            participant_id=socket.participant_id, line=socket.line, flags=json.dumps(flags),
            camera=flags.get("camera") is True, connected=flags.get("connected") is True, machine_now=machine_now(),
        )
    )  # fmt: skip
    await board.tell(socket.room_id)


async def _stay(socket: Socket, board: Switchboard) -> None:
    """Renews the presence, looks at the room again, and ends who may no longer be there."""
    seen = time.monotonic()
    while not socket.over:
        await asyncio.sleep(RENEW)
        try:
            await _renew(socket, board)
            seen = time.monotonic()
        except Unreachable:
            if time.monotonic() - seen > BLIND:
                return
    await asyncio.sleep(RENEW)  # the last word is on its way


async def _renew(socket: Socket, board: Switchboard) -> None:
    now = machine_now()
    here = operations.stay(participant_id=socket.participant_id, line=socket.line, machine_now=now)
    if not await board.ask(here):
        return socket.end("replaced")
    if socket.account_id and not await _may_still(socket, board):
        return socket.end("revoked")
    await board.look(socket)


async def _may_still(socket: Socket, board: Switchboard) -> bool:
    now = machine_now()
    params = (socket.account_id, now.date(), socket.room_id, now, now)
    return bool(await board.ask(Statement(MAY_STILL, params), account=socket.account_id))


async def _close(send: Any, code: int) -> None:
    with suppress(RuntimeError, OSError):  # the page left first
        await send({"type": "websocket.close", "code": code})
