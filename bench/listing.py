"""A team's page of fifty lines over HTTP, whole (session, role, journal, frame), and its lines alone, against the raw query.

The raw query is the page's own statement of lines, by the owner of its tables, under pgbench in the same rounds with as many
clients as the page has. The yardstick's list query, of one narrow table without joins, walls or names, is printed beside it.
"""

import json
import os
import re
import statistics
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from bench import cpu
from bench.place import ROOT, Listener, Place, listener
from bench.submission import CONNECTIONS, Round, median


@dataclass(frozen=True)
class Listed:
    """Medians; raw, yardstick: per second. The ratios are those of the page, and of its lines alone, in the same round."""

    page: Round
    lines: Round
    raw: float
    yardstick: float
    ratio: float
    lines_ratio: float
    yardstick_ratio: float


def measure(at: Place, *, audience: dict, threads: int, seconds: int, rounds: int) -> Listed:
    """One listener of pages: warmed, then the page and both raw queries in turns."""
    yardstick = (ROOT / "bench/yardstick/worklist_team.sql").read_text()
    with listener(at, part="pages", threads=threads) as on:
        whole, alone = audience["list"], audience["lines"]
        for warming in (whole, alone):
            page(at, on, audience, warming, 2)
        turns = [
            (
                raw(at, yardstick, seconds, "-D", "team=1"),
                page(at, on, audience, whole, seconds),
                raw(at, audience["statement"], seconds),
                page(at, on, audience, alone, seconds),
            )
            for _ in range(rounds)
        ]
    yardsticks, pages, raws, lines = zip(*turns, strict=True)
    return Listed(
        median(pages), median(lines), statistics.median(raws), statistics.median(yardsticks),
        ratio(pages, raws), ratio(lines, raws), ratio(pages, yardsticks),
    )  # fmt: skip


def ratio(rounds: Iterable[Round], limits: Iterable[float]) -> float:
    return statistics.median(one.rate / limit for one, limit in zip(rounds, limits, strict=True))


def raw(at: Place, sql: str, seconds: int, *options: str) -> float:
    """Per second, by pgbench, prepared."""
    script = at.folder / "list.sql"
    script.write_text(sql)
    said = at.program(
        "pgbench", "-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j2", f"-T{seconds}", *options, "-f", script
    )
    return float(re.search(r"tps = ([\d.]+)", said)[1])


def page(at: Place, on: Listener, audience: dict, path: str, seconds: int) -> Round:
    """wrk, as many connections as pgbench has, every answer looked at."""
    web, database = cpu.seconds(on.process.pid), cpu.seconds(at.postmaster)
    script, url = ROOT / "bench/pages.lua", f"http://localhost:{on.port}{path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", str(script), url]
    said = subprocess.run(command, env=os.environ | {"COOKIE": audience["cookie"]}, capture_output=True, text=True)
    told = json.loads(re.search(r"RESULT (.*)", said.stdout)[1])
    number = told["requests"] or 1
    return Round(
        told["rate"], told["p50"], told["p99"], (cpu.seconds(on.process.pid) - web) / number * 1e6,
        (cpu.seconds(at.postmaster) - database) / number * 1e6, told["failed"],
    )  # fmt: skip
