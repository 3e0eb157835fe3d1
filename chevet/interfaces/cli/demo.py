"""The whole product on one machine, from nothing, for looking and learning."""

import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from chevet.interfaces.cli.environment import data_folder, of_demonstration, prepare_django, remember
from chevet.interfaces.cli.processes import Child, Company, stop_survivors
from chevet.interfaces.cli.terminal import say, stop, working
from chevet.kernel import embedded_postgres

PROCESSES = ("serve", "worker", "watchdog")
BEAT = 0.2  # seconds
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the site listens, on this machine only.")] = 8000,
) -> None:
    """Start everything: PostgreSQL, a small demonstration team, the site and its jobs. Ctrl-C stops it all."""
    began = time.monotonic()
    os.umask(0o022)
    with _asked_to_stop() as asked, _only_one(data := data_folder(), port):
        _run(data, port, asked, began)


def _run(data: Path, port: int, asked: list[int], began: float) -> None:
    if stop_survivors(data / "processes.json"):
        say("The processes of an earlier run were stopped first.")
    _check_free(port)
    with working("Starting PostgreSQL…"):
        cluster = embedded_postgres.start(data)
    with cluster:
        environment = of_demonstration(cluster=cluster, data=data, port=port)
        os.environ.update(environment)
        _prepare()
        note = remember(environment)
        company = Company(
            register=data / "processes.json",
            environment=dict(os.environ),
            children=[Child(name, [sys.executable, "-m", "chevet.interfaces.cli", name]) for name in PROCESSES],
        )
        try:
            _supervise(company, cluster, asked, began)
        finally:
            say("Stopping…")
            note.unlink(missing_ok=True)
            company.stop()


def _prepare() -> None:
    """Keys, tables, and the demonstration's people, each only when missing."""
    from chevet.kernel.keyring import create_missing

    create_missing(Path(os.environ["CHEVET_KEYS"]))
    prepare_django()
    from django.db import connections

    from chevet.interfaces.cli.schema import bring_up_to_date

    with working("Migrating the database…"):
        bring_up_to_date()
    with working("Loading the demonstration…"):
        _load_region()
    connections.close_all()


def _load_region() -> None:
    from importlib import util

    if util.find_spec("chevet.demo.region") is None:
        return
    from chevet.demo import region

    region.load()


def _supervise(company: Company, cluster, asked: list[int], began: float) -> None:
    address = f"http://localhost:{os.environ['PORT']}"
    announced = False
    while not asked:
        company.tend(time.monotonic())
        if not cluster.server.is_alive():
            say("PostgreSQL was killed; starting it again.")
            cluster.revive()
        if not announced and _answers(address):
            announced = True
            say(
                f"\nChevet is ready on [bold]{address}[/bold] after {time.monotonic() - began:.0f} s. Ctrl-C stops it.\n"
            )
        time.sleep(BEAT)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@contextmanager
def _asked_to_stop() -> Iterator[list[int]]:
    """A list that receives the signals that ask to stop; a second one no longer waits."""
    asked: list[int] = []

    def note(number: int, _frame) -> None:
        if asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.append(number)

    heard = [number for number in STOPS if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, note) for number in heard}  # under nohup a hang-up stays ignored
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _only_one(data: Path, port: int) -> Iterator[None]:
    with (data / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            stop(f"The demonstration of this clone already runs: {lock.read().strip()}")
        lock.truncate(0)
        lock.write(f"http://localhost:{port}, process {os.getpid()}\n")
        lock.flush()
        yield


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            stop(f"Port {port} is taken by another program: choose another one, for instance PORT={port + 1} bin/demo")
