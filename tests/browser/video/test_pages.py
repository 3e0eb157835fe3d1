"""Every page of télérégulation on a small telephone and on a desk, light and dark: what axe finds, what overflows."""

import pytest

from tests.fixtures.axe import looked_at
from tests.usecases.regulation_acts import picture

from .conftest import PATIENCE, frames_on


@pytest.mark.slow
def test_every_page_is_sound_and_fits(house, tmp_path):
    regulated, wrong = house.regulate(), {}
    home = house.doctor_page("/pro/regulation")
    doctor, caller = house.doctor_at(regulated), house.caller_at(regulated)
    wrong |= looked_at(home, "home") | looked_at(doctor, "waiting") | looked_at(caller, "start")
    house.show(caller)
    frames_on(doctor)
    wrong |= looked_at(caller, "live") | looked_at(doctor, "seen")
    for screen in ("help", "camera", "stopped"):
        caller.evaluate(
            f"document.querySelectorAll('[data-screen]').forEach((s) => s.hidden = s.dataset.screen !== '{screen}')"
        )
        wrong |= looked_at(caller, screen)
    file = tmp_path / "photo.jpg"
    file.write_bytes(picture())
    caller.locator("input[type=file]").set_input_files(str(file))
    doctor.locator("#states .stills img").wait_for(timeout=PATIENCE)
    wrong |= looked_at(doctor, "photo")
    doctor.get_by_role("button", name="Terminer").click()
    caller.get_by_text("C’est terminé").wait_for(timeout=PATIENCE)
    wrong |= looked_at(caller, "over") | looked_at(doctor, "ended")
    assert wrong == {}
