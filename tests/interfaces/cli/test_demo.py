"""`chevet demo` as a whole: everything starts, comes back when killed, and is gone when asked to stop."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from chevet.interfaces.cli.processes import birth
from chevet.kernel.embedded_postgres import reachable_folder
from tests.fixtures.site import free_port

pytestmark = pytest.mark.slow
PATIENCE = 90.0  # seconds, on a busy machine


class Demo:
    """A demonstration in a folder and on a port of its own."""

    def __init__(self, data: Path, log: Path):
        self.data, self.log, self.port = data, log, free_port()
        self.process: subprocess.Popen | None = None

    def start(self) -> "Demo":
        passed_on = {
            name: value for name, value in os.environ.items() if not re.match("CHEVET_|DATABASE_|DJANGO_", name)
        }
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "chevet.interfaces.cli", "demo"],
                env=passed_on | {"CHEVET_DATA": str(self.data), "PORT": str(self.port), "CHEVET_DEMO_PEOPLE": "3"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def runs(self) -> bool:
        """The site answers and everybody is there."""
        return self.answers() and len(self.pids()) == 3

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def pids(self) -> list[int]:
        return [pid for pid, _ in json.loads((self.data / "processes.json").read_text())]

    def postmaster(self) -> int:
        try:
            return int((self.data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return 0

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def said(self) -> str:
        return self.log.read_text()


@pytest.fixture
def demo(tmp_path_factory, tmp_path):
    data = reachable_folder(tmp_path_factory.mktemp("demo"))
    one = Demo(data, tmp_path / "demo.log")
    yield one
    if one.process and one.process.poll() is None:
        one.stop()
    shutil.rmtree(data, ignore_errors=True)


def eventually(condition, demo: Demo) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, demo.said()[-4000:]
        assert demo.process.poll() is None, demo.said()[-4000:]
        time.sleep(0.1)


def test_everything_comes_back_when_killed_is_taken_over_and_goes_when_asked(demo):
    demo.start()
    eventually(demo.runs, demo)
    site, *_ = demo.pids()
    os.kill(site, signal.SIGKILL)
    eventually(lambda: site not in demo.pids() and demo.runs(), demo)
    server = demo.postmaster()
    os.kill(server, signal.SIGKILL)
    eventually(lambda: demo.postmaster() not in (0, server) and demo.runs(), demo)
    take_over(demo)
    everybody = [*demo.pids(), demo.postmaster()]
    began = time.monotonic()
    assert demo.stop() == 0
    assert time.monotonic() - began < 15
    assert [birth(pid) for pid in everybody] == [""] * 4
    assert not (demo.data / "environment.json").exists()


def take_over(demo):
    """What a killed demonstration left is stopped by the next one, which prepares nothing again."""
    left = demo.pids()
    demo.process.kill()
    demo.process.wait()
    assert all(birth(pid) for pid in left)
    demo.start()
    eventually(lambda: "earlier run were stopped first" in demo.said() and demo.runs(), demo)
    assert [birth(pid) for pid in left] == ["", "", ""]
    assert demo.said().count("Migrating the database") == 1


def test_a_second_demonstration_of_the_same_data_is_told_where_the_first_one_is(demo, tmp_path):
    demo.start()
    eventually(lambda: "Starting PostgreSQL" in demo.said(), demo)
    second = Demo(demo.data, tmp_path / "second.log").start()
    assert second.process.wait(PATIENCE) == 1
    assert f"already runs: http://localhost:{demo.port}, process {demo.process.pid}" in second.said()


def test_asked_to_stop_while_it_prepares_it_stops(demo):
    demo.start()
    eventually(lambda: "Migrating the database" in demo.said(), demo)
    began = time.monotonic()
    assert demo.stop() == 0
    assert time.monotonic() - began < 10
    assert demo.postmaster() == 0


def test_a_taken_port_is_said_before_anything_starts(demo):
    with socket.create_server(("127.0.0.1", demo.port)):
        demo.start()
        assert demo.process.wait(PATIENCE) == 1
    assert f"Port {demo.port} is taken" in demo.said()
    assert not (demo.data / "postgres").exists()
