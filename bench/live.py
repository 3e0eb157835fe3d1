"""What live screens see, how soon, and what they cost: pages, streams and the worker as production has them."""

import json
import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import submission
from bench.place import ROOT, Place, listener
from bench.reading import OPEN
from bench.sendings import sendings

SCREENS = 500


def audience(at: Place, links: Path, *, screens: int, teams: int, lines: int = OPEN) -> dict:
    command = [sys.executable, "-m", "bench.audience", str(links), *map(str, (screens, teams, lines))]
    done = subprocess.run(command, cwd=ROOT, env=at.environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@contextmanager
def worker(at: Place) -> Iterator[None]:
    """Draws the lines; also does what is due, as it would."""
    process = subprocess.Popen(
        [sys.executable, "-m", "chevet.interfaces.cli", "worker"], cwd=ROOT, env=at.environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


@contextmanager
def screens(looking: dict, streams: int, pages: int, seconds: int, reds: float) -> Iterator[subprocess.Popen]:
    """Ready when every stream is open."""
    words = map(str, (streams, pages, seconds, reds))
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.screens", *words], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )  # fmt: skip
    process.stdin.write(json.dumps(looking))
    process.stdin.close()
    try:
        if process.stdout.readline() != "open\n":
            raise SystemExit("the screens did not open")
        yield process
    finally:
        process.terminate()
        process.wait(10)


def reds(at: Place, links: Path, *, threads: int, seconds: int, rate: float = 4.0, number: int = SCREENS) -> dict:
    """All screens show one team; red answers arrive, each seen by every screen."""
    with (
        worker(at),
        listener(at, part="everything", threads=2) as on,
        listener(at, part="pages", threads=threads) as to,
    ):
        looking = audience(at, links, screens=number, teams=1)
        with screens(looking, on.port, to.port, seconds, rate) as open_ones:
            return json.loads(open_ones.stdout.readline())


def cost(at: Place, links: Path, *, threads: int, seconds: int, rounds: int, number: int = SCREENS) -> dict:
    """Submissions with the screens open, dealt over all teams, and with none open, in turns."""
    lines, pairs = sendings(links, seed=11), []
    with (
        worker(at),
        listener(at, part="everything", threads=2) as on,
        listener(at, part="pages", threads=threads) as to,
    ):
        submission.complete(at, to, lines, 3)
        for _ in range(rounds):
            without = submission.complete(at, to, lines, seconds)
            looking = audience(at, links, screens=number, teams=100)
            with screens(looking, on.port, to.port, seconds + 30, 0):
                pairs.append((without, submission.complete(at, to, lines, seconds)))
    return {
        "ratio": statistics.median(live.rate / plain.rate for plain, live in pairs),
        "without": statistics.median(plain.rate for plain, _ in pairs),
        "live": statistics.median(live.rate for _, live in pairs),
        "failed": sum(plain.failed + live.failed for plain, live in pairs),
    }
