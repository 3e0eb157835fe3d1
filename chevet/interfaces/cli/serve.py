from enum import StrEnum
from typing import Annotated

import typer

from chevet.interfaces.cli.environment import prepare_django


class Part(StrEnum):
    """What one listener serves."""

    everything = "everything"
    pages = "pages"
    streams = "streams"


def serve(
    port: Annotated[int, typer.Option(envvar="PORT")] = 8000,
    host: Annotated[str, typer.Option(help="Loopback unless a proxy on another machine must reach it.")] = "127.0.0.1",
    part: Annotated[Part, typer.Option(help="Behind a reverse proxy: pages on one port, streams on another.")] = (
        Part.everything
    ),
    threads: Annotated[int, typer.Option(help="Pages answered at the same time.", envvar="CHEVET_THREADS")] = 8,
    processes: Annotated[
        int, typer.Option(help="With --part pages: as many as cores answer pages.", envvar="CHEVET_PROCESSES", min=1)
    ] = 1,
) -> None:
    """Serve pages and streams over HTTP."""
    prepare_django()
    from config.server import serve as listen

    listen(host=host, port=port, part=part.value, threads=threads, processes=processes)
