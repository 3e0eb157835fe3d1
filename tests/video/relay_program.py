"""The real coturn with the shipped configuration, on a free port."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures.browser import missing
from tests.fixtures.site import free_port

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "coturn" / "turnserver.conf"
SECRET = "a secret of the tests"


@dataclass(frozen=True)
class Relay:
    port: int
    process: subprocess.Popen


@contextmanager
def coturn(folder: Path, *more: str) -> Iterator[Relay]:
    """Running. `more` are options on its command line, beside the shipped file."""
    program = shutil.which("turnserver") or missing("coturn is not installed: apt-get install coturn")
    port = free_port()
    # What belongs to a machine: where it listens, its secret, no service of the system to write to.
    shipped = [line for line in CONFIGURATION.read_text().splitlines() if "listening-port" not in line]
    written = folder / "turnserver.conf"
    written.write_text("\n".join(line for line in shipped if line not in ("syslog", "no-stdout-log")))
    own = [
        f"--listening-port={port}", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--relay-ip=::1", "--realm=test",
        f"--static-auth-secret={SECRET}", "--no-tls", "--no-dtls", f"--pidfile={folder}/pid", f"--userdb={folder}/db",
        f"--log-file={folder}/log",
    ]  # fmt: skip
    process = subprocess.Popen(
        [program, "-c", str(written), *own, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Relay(port, process)
    finally:
        process.kill()
        process.wait()


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("coturn did not start")
