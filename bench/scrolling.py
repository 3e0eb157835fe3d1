"""How smoothly a list of three hundred open lines scrolls: the frames of a real Chromium, from top to bottom and back.

python -m bench.scrolling URL COOKIE: one JSON line {"lines", "frames", "p50", "p99", "longest", "late", "work"}, milliseconds between frames;
late: share of frames that came more than one frame too late (33 ms); work: CPU of the page's own thread for one frame, which a
shared machine changes least.
"""

import json
import os
import shutil
import sys
from urllib.parse import urlsplit

FRAME = 1000 / 60
DESK = {"width": 1280, "height": 860}
WATCH = """() => {
  window.frames_seen = [];
  let before;
  const seen = (at) => { if (before) window.frames_seen.push(at - before); before = at; window.watching = requestAnimationFrame(seen); };
  requestAnimationFrame(seen);
}"""
HEIGHT = "document.documentElement.scrollHeight - innerHeight"


def main(url: str, cookie: str) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    cookies = [one.split("=", 1) for one in cookie.split("; ")]
    parts = urlsplit(url)
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        context = browser.new_context(viewport=DESK, locale="fr-FR")
        here = f"{parts.scheme}://{parts.netloc}"
        context.add_cookies([{"name": name, "value": value, "url": here} for name, value in cookies])
        page = context.new_page()
        page.goto(url)
        page.locator("[data-line][aria-current]").wait_for()
        page.wait_for_timeout(1000)
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.evaluate(WATCH)
        before = worked(session)
        scroll(page, session)
        work = worked(session) - before
        frames = sorted(page.evaluate("cancelAnimationFrame(watching) || frames_seen"))
        lines = page.locator("[data-line]").count()
        browser.close()
    share = lambda part: frames[min(len(frames) - 1, int(len(frames) * part))]  # noqa: E731
    late = sum(one > 2 * FRAME for one in frames) / len(frames)
    return {
        "lines": lines, "frames": len(frames), "p50": share(0.5), "p99": share(0.99), "longest": frames[-1], "late": late,
        "work": work * 1000 / len(frames),
    }  # fmt: skip


def worked(session) -> float:
    """Seconds."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "TaskDuration")


def scroll(page, session) -> None:
    """As a finger on a touch pad does: 2,500 pixels a second, down and up again."""
    height = page.evaluate(HEIGHT)
    for way in (-1, 1):
        session.send(
            "Input.synthesizeScrollGesture",
            {"x": 600, "y": 500, "yDistance": way * min(height, 12_000), "speed": 2500, "gestureSourceType": "mouse"},
        )


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3])))
