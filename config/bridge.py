"""Django's WSGI application behind an ASGI server.

The whole body is read before a thread is taken, so that a slow client holds a socket and nothing else; the whole
answer goes back in one piece, which costs two hops between threads where a general adapter needs one per chunk.
"""

import asyncio
import io
import re
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

LONGEST_BODY = 1_000_000  # bytes
LONGEST_FILE = 12_000_000  # bytes, where documents come in: more than one may be, so that a sentence can say so
FILES = re.compile(r"/(?:[sr]/[^/]{1,80}|pro/patients/[0-9a-f-]{36})/documents(?:/add)?")
FILES_AT_ONCE = 16
PATIENCE = 20  # seconds for a body to arrive
PATIENCE_FOR_FILES = 180

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def longest_body(path: str) -> int:
    """How long a request to this address may be."""
    return LONGEST_FILE if FILES.fullmatch(path) else LONGEST_BODY


class TooLarge(Exception):
    """The body is longer than this site accepts."""


class Gone(Exception):
    """The client left before it had sent everything."""


class Bridge:
    """ASGI in front, WSGI behind, `threads` requests at the same time."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.files = asyncio.Semaphore(FILES_AT_ONCE)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        try:
            body = await self._body(scope, receive)
        except TooLarge:
            await say(send, 413, "Trop volumineux. / Too large.")
        except TimeoutError:
            await say(send, 408, "Trop lent. / Too slow.")
        except Gone:
            return
        else:
            await self._answer(scope, body, send)

    async def _body(self, scope: dict[str, Any], receive: Receive) -> bytes:
        """Long ones are few at a time: each lies in memory, and may be on its way for minutes."""
        if scope["method"] != "POST" or longest_body(scope["path"]) == LONGEST_BODY:
            async with asyncio.timeout(PATIENCE):
                return await read_body(scope, receive)
        async with asyncio.timeout(PATIENCE_FOR_FILES), self.files:
            return await read_body(scope, receive)

    async def _answer(self, scope: dict[str, Any], body: bytes, send: Send) -> None:
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(self.threads, self._run, environ_of(scope, body))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _run(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
        """The application, to its end. A second call of start_response replaces the first, as WSGI has it."""
        started: list[tuple[str, list[tuple[str, str]]]] = []
        pieces: list[bytes] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., Any]:
            started[:] = [(status, headers)]
            return pieces.append

        iterable = self.application(environ, start_response)
        try:
            pieces.extend(iterable)
        finally:
            getattr(iterable, "close", lambda: None)()
        status, headers = started[0]
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return int(status[:3]), encoded, b"".join(pieces)


async def read_body(scope: dict[str, Any], receive: Receive) -> bytes:
    """Everything the client sends. Raises TooLarge, before anything is read when the client says so itself."""
    declared, longest = dict(scope["headers"]).get(b"content-length", b"0"), longest_body(scope["path"])
    if declared.isdigit() and int(declared) > longest:
        raise TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        if len(body) > longest:
            raise TooLarge
        if not message.get("more_body"):
            return bytes(body)


def environ_of(scope: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The request as PEP 3333 describes it."""
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    """A header given twice is joined, a cookie with its own separator. One with an underscore could pose as another."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
    joint = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value


async def say(send: Send, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
    """A short answer of the server itself, which ends the connection."""
    content = sentence.encode()
    about = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(content)).encode())]
    about += [(b"x-content-type-options", b"nosniff"), (b"connection", b"close"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": about})
    await send({"type": "http.response.body", "body": content})
