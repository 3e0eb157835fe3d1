"""From the SMS to the moving picture, between two real browsers on the real site."""

import time

from .conftest import PATIENCE, frames_on


def test_two_taps_show_a_moving_picture_and_nothing_else(house):
    regulated = house.regulate()
    doctor = house.doctor_at(regulated)
    began = time.monotonic()
    caller = house.caller_at(regulated)
    house.show(caller)
    caller.get_by_text("On vous voit.").wait_for(timeout=PATIENCE)
    doctor.locator(".view video").wait_for(timeout=PATIENCE)
    assert frames_on(doctor) > 5
    assert time.monotonic() - began < 10
    doctor.get_by_text("Vous voyez").wait_for(timeout=PATIENCE)
    assert caller.faults == doctor.faults == []
    assert doctor.evaluate("document.querySelectorAll('audio').length") <= 1
