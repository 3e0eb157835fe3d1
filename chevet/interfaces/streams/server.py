"""Answering `/stream/team?ticket=…`: server-sent events that say which team has news, and of what kind.

    event: refresh   data: {"team": id, "kinds": [actions of the journal]}   id: where to take up again
    event: lines     data: what changed, drawn once for the team (drawings.py)
    event: beat      data: {"late": whether reminders and alerts may be late}; nothing new, the line is alive

A client that comes back with `Last-Event-ID` (or `after=`) is told to refresh only if something happened meanwhile.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.database import Unreachable
from chevet.interfaces.streams.hub import Hub, Listener, written
from chevet.interfaces.streams.hub import hub as process_hub
from chevet.interfaces.streams.tickets import hash_of

ABOUT = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
BEAT = 15.0  # seconds
CHECK = 30.0  # seconds between two looks at whether the account may still see the team
BLIND = 90.0  # seconds without being able to look, after which the stream ends

REDEEM = "DELETE FROM stream_ticket WHERE hash = %s RETURNING team_id, account_id, expires_at, language"
MAY_SEE = """
SELECT 1 FROM account JOIN membership ON membership.account_id = account.id
 WHERE account.id = %s AND account.is_active AND (account.ends_on IS NULL OR account.ends_on >= %s)
   AND membership.team_id IN (SELECT %s::uuid UNION ALL
                              SELECT to_team_id FROM delegation WHERE team_id = %s AND until IS NULL)
   AND membership.role IN ('professional', 'agent')
   AND membership.since <= %s AND (membership.until IS NULL OR membership.until > %s)
"""


class Refused(Exception):
    """No stream for this request; the number is its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def answer(scope: dict[str, Any], receive: Any, send: Any, *, hub: Hub = process_hub) -> None:
    """The ASGI application of streams."""
    try:
        listener, after = await _admit(scope, hub)
    except Refused as refusal:
        await _send_refusal(send, refusal.status)
        return
    except Unreachable:
        await _send_refusal(send, 503)
        return
    gone = asyncio.create_task(_until_gone(receive, listener))
    try:
        await _send_start(send)
        async for piece in _events(listener, after, hub):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        hub.leave(listener)


async def _admit(scope: dict[str, Any], hub: Hub) -> tuple[Listener, int | None]:
    """Redeems the ticket and takes a place in the hub, and says after which event the client takes up again."""
    headers = dict(scope["headers"])
    if scope["method"] != "GET" or scope["path"] != "/stream/team":
        raise Refused(404)
    if hub.closing:
        raise Refused(503)
    _check_origin(headers)
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    listener = await _redeem(asked.get("ticket", [""])[0], hub)
    if not await may_see(listener, hub):
        raise Refused(403)
    await _join(listener, hub)
    after = headers.get(b"last-event-id", b"").decode("latin-1") or asked.get("after", [""])[0]
    return listener, int(after) if after.isdecimal() and len(after) < 19 else None


def _check_origin(headers: dict[bytes, bytes]) -> None:
    """A page of another site may not open a stream, even with a ticket that it got hold of."""
    origin = headers.get(b"origin", settings.SITE_URL.encode()).decode("latin-1")
    site = headers.get(b"sec-fetch-site", b"same-origin")
    if origin != settings.SITE_URL or site not in (b"same-origin", b"none"):
        raise Refused(403)


async def _redeem(ticket: str, hub: Hub) -> Listener:
    rows = await hub.line.ask(REDEEM, hash_of(ticket)) if 20 < len(ticket) < 100 else []
    if not rows or rows[0][2] <= machine_now():
        raise Refused(403)
    team_id, account_id, _, language = rows[0]
    return Listener(team_id=team_id, account_id=account_id, language=language)


async def _join(listener: Listener, hub: Hub) -> None:
    try:
        await hub.join(listener)
    except BaseException:
        hub.leave(listener)
        raise


async def may_see(listener: Listener, hub: Hub) -> bool:
    """Is the account alive, and in the team, with a role that sees its patients? Raises Unreachable."""
    now = machine_now()
    account: UUID = listener.account_id
    params = (account, now.date(), listener.team_id, listener.team_id, now, now)
    return bool(await hub.line.ask(MAY_SEE, *params, account=account))


async def _events(listener: Listener, after: int | None, hub: Hub) -> AsyncIterator[bytes]:
    """Blocks to send, until the stream must end."""
    listener.last = max(listener.last, hub.tail.last)
    if after is None or await hub.anything_since(team_id=listener.team_id, after=after):
        listener.kinds.add("opened")
    yield block("beat", {"late": hub.late}, listener.last)
    seen = checked = time.monotonic()
    while not hub.closing and not listener.gone:
        if time.monotonic() - checked >= CHECK or listener.doubted:
            listener.doubted, checked = False, time.monotonic()
            seen = await _still_seen(listener, hub, seen)
            if seen is None:
                return
        last, kinds = listener.take()
        if drawn := listener.take_drawn():
            yield b"".join(drawn)
        if kinds:
            yield block("refresh", {"team": str(listener.team_id), "kinds": kinds}, last)
        if not await _woken(listener, min(BEAT, CHECK)):
            yield block("beat", {"late": hub.late}, last)


async def _still_seen(listener: Listener, hub: Hub, seen: float) -> float | None:
    """The moment of the last look that said yes; None when the stream must end."""
    try:
        return time.monotonic() if await may_see(listener, hub) else None
    except Unreachable:
        return seen if time.monotonic() - seen < BLIND else None


async def _woken(listener: Listener, patience: float) -> bool:
    if listener.kinds or listener.drawn:
        return True
    try:
        await asyncio.wait_for(listener.wake.wait(), patience)
    except TimeoutError:
        return False
    listener.wake.clear()
    return True


async def _until_gone(receive: Any, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.gone = True
    listener.wake.set()


def block(event: str, data: dict[str, Any], last: int) -> bytes:
    """One event as it goes over the line."""
    return written(event, json.dumps(data), last)


async def _send_start(send: Any) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no"), *ABOUT]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _send_refusal(send: Any, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0"), *ABOUT]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
