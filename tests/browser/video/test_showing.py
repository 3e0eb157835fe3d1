"""From the SMS to the moving picture, between two real browsers on the real site."""

import os
import signal
import time

import pytest

from chevet.kernel.tenancy import acting
from chevet.teleregulation.models import RegulationGuest, RegulationPhoto
from chevet.usecases.invite_to_regulation import invite_to_regulation
from chevet.video.models import VideoParticipant
from tests.video.relay_program import SECRET, coturn

from .conftest import FAKE, PATIENCE, PHONE, House, chromium, frames_on


def test_two_taps_show_a_moving_picture_until_the_doctor_ends(house):
    """Two taps, a still that is kept, and an end after which nothing is left on the telephone."""
    regulated = house.regulate()
    doctor = house.doctor_at(regulated)
    began = time.monotonic()
    caller = house.caller_at(regulated)
    house.show(caller)
    caller.get_by_text("On vous voit.").wait_for(timeout=PATIENCE)
    assert frames_on(doctor) > 5
    assert time.monotonic() - began < 10
    assert heard(caller) == 0, "the microphone stays closed: they are on the telephone"

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


def test_a_restart_of_the_web_process_ends_no_call(house):
    regulated = house.regulate()
    doctor, caller = house.doctor_at(regulated), house.caller_at(regulated)
    house.show(caller)
    seen = frames_on(doctor)
    port = house.site.url.rpartition(":")[2]
    os.killpg(house.site.process.pid, signal.SIGKILL)
    house.site.process.wait()
    doctor.wait_for_timeout(1_000)
    house.start_site(PORT=port)
    assert frames_on(doctor, more_than=seen + 20) > seen + 20
    with acting(regulated.actor.scope()):
        before = {one.id: one.line for one in VideoParticipant.objects.all()}
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with acting(regulated.actor.scope()):
            now = {one.id: (one.line, one.epoch) for one in VideoParticipant.objects.all()}
        if all(line > before[ident] or line > 1 for ident, (line, _) in now.items()):
            break
        doctor.wait_for_timeout(300)
    assert all(epoch == 1 for _, epoch in now.values()), "the same pages came back: nobody began anew"
    doctor.get_by_role("button", name="Retourner").click()
    caller.get_by_text("Caméra retournée.").wait_for(timeout=PATIENCE)


def test_a_refused_camera_is_helped_with_a_drawing_and_the_doctor_is_told(browser, house, open_page):
    """Without the flag that accepts, this browser refuses as a person would."""
    refusing = chromium(browser, FAKE[0], "--deny-permission-prompts")
    regulated = house.regulate()
    caller = refusing.new_context(locale="fr-FR", viewport=PHONE).new_page()
    caller.goto(f"{house.site.url}/v/{regulated.tokens()[0]}")
    house.show(caller)
    caller.get_by_role("heading", name="La caméra n’est pas permise").wait_for(timeout=PATIENCE)
    assert caller.locator("[data-help]:visible .drawing").count() == 1
    doctor = house.doctor_at(regulated)
    doctor.get_by_text("La caméra est refusée.").wait_for(timeout=PATIENCE)
    refusing.close()


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_relay_carries_the_picture_when_nothing_passes_directly(someone, start_site, tmp_path, transport):
    """The shipped configuration, with loopback let in: there is no other network here."""
    with coturn(tmp_path, "--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1") as relay:
        urls = f"turn:127.0.0.1:{relay.port}?transport={transport}"
        house = House(start_site(CHEVET_TURN_URLS=urls, CHEVET_TURN_SECRET=SECRET), someone, start_site)
        regulated = house.regulate()
        doctor = house.doctor_at(regulated, "?path=relay")
        caller = house.caller_at(regulated, "?path=relay")
        house.show(caller)
        assert frames_on(doctor, more_than=20, within=30) > 20
        stage = doctor.evaluate("({...document.querySelector('[data-regulation]').dataset})")
        assert (stage["path"], stage["protocol"]) == ("relay", transport)


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
def test_a_photo_passes_where_video_does_not(house, tmp_path):
    from tests.usecases.regulation_acts import picture

    regulated = house.regulate()
    doctor, caller = house.doctor_at(regulated), house.caller_at(regulated)
    file = tmp_path / "photo.jpg"
    file.write_bytes(picture((3000, 2000)))
    caller.locator("input[type=file]").set_input_files(str(file))
    caller.get_by_text("La photo est arrivée.").wait_for(timeout=PATIENCE)
    doctor.locator("#states .stills img").wait_for(timeout=PATIENCE)
    doctor.wait_for_function("document.querySelector('#states .stills img').naturalWidth > 2000", timeout=PATIENCE)


@pytest.mark.slow
def test_ten_seconds_without_network_are_made_up_for_within_fifteen(someone, start_site, tmp_path):
    """Everything between the two browsers stops answering, as in a cellar, and goes on where it was."""
    with coturn(tmp_path, "--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1") as relay:
        urls = f"turn:127.0.0.1:{relay.port}?transport=udp"
        house = House(start_site(CHEVET_TURN_URLS=urls, CHEVET_TURN_SECRET=SECRET), someone, start_site)
        regulated = house.regulate()
        doctor, caller = house.doctor_at(regulated, "?path=relay"), house.caller_at(regulated, "?path=relay")
        house.show(caller)
        frames_on(doctor, within=30)
        for sent in (signal.SIGSTOP, signal.SIGCONT):
            os.killpg(house.site.process.pid, sent)
            relay.process.send_signal(sent)
            if sent == signal.SIGSTOP:
                doctor.wait_for_timeout(10_000)
                stopped = frames_on(doctor, more_than=-1)
        assert frames_on(doctor, more_than=stopped + 5) > stopped + 5
        caller.get_by_text("On vous voit.").wait_for(timeout=PATIENCE)
