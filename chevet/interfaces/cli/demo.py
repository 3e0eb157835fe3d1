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
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from chevet.interfaces.cli.environment import data_folder, of_demonstration, prepare_django, remember
from chevet.interfaces.cli.prepared import is_prepared, note_prepared
from chevet.interfaces.cli.processes import Child, Company, stop_survivors
from chevet.interfaces.cli.terminal import say, stop, working
from chevet.kernel import embedded_postgres

SITE, OTHERS = "serve", ("worker", "watchdog")
PATIENCE = 10.0  # seconds
BEAT = 0.1  # seconds
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Asked to stop before anything was started."""


def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the site listens, on this machine only.")] = 8000,
) -> None:
    """Start everything: PostgreSQL, a small demonstration team, the site and its jobs. Ctrl-C stops it all."""
    began = time.monotonic()
    os.umask(0o022)
    with suppress(Stopped), _asked_to_stop() as asked, _only_one(data := data_folder(), port):
        _run(data, port, asked, began)


def _run(data: Path, port: int, asked: "Asked", began: float) -> None:
    if stop_survivors(data / "processes.json"):
        say("The processes of an earlier run were stopped first.")
    _check_free(port)
    with working("Starting PostgreSQL…"):
        cluster = embedded_postgres.start(data)
    with cluster:
        environment = of_demonstration(cluster=cluster, data=data, port=port)
        os.environ.update(environment)
        keys = Path(environment["CHEVET_KEYS"])
        if not is_prepared(cluster, keys=keys):
            with asked.droppable():  # each step is a transaction, or writes a file whole
                _prepare(keys)
            note_prepared(cluster, keys=keys)
        note = remember(environment)
        company = Company(register=data / "processes.json", environment=dict(os.environ), children=[])
        try:
            _supervise(company, cluster, asked, began)
        finally:
            say("Stopping…")
            note.unlink(missing_ok=True)
            company.stop()


def _prepare(keys: Path) -> None:
    """Keys, tables, and the demonstration's people, each only when missing."""
    from chevet.kernel.keyring import create_missing

    create_missing(keys)
    prepare_django()
    from django.db import connections

    from chevet.interfaces.cli.schema import bring_up_to_date

    with working("Migrating the database…"):
        bring_up_to_date()
    with working("Loading the demonstration…"):
        _load_region()
    connections.close_all()


def _load_region() -> None:
    from chevet.demo import region

    region.load()


def _supervise(company: Company, cluster: embedded_postgres.Cluster, asked: "Asked", began: float) -> None:
    """The site first, alone on the processors; the others once it answers, or soon if it does not."""
    address = f"http://localhost:{os.environ['PORT']}"
    company.children = [_child(SITE)]
    others_at = time.monotonic() + PATIENCE
    answered = False
    while not asked:
        company.tend(time.monotonic())
        if not cluster.server.is_alive():
            say("PostgreSQL was killed; starting it again.")
            cluster.revive()
        if not answered and (answered := _answers(address)):
            say(
                f"\nChevet is ready on [bold]{address}/demo/[/bold] after {time.monotonic() - began:.0f} s. Ctrl-C stops it.\n"
            )
        if len(company.children) == 1 and (answered or time.monotonic() > others_at):
            company.children += [_child(name) for name in OTHERS]
        time.sleep(BEAT)


def _child(name: str) -> Child:
    return Child(name, [sys.executable, "-m", "chevet.interfaces.cli", name])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


class Asked:
    """Remembers the signals that ask to stop. Work that may be dropped anywhere is dropped at once."""

    def __init__(self) -> None:
        self.signals: list[int] = []
        self._droppable = False

    def __bool__(self) -> bool:
        return bool(self.signals)

    def note(self, number: int, _frame: object) -> None:
        self.signals.append(number)
        if self._droppable:
            raise Stopped

    @contextmanager
    def droppable(self) -> Iterator[None]:
        self._droppable = True
        try:
            if self.signals:
                raise Stopped
            yield
        except BaseException:
            if self.signals:  # whatever the interrupted code made of it
                raise Stopped from None
            raise
        finally:
            self._droppable = False


@contextmanager
def _asked_to_stop() -> Iterator[Asked]:
    """Listens to the signals that ask to stop, until the end of the block; under nohup a hang-up stays ignored."""
    asked = Asked()
    heard = [number for number in STOPS if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, asked.note) for number in heard}
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
