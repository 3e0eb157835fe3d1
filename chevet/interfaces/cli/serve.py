from enum import StrEnum
from typing import Annotated

import typer

from chevet.interfaces.cli.environment import prepare_django

GRACE = 2  # seconds given to open streams when stopping; the servers' own default waits for ever


class Part(StrEnum):
    """What one listener serves."""

    everything = "everything"
    pages = "pages"
    streams = "streams"


def serve(
    port: Annotated[int, typer.Option(envvar="PORT")] = 8000,
    host: Annotated[str, typer.Option(help="Loopback unless a reverse proxy of another machine must reach it.")] = (
        "127.0.0.1"
    ),
    part: Annotated[Part, typer.Option(help="Behind a reverse proxy: pages on one port, streams on another.")] = (
        Part.everything
    ),
    threads: Annotated[int, typer.Option(help="Requests answered at the same time, for --part pages.")] = 4,
) -> None:
    """Serve pages and streams over HTTP."""
    prepare_django()
    if part is Part.pages:
        _serve_pages(host, port, threads)
    else:
        _serve_streams(host, port, "config.asgi:application")


def _serve_pages(host: str, port: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=threads,
        log_access=False,
        workers_kill_timeout=GRACE,
    ).serve()


def _serve_streams(host: str, port: int, application: str) -> None:
    import uvicorn

    uvicorn.run(
        application,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
