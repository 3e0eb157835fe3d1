"""The complete submission over HTTP against the raw one-statement transaction, in the same rounds."""

import json
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import cpu
from bench.place import ROOT, YARDSTICK_ROWS, Listener, Place, listener
from bench.sendings import sendings, write_down

CONNECTIONS = 16
FASTEST = 4000  # submissions a second that a round may use up


@dataclass(frozen=True)
class Round:
    """Rate per second, milliseconds, CPU microseconds of one request: web processes and PostgreSQL."""

    rate: float
    p50: float = 0.0
    p99: float = 0.0
    web: float = 0.0
    database: float = 0.0
    failed: int = 0


def raw(at: Place, seconds: int) -> Round:
    """The yardstick: pgbench, 16 clients, everything in one prepared statement."""
    script = at.folder / "submit.sql"
    script.write_text((ROOT / "bench/yardstick/submit_cte.sql").read_text().replace("1000000", str(YARDSTICK_ROWS)))
    before = cpu.seconds(at.postmaster)
    said = at.program("pgbench", "-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j2", f"-T{seconds}", "-f", script)
    number = int(re.search(r"processed: (\d+)", said)[1])
    return Round(
        float(re.search(r"tps = ([\d.]+)", said)[1]), database=(cpu.seconds(at.postmaster) - before) / number * 1e6
    )


def complete(at: Place, on: Listener, lines: Iterator[tuple[str, str, str]], seconds: int) -> Round:
    """wrk, 16 connections, as fast as it goes."""
    file = at.folder / "sendings.tsv"
    write_down(lines, file, number=FASTEST * seconds)
    web, database = cpu.seconds(on.process.pid), cpu.seconds(at.postmaster)
    told = wrk(on.port, file, seconds)
    number = told["requests"] or 1
    return Round(
        told["rate"], told["p50"], told["p99"], (cpu.seconds(on.process.pid) - web) / number * 1e6,
        (cpu.seconds(at.postmaster) - database) / number * 1e6, told["failed"],
    )  # fmt: skip


def wrk(port: int, file: Path, seconds: int) -> dict:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(ROOT / "bench/sendings.lua")]
    environment = os.environ | {"SENDINGS": str(file)}
    said = subprocess.run(
        [*command, f"http://localhost:{port}"], env=environment, capture_output=True, text=True
    ).stdout
    return json.loads(re.search(r"RESULT (.*)", said)[1])


def constant(at: Place, on: Listener, lines: Iterator[tuple[str, str, str]], rate: int, seconds: int) -> dict:
    """Offered at a constant rate, whatever the answers take."""
    file = at.folder / "constant.tsv"
    write_down(lines, file, number=rate * seconds)
    command = [sys.executable, "-m", "bench.constant_rate", str(on.port), str(rate), str(seconds), str(file)]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def median(rounds: list[Round]) -> Round:
    columns = zip(*(vars(one).values() for one in rounds), strict=True)
    return Round(*(statistics.median(column) for column in columns))


@dataclass(frozen=True)
class Measured:
    """Medians of the rounds of one shape, and the ratio to the raw rounds between which they ran."""

    shape: str
    raw: Round
    product: Round
    ratio: float
    constant: dict


def measure(at: Place, *, part: str, threads: int, links: Path, seconds: int, rounds: int, rate: int = 500) -> Measured:
    """One listener: warmed for two rounds, then raw and complete in turns, then the constant rate."""
    lines = sendings(links, seed=len(part))
    with listener(at, part=part, threads=threads) as on:
        complete(at, on, lines, 2 * seconds)
        pairs = [(raw(at, seconds), complete(at, on, lines, seconds)) for _ in range(rounds)]
        steady = constant(at, on, lines, rate, seconds * 2)
    ratio = statistics.median(product.rate / limit.rate for limit, product in pairs)
    return Measured(part, median([one for one, _ in pairs]), median([two for _, two in pairs]), ratio, steady)
