"""Chromium and Firefox see each other: two makers' WebRTC, the same pages."""

import pytest

from tests.fixtures import engines

from .conftest import PATIENCE, frames_on

WISHES = """
for (const name of ["media.navigator.streams.fake", "media.navigator.permission.disabled"]) Services.prefs.setBoolPref(name, true);
"""


def grant(phone: engines.Firefox) -> None:
    """A camera that is not there, and nobody to be asked."""
    phone._say("Marionette:SetContext", value="chrome")
    phone.run(WISHES)
    phone._say("Marionette:SetContext", value="content")


@pytest.mark.slow
def test_a_telephone_with_firefox_shows_to_a_doctor_with_chromium(house, tmp_path):
    regulated = house.regulate()
    doctor = house.doctor_at(regulated)
    with engines.firefox(tmp_path) as phone:
        grant(phone)
        phone.go(f"{house.site.url}/v/{regulated.tokens()[0]}")
        phone.press("[data-screen=start] [data-go]")
        phone.sees("On vous voit.", "[data-status]")
        assert frames_on(doctor, within=30) > 5
        doctor.get_by_role("button", name="Terminer").click(timeout=PATIENCE)
        phone.sees("C’est terminé", "[data-screen=over]")
