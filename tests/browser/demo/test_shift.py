"""A shift of a stranger in the demonstration region, with the keyboard alone, and the colleague who goes on from another browser.

It takes minutes: `CHEVET_SHIFT=30` plays it with thirty lines and the whole cast, 3 with three.
"""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import override_settings

from chevet.demo import cast, crowd, region
from chevet.demo.establishments import HOSPITAL, actor, fiction, team_id
from chevet.interfaces import clock
from chevet.pathways.models import PathwayVersion
from tests.browser.demo.test_tour import next_half_past_ten
from tests.fixtures import engines
from tests.fixtures.care import Place, include
from tests.usecases.doing import IN_DANGER, UNWELL, send

LINES = int(os.environ.get("CHEVET_SHIFT", "0"))
WHOLE = LINES >= 30
pytestmark = pytest.mark.skipif(not LINES, reason="a shift takes minutes: CHEVET_SHIFT=30 plays it")
DESK = {"width": 1440, "height": 900}
A_WHILE = 30_000
BIRDS = ("Buse", "Caille", "Cygne", "Faisan", "Geai", "Grive", "Grue", "Hibou", "Merle", "Milan", "Oie", "Paon")


@pytest.fixture
def site(own_database, start_site, monkeypatch):
    """Half past ten in the region; somebody for every line that is missing in the hospital's team."""
    monkeypatch.setattr(crowd, "CROWD", ())
    if not WHOLE:
        monkeypatch.setattr(cast, "EVERYBODY", (cast.ODILE, cast.AHMED))
    environment = {"CHEVET_DEMO": "1", "CHEVET_MOVABLE_CLOCK": "1", "CHEVET_DEMO_PEOPLE": "0"}  # the crowd stays away
    site = start_site(**environment)
    with override_settings(DEMO=True, MOVABLE_CLOCK=True, SITE_URL=site.url):
        clock.move(to=next_half_past_ten())
        region.load()
        fill_the_list(LINES - open_lines())
    start_site("worker", **environment, CHEVET_SITE_URL=site.url)
    return site


def hospital() -> Place:
    who = actor("lea", machine_now=datetime.now(UTC))
    version = PathwayVersion.objects.filter(slug="covid-medical").latest("published_at")
    return Place(HOSPITAL.id, team_id(HOSPITAL, "follow"), fiction("hospital.watch"), version, who, who)


def open_lines() -> int:
    from chevet.usecases.read_worklist import read_worklist

    place = hospital()
    return len(read_worklist(actor=place.actor, team_id=place.team_id, **moment()).lines)


def moment() -> dict[str, datetime]:
    return {"now": clock.domain_now(), "machine_now": clock.machine_now()}


def fill_the_list(missing: int) -> None:
    place, now = hospital(), clock.domain_now()
    for number in range(missing):
        patient = include(
            place, now=now - timedelta(days=1), first_name=BIRDS[number % 12], birth_name=f"Essai {number // 12}",
            birth_date=date(1950 + number, 3, 1), onset_on=(now - timedelta(days=3)).date(), confirmed_duplicate=True,
        )  # fmt: skip
        send(patient, IN_DANGER if number % 5 == 0 else UNWELL, now=now)


