"""One run: a PostgreSQL of its own, the yardstick, the product, everything measured, one table."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench import cpu, listing, live, lost, sizes, submission
from bench.place import ROOT, Place, listener, place
from bench.sendings import sendings

TEAM = 300
WHOLE = 2000  # follow-ups that have answered all of their questionnaires
console = Console(soft_wrap=True)
Row = tuple[str, str, str, bool | None]  # figure, target, measured, kept (None: no target)


def main(
    seconds: Annotated[int, typer.Option(help="Of each round.")] = 5,
    rounds: Annotated[int, typer.Option(help="Raw and complete submissions in turns.")] = 3,
    patients: Annotated[int, typer.Option(help="Links that submissions go through.")] = 20_000,
    large: Annotated[
        int, typer.Option(help="Follow-ups for the lists and the search; 1000000 for the target.")
    ] = 100_000,
    threads: Annotated[int, typer.Option(help="Of each process.")] = 8,
    only: Annotated[
        str, typer.Option(help="submission, sizes, page, scrolling, live, lists, lost; all but scrolling when empty.")
    ] = "",
    keep: Annotated[Path | None, typer.Option(help="A folder to keep and use again.")] = None,
) -> None:
    """Measure, and say which targets are kept."""
    began, rows = time.monotonic(), []
    wanted = only.split(",") if only else ["sizes", "submission", "page", "live", "lost", "lists"]
    with place(keep) as at:
        at.chevet("migrate")
        links = at.folder / "links.csv"
        if "lists" in wanted:
            at.chevet("seed", "--yes", "--teams", 1, "--follow-ups", TEAM, "--answers", 3)
            small = printed(at, "bench.reading")
        if "sizes" in wanted:
            at.chevet("seed", "--yes", "--teams", 7, "--follow-ups", WHOLE, "--answers", 11, "--random", 4)
            rows += room(at)
        at.chevet(
            "seed", "--yes", "--teams", 20, "--follow-ups", patients, "--answers", 3, "--random", 2, "--links", links
        )
        if {"submission", "page"} & set(wanted):
            at.load_yardstick()
        at.settle()
        if "submission" in wanted:
            for part in ("pages", "everything"):
                rows += submissions(at, part, threads, links, seconds, rounds)
        if "page" in wanted:
            rows += whole_page(at, threads, links, seconds, rounds)
        if "scrolling" in wanted:
            rows += scrolled(at, threads, links)
        if "live" in wanted:
            rows += screens(at, threads, links, seconds, rounds)
        if "lost" in wanted:
            rows += crash(at, threads, links, seconds)
        if "lists" in wanted:
            at.chevet("seed", "--yes", "--teams", large // TEAM, "--follow-ups", large, "--answers", 0, "--random", 3)
            rows += lists(small, printed(at, "bench.reading"), large)
            rows += searches(at, large)
    show(rows, time.monotonic() - began)
    raise typer.Exit(any(kept is False for *_, kept in rows))


def submissions(at: Place, part: str, threads: int, links: Path, seconds: int, rounds: int) -> Iterator[Row]:
    shape = "two listeners" if part == "pages" else "one port"
    got = submission.measure(at, part=part, threads=threads, links=links, seconds=seconds, rounds=rounds)
    product, raw, steady = got.product, got.raw, got.constant
    cost = (product.web + product.database) / 1000
    has_target = part == "pages"
    yield (
        f"complete submission, {shape}: of raw",
        "≥ 0.12" if has_target else "",
        f"{got.ratio:.3f} ({product.rate:.0f}/s of {raw.rate:.0f}/s; p50 {product.p50:.1f}, p99 {product.p99:.1f} ms)",
        got.ratio >= 0.12 if has_target else None,
    )
    yield (
        f"CPU of one submission, {shape}",
        "≤ 1.6 ms" if has_target else "",
        f"{cost:.2f} ms (web {product.web:.0f} + database {product.database:.0f} µs; raw {raw.database:.0f} µs)",
        cost <= 1.6 if has_target else None,
    )
    yield (
        f"p99 at 500/s offered, {shape}",
        "≤ 10 ms" if has_target else "",
        f"{steady['p99']:.1f} ms (p50 {steady['p50']:.1f}, longest {steady['longest']:.0f} ms)",
        steady["p99"] <= 10 if has_target else None,
    )
    failed = product.failed + steady["failed"]
    yield f"submissions refused, {shape}", "0", f"{failed:.0f}", failed == 0


def whole_page(at: Place, threads: int, links: Path, seconds: int, rounds: int) -> Iterator[Row]:
    looking = live.audience(at, links, screens=1, teams=1)
    got = listing.measure(at, audience=looking, threads=threads, seconds=seconds, rounds=rounds)
    shown = f"({got.page.rate:.0f}/s of {got.raw:.0f}/s; p50 {got.page.p50:.0f}, p99 {got.page.p99:.0f} ms)"
    yield (
        "page of 50 lines over HTTP, of its own statement under pgbench",
        "≥ 0.12",
        f"{got.ratio:.3f} {shown}",
        got.ratio >= 0.12,
    )
    yield "its lines alone, of the same", "", f"{got.lines_ratio:.3f} ({got.lines.rate:.0f}/s)", None
    yield "the page, of the yardstick's list query", "", f"{got.yardstick_ratio:.4f} of {got.yardstick:.0f}/s", None
    for what, one in (("a page of 50 lines", got.page), ("its lines alone", got.lines)):
        yield f"CPU of {what}, web + database", "", f"{one.web / 1000:.1f} + {one.database / 1000:.1f} ms", None
    yield (
        "pages refused or not whole",
        "0",
        f"{got.page.failed + got.lines.failed:.0f}",
        got.page.failed + got.lines.failed == 0,
    )


def scrolled(at: Place, threads: int, links: Path) -> Iterator[Row]:
    looking = live.audience(at, links, screens=0, teams=1, lines=300)
    with listener(at, part="everything", threads=threads) as on:
        got = printed(at, "bench.scrolling", f"http://localhost:{on.port}{looking['list']}&all=1", looking["cookie"])
    smooth = f"{got['p99']:.0f} ms (p50 {got['p50']:.0f}, longest {got['longest']:.0f} ms; {got['late']:.1%} late of {got['frames']}; {got['work']:.1f} ms of work each)"
    yield f"frames while {got['lines']} lines scroll: p99", "≤ 34 ms", smooth, got["p99"] <= 34


def screens(at: Place, threads: int, links: Path, seconds: int, rounds: int) -> Iterator[Row]:
    seen = live.reds(at, links, threads=threads, seconds=seconds * 2)
    took = f"{seen['p99']:.0f} ms (p50 {seen['p50']:.0f}, longest {seen['longest']:.0f} ms; {seen['reds']} reds)"
    yield f"red answer to {seen['screens']} open lists: p99", "≤ 1,000 ms", took, seen["p99"] <= 1000
    yield "lines that a screen never saw", "0", str(seen["missed"]), seen["missed"] == 0
    cost = live.cost(at, links, threads=threads, seconds=seconds, rounds=rounds)
    rates = f"{cost['ratio']:.2f} ({cost['live']:.0f}/s, {cost['without']:.0f}/s without)"
    yield f"submissions with {seen['screens']} open lists, of those without", "≥ 0.9", rates, cost["ratio"] >= 0.9


def room(at: Place) -> Iterator[Row]:
    for what, number in sizes.per_answer(at).items():
        target = what == "patient-day"
        yield (
            f"bytes per {what}" if target else f"bytes per answer, {what}",
            "≤ 600" if target else "",
            f"{number:.0f}",
            (number <= 600 if target else None),
        )


def crash(at: Place, threads: int, links: Path, seconds: int) -> Iterator[Row]:
    with listener(at, part="pages", threads=threads) as on:
        acknowledged, missing = lost.acknowledged_and_lost(at, on, sendings(links, seed=7), seconds)
    yield "answers lost when PostgreSQL is killed", "0", f"{missing} of {acknowledged}", missing == 0


def printed(at: Place, module: str, *words: str) -> dict:
    """The JSON line of a module run in the product's environment."""
    command = [sys.executable, "-m", module, *words]
    return json.loads(
        subprocess.run(command, cwd=ROOT, env=at.environment, capture_output=True, text=True, check=True).stdout
    )


