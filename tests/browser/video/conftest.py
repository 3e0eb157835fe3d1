"""Two sides of a call, in contexts of their own: somebody who films, and a doctor who is signed in."""

import os
import shutil
import time
from collections.abc import Callable, Iterator

import pytest

from tests.fixtures.browser import QUIET
from tests.fixtures.care import make_place
from tests.interfaces.pro.colleagues import hire
from tests.video.regulated import regulate

PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
PATIENCE = 15_000


def chromium(browser, *arguments: str):
    """Another one of the same: Playwright runs once in a process."""
    options = [*QUIET, *arguments] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return browser.browser_type.launch(executable_path=shutil.which("chromium"), args=options)


@pytest.fixture
def someone(browser) -> Iterator[Callable]:
    """`someone(**options)`: a page in a context of its own, whose errors are kept in `page.faults`."""
    contexts = []

    def open_(**options):
        contexts.append(browser.new_context(**({"locale": "fr-FR", "viewport": PHONE} | options)))
        page = contexts[-1].new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda told: page.faults.append(told.text) if "Content Security" in told.text else None)
        return page

    yield open_
    for context in contexts:
        context.close()


class House:
    """The real site with one doctor signed in, and how the two sides of a call are opened."""

    def __init__(self, site, someone: Callable) -> None:
        self.site, self.someone = site, someone
        self.place = make_place()
        self.doctor = hire(self.place, "regulation_doctor").sign_in()

    def regulate(self, **given):
        return regulate(self.place, **given)

    def doctor_page(self, path: str, **options):
        page = self.someone(**({"viewport": DESK} | options))
        page.context.add_cookies(self.doctor.cookies(self.site.url))
        page.goto(self.site.url + path)
        return page

    def doctor_at(self, regulated, query: str = "", **options):
        return self.doctor_page(f"/pro/regulation/{regulated.id}{query}", **options)

    def caller_at(self, regulated, query: str = "", *, at: int = 0, **options):
        page = self.someone(**options)
        page.goto(f"{self.site.url}/v/{regulated.tokens()[at]}{query}")
        return page

    def show(self, page) -> None:
        page.locator("[data-go]:visible").first.click()


@pytest.fixture
def house(common_site, someone) -> House:
    return House(common_site, someone)


def frames_on(page, *, more_than: int = 5, within: float = 15.0) -> int:
    """Waits until pictures have been decoded; how many, by the browser's own statistics."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        frames = int(page.evaluate("document.querySelector('[data-regulation], [data-caller]').dataset.frames ?? 0"))
        if frames > more_than:
            return frames
        page.wait_for_timeout(100)
    return frames
