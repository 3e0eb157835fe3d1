"""What a call takes between two Chromium on this machine: `python -m bench.calls --runs 10`.

From the link to one's own picture (target 3 s), from the consent to the picture at the other end (target 2 s): in a
regulation, and in a consultation (bench/waiting_room.py), where the doctor's press lets in.
"""

import json
import os
import statistics
import time
from typing import Annotated, Any

import typer

from bench.browsers import DESK, PATIENCE, PHONE, call, chromium, page_of, seconds_until, signed_in
from bench.place import listener, place
from bench.waiting_room import one_consultation

NAMES = (
    "link to one's own picture", "consent to the picture at the other end",
    "waiting room to one's own picture", "let in to the picture on both sides",
)  # fmt: skip
OWN_PICTURE = "document.querySelector('[data-self]')?.currentTime > 0"


def main(runs: Annotated[int, typer.Option(help="Calls, one after the other.")] = 10) -> None:
    """Prints one JSON object, seconds."""
    with place() as at:
        at.chevet("migrate")
        os.environ |= at.environment | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        with listener(at, part="everything", threads=8) as site:
            import django

            django.setup()
            figures = measured(f"http://localhost:{site.port}", runs=runs)
    print(json.dumps(figures, indent=2))


def measured(site: str, *, runs: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from bench.video import _a_team

    doctor = _a_team()
    with sync_playwright() as playwright:
        browser = chromium(playwright, site=site)
        cookies = signed_in(doctor.account_id)
        taken = [  # the first one warms
            (*one_call(browser, site, doctor, cookies), *one_consultation(browser, site, doctor, cookies))
            for _ in range(runs + 1)
        ][1:]
        browser.close()
    figures = {
        name: [round(statistics.median(of), 2), round(max(of), 2)]
        for name, of in zip(NAMES, zip(*taken, strict=True), strict=True)
    }
    return {"runs": runs, "load": round(os.getloadavg()[0], 1), "s: median, longest": figures}


def one_call(browser: Any, site: str, doctor: Any, cookies: dict[str, str]) -> tuple[float, float]:
    """Seconds from the link to the caller's own picture, and from the press that consents to the doctor's picture.

    The press is made as soon as the button is there: between the two nobody thinks.
    """
    called = call(doctor)
    with (
        page_of(browser, site=site, cookies=cookies, viewport=DESK) as desk,
        page_of(browser, site=site, viewport=PHONE) as phone,
    ):
        desk.goto(f"{site}/pro/regulation/{called.id}")
        began = time.monotonic()
        phone.goto(f"{site}/v/{called.token}", wait_until="domcontentloaded")
        phone.locator("[data-go]:visible").first.click(timeout=PATIENCE * 1000)
        consented = time.monotonic()
        while not phone.evaluate(OWN_PICTURE) and time.monotonic() - began < PATIENCE:
            phone.wait_for_timeout(20)
        own = time.monotonic() - began
        assert seconds_until(desk, more_than=0) is not None, "no picture"
        return own, time.monotonic() - consented


if __name__ == "__main__":
    typer.run(main)