def lists(small: dict, big: dict, large: int) -> Iterator[Row]:
    ratio = big["list"] / small["list"]
    measured = f"{ratio:.2f} ({small['list']:.1f} ms at {TEAM}, {big['list']:.1f} ms at {large:,})"
    yield "a team's list: p50 against 300 follow-ups", "≤ 1.3", measured, ratio <= 1.3
    yield "a team's list: statements, scope and journal included", "≤ 6", str(big["statements"]), big["statements"] <= 6
    for how in ("by_name", "by_both_names", "by_name_and_birth"):
        name = f"search {how.replace('_', ' ')} among {large:,}"
        yield name, "< 100 ms", f"{big[how]:.1f} ms", big[how] < 100


def searches(at: Place, people: int) -> Iterator[Row]:
    """Everybody in one organisation, which is the hardest for a search."""
    at.program("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", f"n={people}", "-f", "people.sql")
    for how, took in printed(at, "bench.searching").items():
        yield f"search by {how} among {people:,} of one organisation", "< 100 ms", f"{took:.1f} ms", took < 100


def show(rows: list[Row], took: float) -> None:
    table = Table("figure", "target", "measured", "")
    for figure, target, measured, kept in rows:
        table.add_row(figure, target, measured, {True: "kept", False: "[red]missed[/red]", None: ""}[kept])
    console.print(table)
    console.print(f"load average {cpu.load()}, {took:.0f} s")


if __name__ == "__main__":
    typer.run(main)
