"""From the message to the moving picture of a teleconsultation: waiting on the server, admission, and what the end ends."""

import os
import signal
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from chevet.access.visits import cookie_name
from chevet.kernel.tenancy import acting
from chevet.teleconsultation.models import Seat
from chevet.usecases.admit_to_consultation import admit_to_consultation, announce_delay
from chevet.usecases.end_consultation import end_consultation
from chevet.usecases.read_consultations import read_consultation
from chevet.usecases.write_in_waiting_room import write_to_waiting_room
from tests.fixtures import axe, engines
from tests.fixtures.browser import CAMERA
from tests.fixtures.site import port_of
from tests.teleconsultation.held import hold

from .conftest import PATIENCE, PHONE, House, chromium
from .test_firefox import grant


class Practice(House):
    """A patient whose browser said who it is, and a relative who was invited."""

    def hold(self):
        self.held = hold(self.place, now=datetime.now(UTC))
        return self.held

    def patient_at(self, path: str = "salle", **options):
        page, token = self.someone(**options), self.held.tokens()[0]
        known = {"name": cookie_name(token, secure=False), "value": self.held.device, "url": self.site.url}
        page.context.add_cookies([known | {"httpOnly": True}])
        page.goto(f"{self.site.url}/r/{token}/{path}")
        return page

    def guest_at(self, **options):
        page = self.someone(**options)
        page.goto(f"{self.site.url}/i/{self.held.tokens('guest')[0]}")
        return page

    def now(self) -> dict:
        return self.held.about | {"now": datetime.now(UTC), "machine_now": datetime.now(UTC)}

    def state(self) -> str:
        return read_consultation(**self.now()).state

    def admit(self, role: str) -> None:
        with acting(self.held.actor.scope()):
            seat = Seat.objects.get(role=role)
        admit_to_consultation(**self.now(), participant_id=seat.participant_id)


@pytest.fixture
def practice(common_site, someone) -> Practice:
    made = Practice(common_site, someone)
    made.hold()
    return made


@pytest.fixture
def frail_practice(start_site, someone) -> Practice:
    """Its site may be killed."""
    made = Practice(start_site(), someone)
    made.hold()
    return made


def come_in(page) -> None:
    """The presses behind the link; this browser has said yes to the camera already, so it is not asked again."""
    page.get_by_role("button", name="Je suis prêt").click(timeout=PATIENCE)
    page.get_by_role("heading", name="Salle d’attente").wait_for(timeout=PATIENCE)


def frames_of(page, *, more_than: int = 5, within: float = 15.0) -> int:
    until, frames = time.monotonic() + within, 0
    while time.monotonic() < until and frames <= more_than:
        frames = int(page.evaluate("document.querySelector('[data-call]').dataset.frames ?? 0"))
        page.wait_for_timeout(100)
    return frames


def until_it_is(practice, page, state: str) -> str:
    deadline = time.monotonic() + 15
    while practice.state() != state and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    return practice.state()


def test_nobody_is_seen_before_admission_and_the_call_survives_the_web_process(frail_practice, start_site):
    """Into the waiting room; a relative waits too; both are let in; the server dies; the end ends it."""
    practice = frail_practice
    patient = practice.patient_at()
    come_in(patient)
    assert practice.state() == "waiting"
    practice.held.invite()
    relative = practice.guest_at()
    come_in(relative)
    practice.admit("relative")
    relative.get_by_text("C’est à vous.").wait_for(timeout=PATIENCE)
    relative.wait_for_timeout(2_500)
    assert relative.locator(".tile").count() == 0, "the patient has not been let in: nobody receives her"

    practice.admit("patient")
    assert min(frames_of(patient), frames_of(relative)) > 5
    assert until_it_is(practice, patient, "in_call") == "in_call"

    seen = frames_of(patient)
    os.killpg(practice.site.process.pid, signal.SIGKILL)
    practice.site.process.wait()
    start_site(PORT=port_of(practice.site))
    assert frames_of(patient, more_than=seen + 10) > seen + 10

    assert end_consultation(**practice.now()) == "video"
    for page in (patient, relative):
        page.get_by_role("heading", name="C’est terminé").wait_for(timeout=2 * PATIENCE)
    assert (relative.reload().status, patient.reload().status) == (410, 200)
    assert patient.locator("[data-call]").count() == 0
    assert patient.faults == relative.faults == []


@pytest.mark.slow
def test_a_relative_with_firefox_and_a_patient_with_chromium_see_each_other(practice, tmp_path):
    practice.held.invite()
    patient = practice.patient_at()
    come_in(patient)
    with engines.firefox(tmp_path) as phone:
        grant(phone)
        phone.go(f"{practice.site.url}/i/{practice.held.tokens('guest')[0]}")
        phone.press("[data-screen=prepare] [data-allow]")
        phone.sees("Je suis prêt", "[data-go-in]:not([hidden]) [data-ready]")
        phone.press("button[data-ready]")
        phone.sees("Salle d’attente", "[data-screen=waiting] h1")
        for role in ("patient", "relative"):
            practice.admit(role)
        assert frames_of(patient, within=30) > 5
        end_consultation(**practice.now())
        phone.sees("C’est terminé", "[data-screen=over]")


@pytest.mark.slow
def test_a_refused_camera_is_helped_with_a_drawing_and_the_telephone_stays(browser, practice):
    refusing = chromium(browser, CAMERA, "--deny-permission-prompts")
    practice.someone = lambda **options: refusing.new_context(locale="fr-FR", viewport=PHONE).new_page()
    patient = practice.patient_at()
    patient.locator("[data-allow]:visible").click()
    patient.get_by_role("heading", name="La caméra n’est pas permise").wait_for(timeout=PATIENCE)
    assert patient.locator("[data-help]:visible .drawing").count() == 1
    assert patient.get_by_role("button", name="Continuer sans caméra").is_visible()
    patient.get_by_role("button", name="Passer au téléphone").click()
    patient.get_by_role("heading", name="On vous appelle").wait_for(timeout=PATIENCE)
    assert practice.state() == "by_phone"
    refusing.close()


@pytest.mark.slow
def test_every_page_is_sound_and_fits(practice):
    """The smallest telephone, in the dark; what is large and light here is the professional's."""
    look, wrong = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}, {}

    def look_at(page, name: str) -> None:
        wrong[name] = axe.violations(page) + ["wider than the screen"] * (axe.too_wide(page) > 0)

    practice.held.invite()
    test, patient, relative = (
        practice.patient_at("essai", **look),
        practice.patient_at(**look),
        practice.guest_at(**look),
    )
    for name, page in {"test": test, "prepare": patient, "invitation": relative}.items():
        page.wait_for_timeout(1_500)
        look_at(page, name)
    come_in(patient)
    write_to_waiting_room(**practice.now(), key=uuid4(), text="J’arrive.")
    announce_delay(**practice.now(), minutes=10)
    patient.get_by_text("Un peu de retard").wait_for(timeout=PATIENCE)
    come_in(relative)
    look_at(patient, "waiting")
    look_at(relative, "guest waits")
    for role in ("patient", "relative"):
        practice.admit(role)
    frames_of(patient)
    look_at(patient, "live")
    for screen in ("help", "camera", "inapp", "left", "replaced", "phone", "over"):
        patient.evaluate(
            f"document.querySelectorAll('section[data-screen]').forEach((s) => s.hidden = s.dataset.screen !== '{screen}')"
        )
        look_at(patient, screen)
    assert {name: faults for name, faults in wrong.items() if faults} == {}
