"""Ten seconds without network in the middle of a call, many times: `python -m bench.partition --runs 50`, as root on Linux.

The caller's Chromium lives in a network namespace of its own, behind a bridge. The bridge lets go of it without its
interface noticing: everything it sends is lost in silence, as in a lift. Then the bridge takes it back, and the clock runs
until the doctor sees the picture move again. Target: within 15 s in 95 of 100.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.browsers import DESK, PHONE, call, chromium, frames, page_of, seconds_until, signed_in
from bench.place import Place, listener, place

SPACE, BRIDGE, OUTSIDE, INSIDE = "chevet-phone", "chevet-br", "chevet-out", "chevet-in"
HERE, THERE = "10.99.0.1", "10.99.0.2"
CARD = "02:00:00:99:00:01"  # of the bridge: by itself it would take its port's, and hear what the port hears when it has let go
TARGET = 15.0  # seconds
SHARE = 0.95


def main(
    runs: Annotated[int, typer.Option(help="Partitions, each in a call of its own.")] = 50,
    cut: Annotated[float, typer.Option(help="Seconds without network.")] = 10.0,
) -> None:
    """Prints one JSON object; ends with an error when the target is missed."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        raise SystemExit("Network namespaces need root and the program `ip` (iproute2).")
    with network(), place() as at:
        at.chevet("migrate")
        os.environ |= at.environment | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        with listener(at, part="everything", threads=8, host=HERE) as site:
            import django

            django.setup()
            figures = measured(at, f"http://{HERE}:{site.port}", runs=runs, cut=cut)
    print(json.dumps(figures, indent=2))
    raise typer.Exit(figures["within 15 s"] < SHARE)


@contextmanager
def network() -> Iterator[None]:
    """A namespace with one way out, over a bridge that this machine holds."""
    _ip("netns", "add", SPACE)
    try:
        _ip("link", "add", BRIDGE, "address", CARD, "type", "bridge")
        _ip("link", "add", OUTSIDE, "type", "veth", "peer", "name", INSIDE, "netns", SPACE)
        _ip("address", "add", f"{HERE}/24", "dev", BRIDGE)
        for name in (BRIDGE, OUTSIDE):
            _ip("link", "set", name, "up")
        join()
        _ip("-n", SPACE, "address", "add", f"{THERE}/24", "dev", INSIDE)
        for name in ("lo", INSIDE):
            _ip("-n", SPACE, "link", "set", name, "up")
        _ip("-n", SPACE, "route", "add", "default", "via", HERE)
        yield
    finally:
        for words in (("netns", "delete", SPACE), ("link", "delete", OUTSIDE), ("link", "delete", BRIDGE)):
            subprocess.run(["ip", *words], capture_output=True)


def join() -> None:
    _ip("link", "set", OUTSIDE, "master", BRIDGE)


def part() -> None:
    """The carrier stays; nothing passes."""
    _ip("link", "set", OUTSIDE, "nomaster")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def inside(at: Place) -> str:
    """A program that runs Chromium in the namespace."""
    program = Path(at.folder) / "chromium-inside"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {SPACE} {shutil.which("chromium")} "$@"\n')
    program.chmod(0o755)
    return str(program)


def measured(at: Place, site: str, *, runs: int, cut: float) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from bench.video import _a_team

    doctor = _a_team()
    with sync_playwright() as playwright:
        desk = chromium(playwright, site=site)
        phone = chromium(playwright, site=site, program=inside(at))
        cookies = signed_in(doctor.account_id)
        taken = [one_cut(desk, phone, site, doctor, cookies, cut, number) for number in range(runs)]
        for browser in (desk, phone):
            browser.close()
    back = sorted(one for one in taken if one is not None)
    return {
        "runs": runs, "cut, s": cut, "load": round(os.getloadavg()[0], 1),
        "came back": len(back), "within 15 s": round(sum(one <= TARGET for one in back) / runs, 3),
        "median, s": round(statistics.median(back), 1) if back else None,
        "longest, s": round(back[-1], 1) if back else None,
    }  # fmt: skip


def one_cut(
    desk: Any, phone: Any, site: str, doctor: Any, cookies: dict[str, str], cut: float, number: int
) -> float | None:
    """Seconds from the network's return until the doctor sees the picture move; None when it stays away a minute."""
    called = call(doctor)
    with (
        page_of(desk, site=site, cookies=cookies, viewport=DESK) as seer,
        page_of(phone, site=site, viewport=PHONE) as shower,
    ):
        seer.goto(f"{site}/pro/regulation/{called.id}")
        shower.goto(f"{site}/v/{called.token}")
        shower.locator("[data-go]:visible").first.click()
        assert seconds_until(seer, more_than=10) is not None, "no picture before the cut"
        part()
        try:
            time.sleep(2)
            stood = frames(seer)
            time.sleep(cut - 2)
            assert frames(seer) <= stood + 2, "the network was not cut"
            stood = frames(seer)
        finally:
            join()
        waited = seconds_until(seer, more_than=stood + 2)
        print(f"{number + 1}: {'away' if waited is None else f'{waited:.1f} s'}", file=sys.stderr, flush=True)
        return waited


if __name__ == "__main__":
    typer.run(main)
