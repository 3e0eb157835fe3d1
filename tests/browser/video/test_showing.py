"""From the SMS to the moving picture, between two real browsers on the real site."""

import os
import signal
import time
from contextlib import ExitStack

import pytest

from chevet.kernel.tenancy import acting
from chevet.teleregulation.models import RegulationGuest, RegulationPhoto
from chevet.usecases.invite_to_regulation import invite_to_regulation
from chevet.video.models import VideoParticipant
from tests.fixtures.browser import CAMERA
from tests.fixtures.site import port_of
from tests.usecases.regulation_acts import picture
from tests.video.relay_program import SECRET, coturn

from .conftest import PATIENCE, PHONE, House, chromium, frames_on

LOCKED = """
Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
document.querySelector("[data-self]").srcObject.getTracks().forEach((one) => one.stop());
document.dispatchEvent(new Event("visibilitychange"));
"""
UNLOCKED = "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'));"
NO_CAMERA = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError')); 0"


def test_two_taps_show_a_moving_picture_until_the_doctor_ends(house):
    """A press before the modules, a screen that is locked, a still that is kept, an end that leaves nothing on the telephone."""
    regulated = house.regulate()
    doctor = house.doctor_at(regulated)
    began = time.monotonic()
    caller, late = house.someone(), []
    caller.route("**/caller*.js", lambda route: late.append(route))  # noqa: PLW0108 (Playwright marks its handlers)
    caller.goto(f"{house.site.url}/v/{regulated.tokens()[0]}", wait_until="commit")
    house.show(caller)
    caller.locator("#show").get_by_text("Un instant…").wait_for(timeout=PATIENCE)
    late[0].continue_()
    caller.get_by_text("On vous voit.").wait_for(timeout=PATIENCE)
    assert frames_on(doctor) > 5
    assert time.monotonic() - began < 10
    assert heard(caller) == 0, "the microphone stays closed: they are on the telephone"

    caller.evaluate(LOCKED)
    doctor.get_by_text("L’écran de la personne est éteint").wait_for(timeout=PATIENCE)
    stood = frames_on(doctor)
    caller.evaluate(UNLOCKED)
    assert frames_on(doctor, more_than=stood + 5) > stood + 5

    doctor.get_by_role("button", name="Photo", exact=True).click()
    caller.get_by_role("button", name="Prendre la photo").click(timeout=PATIENCE)
    doctor.get_by_role("button", name="Garder", exact=True).click(timeout=PATIENCE)
    doctor.get_by_text("Photo gardée.").wait_for(timeout=PATIENCE)

    doctor.get_by_role("button", name="Terminer").click()
    caller.get_by_text("C’est terminé").wait_for(timeout=PATIENCE)
    assert [caller.evaluate("localStorage.length + sessionStorage.length"), len(caller.context.cookies())] == [0, 2]
    assert all(cookie["expires"] == -1 for cookie in caller.context.cookies())
    assert caller.reload().status == 410
    assert caller.faults == doctor.faults == []
    with acting(regulated.actor.scope()):
        assert RegulationPhoto.objects.filter(kept_at__isnull=False).count() == 1


def heard(page) -> int:
    return page.evaluate(
        "navigator.mediaDevices ? document.querySelectorAll('[data-mic][aria-pressed=true]').length : 0"
    )


@pytest.fixture
def relayed(someone, start_site, tmp_path):
    """`relayed("udp")`: the shipped configuration of the relay, with loopback let in: there is no other network here.

    A site, a relay and a call that are the test's own: it may harm them.
    """
    with ExitStack() as stack:

        def relayed_(transport):
            relay = stack.enter_context(coturn(tmp_path, "--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1"))
            urls = f"turn:127.0.0.1:{relay.port}?transport={transport}"
            house = House(start_site(CHEVET_TURN_URLS=urls, CHEVET_TURN_SECRET=SECRET), someone)
            regulated = house.regulate()
            doctor, caller = (at(regulated, "?path=relay") for at in (house.doctor_at, house.caller_at))
            house.show(caller)
            assert frames_on(doctor, more_than=20, within=30) > 20
            doctor.wait_for_function("() => document.querySelector('[data-regulation]').dataset.path", timeout=PATIENCE)
            stage = doctor.evaluate("({...document.querySelector('[data-regulation]').dataset})")
            assert (stage["path"], stage["protocol"]) == ("relay", transport)
            return house, relay, regulated, doctor, caller

        yield relayed_


