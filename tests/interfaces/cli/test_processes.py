"""Children that live and stop together, on real processes."""

import json
import os
import signal
import sys
import time

import pytest

from chevet.interfaces.cli.processes import Child, Company, birth, stop_survivors

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
DEAF += "; pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
PARENT = "import pathlib, subprocess, sys, time; born = subprocess.Popen(['sleep', '60']).pid"
PARENT += "; pathlib.Path(sys.argv[1]).write_text(str(born)); time.sleep(60)"
PATIENCE = 20.0  # seconds, on a busy machine


@pytest.fixture
def company(tmp_path):
    def make(*commands):
        children = [Child(f"child {number}", command) for number, command in enumerate(commands)]
        made.append(Company(tmp_path / "processes.json", dict(os.environ), children))
        return made[-1]

    made: list[Company] = []
    yield make
    for one in made:
        one.stop()


def eventually(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(pid: int) -> bool:
    return birth(pid) != ""


def test_a_dead_child_is_started_again_after_a_pause(company):
    both = company(SLEEP, SLEEP)
    both.tend(now=100)
    first, neighbour = (child.process.pid for child in both.children)
    os.kill(first, signal.SIGKILL)
    both.children[0].process.wait()
    both.tend(now=101)
    assert both.children[0].process is None
    both.tend(now=102)
    assert both.children[0].process.pid != first
    assert both.children[1].process.pid == neighbour


def test_a_child_that_cannot_live_is_tried_less_and_less_often(company):
    hasty = company([sys.executable, "-c", "raise SystemExit(3)"])
    (child,) = hasty.children
    pauses, now = [], 100.0
    for _ in range(9):
        hasty.tend(now)
        child.process.wait()
        hasty.tend(now)
        pauses.append(child.next_start - now)
        now = child.next_start
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_steady_life_is_forgiven(company):
    steady = company(SLEEP)
    (child,) = steady.children
    child.failures = 6
    steady.tend(now=100)
    child.process.kill()
    child.process.wait()
    steady.tend(now=200)
    assert (child.failures, child.next_start) == (0, 200.25)


def test_stopping_leaves_nobody_not_even_grandchildren(company, tmp_path):
    note = tmp_path / "grandchild"
    family = company([sys.executable, "-c", PARENT, str(note)])
    family.tend(now=100)
    (child,) = family.children
    eventually(lambda: note.exists() and note.read_text())
    grandchild = int(note.read_text())
    assert alive(grandchild)
    family.stop()
    assert not alive(child.process.pid)
    eventually(lambda: not alive(grandchild))
    assert not family.register.exists()


def test_survivors_of_a_killed_run_are_found_and_stopped(company):
    left = company(SLEEP, SLEEP)
    left.tend(now=100)
    pids = [child.process.pid for child in left.children]
    assert stop_survivors(left.register) == 2
    assert [alive(pid) for pid in pids] == [False, False]
    assert stop_survivors(left.register) == 0


def test_a_process_that_only_inherited_a_number_is_left_alone(company, tmp_path):
    other = company(SLEEP)
    other.tend(now=100)
    pid = other.children[0].process.pid
    register = tmp_path / "old.json"
    register.write_text(json.dumps([[pid, "another boot:12345"]]))
    assert stop_survivors(register) == 0
    assert alive(pid)


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_torn_register_stops_nothing(tmp_path, content):
    register = tmp_path / "processes.json"
    register.write_text(content)
    assert stop_survivors(register) == 0


@pytest.mark.slow
def test_a_child_that_does_not_listen_is_killed(tmp_path):
    ready = tmp_path / "ready"
    command = [sys.executable, "-c", DEAF, str(ready)]
    deaf = Company(tmp_path / "processes.json", dict(os.environ), [Child("deaf", command)])
    deaf.tend(now=100)
    eventually(ready.exists)
    deaf.stop()
    assert deaf.children[0].process.returncode == -signal.SIGKILL