class Keyboard:
    """A page that nobody touches with a mouse."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url, self.complaints, self.refused = page, url, [], 0
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, said) -> None:
        """Of a page that was refused the browser complains too: that is no fault when the page says it in words (`close`)."""
        if said.type == "error" and "409" in said.text:
            self.refused += 1
        elif said.type == "error":
            self.complaints.append(said.text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, role: str, name: str) -> None:
        """As one does without a mouse: Tab until it has the focus."""
        wanted = self.page.get_by_role(role, name=name).first
        wanted.wait_for(timeout=A_WHILE)
        for _ in range(150):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {name}")

    def choose(self, role: str, name: str) -> None:
        self.reach(role, name)
        self.press("Enter")

    def see(self, heading: str) -> None:
        self.page.get_by_role("heading", name=heading).first.wait_for(timeout=A_WHILE)
        self.page.wait_for_load_state()

    def enter_as(self, name: str) -> None:
        self.page.goto(f"{self.url}/demo/")
        self.choose("button", name)
        self.see("À traiter")

    def take_up(self) -> str:
        """What the shift before left, read and signed."""
        self.choose("link", "Lire la transmission")
        self.see("Transmission de")
        read = self.page.inner_text("main")
        self.choose("button", "J’ai lu, je prends la suite")
        self.page.get_by_text("Vous prenez la suite").wait_for(timeout=A_WHILE)
        self.on_a_line()
        return read

    def on_a_line(self) -> bool:
        """The list listens; False when it is empty."""
        self.see("À traiter")
        self.page.locator("[data-line][aria-current], [data-empty]:not([hidden])").first.wait_for(timeout=A_WHILE)
        return self.page.locator("[data-line][aria-current]").count() > 0

    def deal_with(self) -> None:
        """The first line that nobody has: taken, called, closed."""
        self.press("s", "p")
        self.page.locator("[aria-current] [data-holder-name]").get_by_text("par vous").wait_for(timeout=A_WHILE)
        self.press("a")
        self.see("J’appelle")
        self.press("a")
        self.see("Appel en cours")
        self.press("j")
        if self.on_a_line() and self.page.locator("[aria-current] [data-holder-name]").count():
            self.close()

    def close(self) -> None:
        """With the call, and whatever else is ticked there; what closing does not settle is put aside for the doctor."""
        self.press("c")
        self.see("Clôturer")
        self.press("2")
        for number in range(5, 1 + self.page.locator(".choice kbd").count()):
            self.press(f"{number}")
        self.choose("button", "Clôturer")
        self.page.locator("[data-list], [data-error-summary]").first.wait_for(timeout=A_WHILE)
        if self.page.locator("[data-error-summary]").count():
            self.page.get_by_role("heading", name="Ce n’est pas enregistré").wait_for(timeout=A_WHILE)
            self.refused -= 1
            self.choose("link", "Revenir sans rien changer")
            self.choose("link", "À traiter")
            self.on_a_line()
            self.put_aside()

    def put_aside(self) -> None:
        self.press("m")
        self.see("Mettre de côté")
        self.reach("radio", "attend d’être rappelé")
        self.press("ArrowDown", "Enter")  # the next of the choices: the doctor's advice
        self.page.locator("dialog[open]").wait_for(state="detached", timeout=A_WHILE)


def test_a_stranger_empties_the_list_hands_over_and_a_colleague_goes_on_in_another_browser(site, open_page, tmp_path):
    lea = Keyboard(open_page(viewport=DESK), site.url)
    lea.enter_as("Léa Morvan")
    lea.take_up()
    assert lea.page.locator("[data-line]").count() == LINES
    while lea.on_a_line() and lea.page.locator("[data-line]").count() > 1:
        lea.deal_with()
    left = lea.page.locator("[data-line] h2").inner_text()
    lea.put_aside()
    lea.page.locator("[data-line]").wait_for(state="detached", timeout=A_WHILE)
    assert lea.page.locator("[data-line]").count() == 0
    lea.page.get_by_text("Une liste vide ne veut rien dire").wait_for()  # no watchdog runs here, and it is said
    lea.choose("link", "Transmissions")
    lea.choose("link", "Préparer ma transmission")
    lea.reach("textbox", "À savoir pour la suite")
    lea.page.keyboard.type("Tout le monde est rappelé, sauf une personne.")
    lea.choose("button", "Signer ma transmission")
    lea.see("Transmission de")

    assert (lea.complaints, lea.refused) == ([], 0)
    with engines.firefox(tmp_path) as karim:
        goes_on(karim, site.url, left)


def goes_on(tab, url: str, left: str) -> None:
    """The colleague, in a browser of another make: reads, signs, finds who was put aside and takes her over."""
    tab.go(f"{url}/demo/")
    press(tab, "button", "Karim Benali")
    tab.sees("À traiter", "h1")
    press(tab, "a", "Lire la transmission")
    tab.sees("Transmission de Léa Morvan", "h1")
    for words in ("Tout le monde est rappelé, sauf une personne.", left):
        tab.sees(words, "main")
    press(tab, "button", "je prends la suite")
    tab.sees("Vous prenez la suite", "main")
    tab.go(f"{url}/pro/?view=aside")
    tab.sees(left, "[data-lines]")
    tab.until("document.querySelector('[data-line][aria-current]')")
    tab.run(
        "[...document.querySelectorAll('[data-open]')].find((one) => one.textContent === arguments[0]).id = 'left'",
        left,
    )
    tab.type("#left", "p")
    tab.until("document.querySelector('[data-count=mine]').textContent.trim() === '1'")
    tab.go(f"{url}/pro/?view=mine")
    tab.sees(left, "[data-lines]")


def press(tab, kind: str, words: str) -> None:
    wanted = f"[...document.querySelectorAll('{kind}')].find((one) => one.innerText.includes('{words}'))"
    tab.until(wanted)
    tab.run(f"{wanted}.id = 'wanted'")
    tab.press("#wanted")
