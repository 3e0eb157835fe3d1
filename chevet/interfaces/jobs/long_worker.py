"""The worker of long jobs: procrastinate in a thread of the worker, on connections of its own."""

import asyncio
import logging
import threading

from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

log = logging.getLogger(__name__)

PAUSE = 2.0  # seconds after it ended without being asked to
LAST_WAIT = 1.0  # seconds for a job that runs when the process stops; the sweep gives it back


def start(stopping: threading.Event) -> threading.Thread:
    """Runs until `stopping`; begins again when the database was away."""
    thread = threading.Thread(target=_live, args=(stopping,), name="long-jobs", daemon=True)
    thread.start()
    return thread


def _live(stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            asyncio.run(_run(stopping))
        except Exception:
            log.exception("the worker of long jobs begins again")
        stopping.wait(PAUSE)


async def _run(stopping: threading.Event) -> None:
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3, timeout=5)
    async with app.with_connector(connector).open_async() as ours:
        work = asyncio.create_task(
            ours.run_worker_async(
                concurrency=1,
                install_signal_handlers=False,
                shutdown_graceful_timeout=LAST_WAIT,
                update_heartbeat_interval=5,
            )
        )
        while not stopping.is_set() and not work.done():
            await asyncio.sleep(0.1)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
