"""The listeners: everything on one port, or pages and streams apart behind a reverse proxy."""

import asyncio
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

GRACE = 2  # seconds given to requests when stopping; streams are told to end at once
HASTE = 15.0  # seconds for the head of a request to arrive
LONGEST_FRAME = 64 * 1024  # bytes of one signalling message


def serve(*, host: str, port: int, part: str = "everything", threads: int = 8, processes: int = 1) -> None:
    """Listen until SIGTERM or SIGINT. `part`: everything, streams (the same, for a proxy's rule), or pages (WSGI).

    processes: of pages alone; streams have one, which hears of everything once.
    """
    if part == "pages":
        serve_pages(host=host, port=port, threads=threads, processes=processes)
    else:
        serve_everything(host=host, port=port, threads=threads)


def serve_everything(*, host: str, port: int, threads: int) -> None:
    from config.asgi import Router

    Server(
        uvicorn.Config(
            Router(threads=threads),
            host=host,
            port=port,
            http=Hasty,
            ws="wsproto",
            ws_max_size=LONGEST_FRAME,
            ws_ping_interval=10.0,
            ws_ping_timeout=10.0,
            loop="asyncio",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE,
        )
    ).run()


def serve_pages(*, host: str, port: int, threads: int, processes: int) -> None:
    """`processes` of `threads` each, behind one socket; their metrics are added up."""
    if processes > 1:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="chevet-metrics-")
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings

    Granian(
        "config.pages:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        log_access=False,
        workers_kill_timeout=GRACE,
        respawn_failed_workers=True,
        http1_settings=HTTP1Settings(header_read_timeout=int(HASTE * 1000)),
    ).serve()


class Server(uvicorn.Server):
    """Tells the streams to end before it waits for what is open: a stream would otherwise never be done."""

    async def shutdown(self, sockets: Any = None) -> None:
        from chevet.interfaces.streams.hub import hub
        from chevet.interfaces.streams.switchboard import switchboard

        await hub.close()
        await switchboard.close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn does, without raising the signal once more at the end: an orderly stop is a success."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


class Hasty(H11Protocol):
    """Closes a connection whose next request has begun and does not come to the end of its head."""

    timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        waits = self.conn.their_state is h11.IDLE
        if waits and self.timer is None:
            self._wait_for_head()
        elif not waits and self.timer is not None:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self.timer = self.loop.call_later(HASTE, self._give_up)

    def _stop_waiting(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _give_up(self) -> None:
        logging.getLogger("chevet.server").info("a client was too slow")
        self.timer = None
        self.transport.close()
