"""The processes of one run: started in groups of their own, restarted when they die, stopped together."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from chevet.interfaces.cli.terminal import say

GRACE = 6.0  # seconds between asking a process to stop and killing it
STEADY = 30.0  # seconds after which a process that dies is not held for one that cannot start
LONGEST_PAUSE = 30.0  # seconds before another attempt


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = 0
    next_start: float = 0.0

    def start(self, environment: dict[str, str], now: float) -> None:
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True)
        self.started = now

    def bury(self, now: float) -> None:
        """Decides when to try again: at once after a steady life, later and later otherwise."""
        self.failures = 0 if now - self.started > STEADY else self.failures + 1
        pause = min(LONGEST_PAUSE, 0.25 * 2**self.failures)
        self.next_start = now + pause
        say(f"{self.name} {_ending(self.process.returncode)}; starting it again in {pause:g} s.")
        self.process = None

    def signal(self, number: int) -> None:
        if self.process is not None:
            _signal_group(self.process.pid, number)


@dataclass
class Company:
    """Children that live and stop together, written down so that a next run finds survivors of this one."""

    register: Path
    environment: dict[str, str] = field(repr=False)
    children: list[Child]

    def tend(self, now: float) -> None:
        """Starts what should run and does not. Call it several times a second."""
        changed = False
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                child.signal(signal.SIGKILL)  # what it left in its group
                child.bury(now)
            if child.process is None and now >= child.next_start:
                child.start(self.environment, now)
                changed = True
        if changed:
            self._write_down()

    def stop(self) -> None:
        living = [child for child in self.children if child.process is not None]
        for child in living:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in living:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"{child.name} did not stop in time and was killed.")
            child.signal(signal.SIGKILL)
            child.process.wait()
        self.register.unlink(missing_ok=True)

    def _write_down(self) -> None:
        pids = [child.process.pid for child in self.children if child.process is not None]
        draft = self.register.with_suffix(".partial")
        draft.write_text(json.dumps([[pid, birth(pid)] for pid in pids]))
        draft.replace(self.register)  # whole or not at all, whenever we are killed


def stop_survivors(register: Path) -> int:
    """Stops the processes of an earlier run whose own end was not orderly; returns how many there were."""
    try:
        known = json.loads(register.read_text())
    except (FileNotFoundError, ValueError):
        return 0
    survivors = [pid for pid, born in known if born and birth(pid) == born]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in survivors:
            _signal_group(pid, number)
        deadline = time.monotonic() + GRACE
        while any(birth(pid) for pid in survivors) and time.monotonic() < deadline:
            time.sleep(0.05)
    register.unlink(missing_ok=True)
    return len(survivors)


def birth(pid: int) -> str:
    """When a living process began, in a form that no other process with the same number shares; '' when dead."""
    command = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if fields[0] == "Z" else f"{_boot()}:{fields[19]}"
    except (FileNotFoundError, ProcessLookupError):
        if Path("/proc/self/stat").exists():
            return ""
    found = subprocess.run(command, capture_output=True, text=True).stdout.split(maxsplit=1)
    return "" if not found or found[0].startswith("Z") else found[1]


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _ending(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
