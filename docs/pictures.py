"""Takes the pictures of the documentation from a running demonstration: `python docs/pictures.py [address]`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
FRENCH = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "color_scheme": "light"}
THOMAS = "%2B33639980017"


def take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        start_over(opened(browser, 1280, 800), address)
        the_list(opened(browser, 1440, 760), address)
        the_patient(opened(browser, 360, 740), address)
        browser.close()


def opened(browser: Browser, width: int, height: int) -> Page:
    return browser.new_context(viewport={"width": width, "height": height}, **FRENCH).new_page()


def start_over(page: Page, address: str) -> None:
    page.on("dialog", lambda asked: asked.accept())
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name="Recommencer la démonstration").click()
    page.get_by_text("Tout est comme au premier jour").wait_for()


def the_list(page: Page, address: str) -> None:
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name="Léa Morvan").click()
    page.get_by_text("Ahmed LORIOT").first.wait_for()
    page.screenshot(path=IMAGES / "list.png")


def the_patient(page: Page, address: str) -> None:
    """Thomas, born on the 8th of March, has not answered for two days."""
    page.goto(f"{address}/demo/messages?to={THOMAS}")
    page.locator(".message__text a").first.click()
    for label, typed in (("Jour", "8"), ("Mois", "3")):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "patient.png")


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
