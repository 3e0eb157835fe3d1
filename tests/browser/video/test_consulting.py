"""From the message to the moving picture of a teleconsultation: waiting on the server, admission, and what the end ends."""

import os
import signal
import time
from datetime import UTC, datetime

import pytest

from chevet.access.visits import cookie_name
from chevet.kernel.tenancy import acting
from chevet.teleconsultation.models import Seat
from chevet.usecases.admit_to_consultation import admit_to_consultation
from chevet.usecases.end_consultation import end_consultation
from chevet.usecases.read_consultations import read_consultation
from tests.teleconsultation.held import hold

from .conftest import PATIENCE, House


class Practice(House):
    """A patient whose browser said who it is, and a relative who was invited."""

    def hold(self):
        self.held = hold(self.place, now=datetime.now(UTC))
        return self.held

    def patient_at(self, path: str = "salle", **options):
        page, token = self.someone(**options), self.held.tokens()[0]
        page.context.add_cookies(
            [{"name": cookie_name(token, secure=False), "value": self.held.device, "url": self.site.url, "httpOnly": True}]
        )
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
def practice(start_site, someone) -> Practice:
    made = Practice(start_site(), someone, start_site)
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


def test_nobody_is_seen_before_admission_and_the_call_survives_the_web_process(practice):
    """Into the waiting room; a relative waits too; both are let in; the server dies; the end ends it."""
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

    port = practice.site.url.rpartition(":")[2]
    seen = frames_of(patient)
    os.killpg(practice.site.process.pid, signal.SIGKILL)
    practice.site.process.wait()
    practice.start_site(PORT=port)
    assert frames_of(patient, more_than=seen + 10) > seen + 10

    assert end_consultation(**practice.now()) == "video"
    for page in (patient, relative):
        page.get_by_role("heading", name="C’est terminé").wait_for(timeout=PATIENCE)
    assert (relative.reload().status, patient.reload().status) == (410, 200)
    assert patient.locator("[data-call]").count() == 0
    assert patient.faults == relative.faults == []
