"""A team's page of fifty lines over HTTP, whole (session, role, journal, frame), against the raw query, in the same rounds."""

import json
import os
import re
import statistics
import subprocess
from dataclasses import dataclass

from bench import cpu
from bench.place import ROOT, Listener, Place, listener
from bench.submission import CONNECTIONS, Round


@dataclass(frozen=True)
class Listed:
    """Medians. ratio: of the yardstick's own query; own_ratio: of the page's statement of lines, by its owner."""

    page: Round
    raw: float
    own: float
    ratio: float
    own_ratio: float


def measure(at: Place, *, audience: dict, threads: int, seconds: int, rounds: int) -> Listed:
    """One listener of pages: warmed, then the page and both raw queries in turns."""
    yardstick = (ROOT / "bench/yardstick/worklist_team.sql").read_text()
    with listener(at, part="pages", threads=threads) as on:
        page(at, on, audience, 3)
        turns = [
            (
                raw(at, yardstick, seconds, "-D", "team=1"),
                page(at, on, audience, seconds),
                raw(at, audience["statement"], seconds),
            )
            for _ in range(rounds)
        ]
    raws, pages, own = zip(*turns, strict=True)
    middle = Round(*(statistics.median(column) for column in zip(*(vars(one).values() for one in pages), strict=True)))
    return Listed(
        middle, statistics.median(raws), statistics.median(own),
        statistics.median(one.rate / limit for one, limit in zip(pages, raws, strict=True)),
        statistics.median(one.rate / limit for one, limit in zip(pages, own, strict=True)),
    )  # fmt: skip


def raw(at: Place, sql: str, seconds: int, *options: str) -> float:
    """Per second, by pgbench, prepared."""
    script = at.folder / "list.sql"
    script.write_text(sql)
    said = at.program(
        "pgbench", "-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j2", f"-T{seconds}", *options, "-f", script
    )
    return float(re.search(r"tps = ([\d.]+)", said)[1])


def page(at: Place, on: Listener, audience: dict, seconds: int) -> Round:
    """wrk, as many connections as pgbench has, every answer looked at."""
    web, database = cpu.seconds(on.process.pid), cpu.seconds(at.postmaster)
    script, url = ROOT / "bench/pages.lua", f"http://localhost:{on.port}{audience['list']}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", str(script), url]
    said = subprocess.run(command, env=os.environ | {"COOKIE": audience["cookie"]}, capture_output=True, text=True)
    told = json.loads(re.search(r"RESULT (.*)", said.stdout)[1])
    number = told["requests"] or 1
    return Round(
        told["rate"], told["p50"], told["p99"], (cpu.seconds(on.process.pid) - web) / number * 1e6,
        (cpu.seconds(at.postmaster) - database) / number * 1e6, told["failed"],
    )  # fmt: skip
