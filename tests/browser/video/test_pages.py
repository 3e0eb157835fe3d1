"""Every page of télérégulation on a small telephone and on a desk, light and dark: what axe finds, what overflows."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.usecases.regulation_acts import picture

from .conftest import DESK, PATIENCE, PHONE, frames_on


def faults_of(page) -> list:
    found = [
        (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *(["wider than the screen"] if wide else [])]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"])
def test_every_page_is_sound_and_fits(house, size, scheme, tmp_path):
    regulated, look = house.regulate(), {"viewport": size, "color_scheme": scheme}
    found = {}
    home = house.doctor_page("/pro/regulation", **look)
    doctor, caller = house.doctor_at(regulated, **look), house.caller_at(regulated, **look)
    found |= {"home": faults_of(home), "waiting": faults_of(doctor), "start": faults_of(caller)}
    house.show(caller)
    frames_on(doctor)
    found |= {"live": faults_of(caller), "seen": faults_of(doctor)}
    for screen in ("help", "camera", "stopped"):
        caller.evaluate(
            f"document.querySelectorAll('[data-screen]').forEach((s) => s.hidden = s.dataset.screen !== '{screen}')"
        )
        found[screen] = faults_of(caller)
    file = tmp_path / "photo.jpg"
    file.write_bytes(picture())
    caller.locator("input[type=file]").set_input_files(str(file))
    doctor.locator("#states .stills img").wait_for(timeout=PATIENCE)
    found["photo"] = faults_of(doctor)
    doctor.get_by_role("button", name="Terminer").click()
    caller.get_by_text("C’est terminé").wait_for(timeout=PATIENCE)
    found |= {"over": faults_of(caller), "ended": faults_of(doctor)}
    assert {name: faults for name, faults in found.items() if faults} == {}