@pytest.mark.slow
def test_over_a_relay_by_tcp_a_restart_of_the_web_process_ends_no_call(relayed, start_site):
    house, _, regulated, doctor, caller = relayed("tcp")
    seen = frames_on(doctor)
    os.killpg(house.site.process.pid, signal.SIGKILL)
    house.site.process.wait()
    with acting(regulated.actor.scope()):
        before = {one.id: one.line for one in VideoParticipant.objects.all()}
    start_site(PORT=port_of(house.site))
    assert frames_on(doctor, more_than=seen + 20) > seen + 20
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with acting(regulated.actor.scope()):
            now = {one.id: (one.line, one.epoch) for one in VideoParticipant.objects.all()}
        if all(line > before[ident] for ident, (line, _) in now.items()):
            break
        doctor.wait_for_timeout(300)
    assert all(line > before[ident] for ident, (line, _) in now.items()), "both lines were opened again"
    assert all(epoch == 1 for _, epoch in now.values()), "the same pages came back: nobody began anew"
    doctor.get_by_role("button", name="Retourner").click()
    caller.get_by_text("Caméra retournée.").wait_for(timeout=PATIENCE)


def test_a_refused_camera_is_helped_with_a_drawing_and_a_photo_passes(browser, house, tmp_path):
    """Without the flag that accepts, this browser refuses as a person would; the doctor is told."""
    refusing = chromium(browser, CAMERA, "--deny-permission-prompts")
    regulated = house.regulate()
    caller = refusing.new_context(locale="fr-FR", viewport=PHONE).new_page()
    caller.goto(f"{house.site.url}/v/{regulated.tokens()[0]}")
    house.show(caller)
    caller.get_by_role("heading", name="La caméra n’est pas permise").wait_for(timeout=PATIENCE)
    assert caller.locator("[data-help]:visible .drawing").count() == 1
    doctor = house.doctor_at(regulated)
    doctor.get_by_text("La caméra est refusée.").wait_for(timeout=PATIENCE)
    caller.evaluate(NO_CAMERA)
    caller.get_by_role("button", name="Réessayer").click()
    caller.get_by_role("heading", name="Cet appareil n’a pas de caméra").wait_for(timeout=PATIENCE)
    doctor.get_by_text("Cet appareil n’a pas de caméra.").wait_for(timeout=PATIENCE)
    file = tmp_path / "photo.jpg"
    file.write_bytes(picture((3000, 2000)))
    caller.locator("input[type=file]").set_input_files(str(file))
    caller.get_by_text("La photo est arrivée.").wait_for(timeout=PATIENCE)
    doctor.locator("#states .stills img").wait_for(timeout=PATIENCE)
    doctor.wait_for_function("document.querySelector('#states .stills img').naturalWidth > 2000", timeout=PATIENCE)
    refusing.close()


@pytest.mark.slow
def test_a_relative_and_a_colleague_by_link_see_and_are_seen(house):
    regulated = house.regulate()
    for role, number in (("relative", "06 12 34 56 79"), ("colleague", "06 12 34 56 80")):
        invite_to_regulation(**regulated.about, role=role, number=number, fiction=False)
    doctor, caller = house.doctor_at(regulated), house.caller_at(regulated)
    relative, colleague = house.caller_at(regulated, at=1), house.caller_at(regulated, at=2)
    for page in (caller, relative, colleague):
        house.show(page)
    doctor.locator(".view").nth(1).wait_for(timeout=PATIENCE)
    colleague.locator("[data-others] video").nth(1).wait_for(timeout=PATIENCE)
    assert frames_on(colleague) > 5
    with acting(regulated.actor.scope()):
        assert RegulationGuest.objects.filter(opened_at__isnull=False).count() == 3


@pytest.mark.slow
def test_ten_seconds_without_network_are_made_up_for_within_fifteen(relayed):
    """Everything between the two browsers stops answering, as in a cellar, and goes on where it was."""
    house, relay, _, doctor, caller = relayed("udp")
    for sent in (signal.SIGSTOP, signal.SIGCONT):
        os.killpg(house.site.process.pid, sent)
        relay.process.send_signal(sent)
        if sent == signal.SIGSTOP:
            doctor.wait_for_timeout(10_000)
            stopped = frames_on(doctor, more_than=-1)
    assert frames_on(doctor, more_than=stopped + 5) > stopped + 5
    caller.get_by_text("On vous voit.").wait_for(timeout=PATIENCE)
