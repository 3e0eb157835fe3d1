"""Where the measurements happen: a PostgreSQL of their own, the yardstick and the product in it, and listeners."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chevet.kernel import embedded_postgres, roles
from chevet.kernel.embedded_postgres import Cluster
from chevet.kernel.keyring import create_missing

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED_BUFFERS = "3GB"
YARDSTICK_ROWS = 200_000
PROCESSES = {"pages": os.cpu_count() or 1, "everything": 1}


@dataclass
class Place:
    """A running server with its folder, and what the product's processes read."""

    folder: Path
    cluster: Cluster
    environment: dict[str, str]

    @property
    def postmaster(self) -> int:
        return int((self.cluster.server.folder / "postmaster.pid").read_text().split("\n", 1)[0])

    def program(self, name: str, *options: object, stdin: str | None = None) -> str:
        """psql or pgbench of the same wheel, as the owner."""
        command = [str(self.cluster.server.programs / name), *map(str, options)]
        dsn = self.environment["DATABASE_OWNER_URL"]
        done = subprocess.run([*command, dsn], capture_output=True, text=True, input=stdin, cwd=HERE / "yardstick")
        if done.returncode:
            raise SystemExit(f"{name} failed: {done.stderr[-2000:]}")
        return done.stdout

    def chevet(self, *words: object) -> None:
        command = [sys.executable, "-m", "chevet.interfaces.cli", *map(str, words)]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True)

    def load_yardstick(self, rows: int = YARDSTICK_ROWS) -> None:
        for name, options in (("schema", ()), ("load", ("-v", f"n={rows}", "-v", "subs=2")), ("index", ())):
            self.program("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *options, "-f", f"{name}.sql")

    def settle(self) -> None:
        """Tables just filled are tidied now, not by PostgreSQL in the middle of a round."""
        self.program("psql", "-X", "-q", "-c", "VACUUM ANALYZE")


@contextmanager
def place(kept: Path | None = None) -> Iterator[Place]:
    """Durable, as in production. In a folder that goes away afterwards, unless `kept` names one to keep and reuse."""
    folder = kept or Path(tempfile.mkdtemp(prefix="chevet-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    create_missing(folder / "keys")
    cluster = embedded_postgres.start(folder, shared_buffers=SHARED_BUFFERS)
    try:
        yield Place(folder, cluster, environment_of(folder, cluster))
    finally:
        cluster.stop()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def environment_of(folder: Path, cluster: Cluster) -> dict[str, str]:
    """Production's settings: no demonstration, no movable clock."""
    return os.environ | {
        "CHEVET_DATA": str(folder),
        "CHEVET_KEYS": str(folder / "keys"),
        "CHEVET_DEMO": "",
        "CHEVET_MOVABLE_CLOCK": "",
        "DATABASE_URL": cluster.dsn(role=roles.APPLICATION),
        "DATABASE_OWNER_URL": cluster.dsn(role=roles.OWNER),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


@dataclass
class Listener:
    """One `chevet serve` that answers."""

    process: subprocess.Popen
    port: int

    def kill(self) -> None:
        """As a power cut would: nobody is asked."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def listener(at: Place, *, part: str, threads: int, host: str = "localhost") -> Iterator[Listener]:
    """`chevet serve` on an address of this machine: part `pages` is the shape of production behind a proxy, a process for each core; `everything` is one port."""
    port = free_port()
    command = [sys.executable, "-m", "chevet.interfaces.cli", "serve", "--part", part, "--port", str(port)]
    place = {"PORT": str(port), "CHEVET_SITE_URL": f"http://{host}:{port}", "CHEVET_HOSTS": host}
    command += [] if host == "localhost" else ["--host", host]
    environment = at.environment | place
    process = subprocess.Popen(
        [*command, "--threads", str(threads), "--processes", str(PROCESSES[part])],
        env=environment,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        _wait_for(process, port, host)
        yield Listener(process, port)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(10)


def _wait_for(process: subprocess.Popen, port: int, host: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=1).read()
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                raise SystemExit("the listener did not start") from None
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the listener does not answer")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
