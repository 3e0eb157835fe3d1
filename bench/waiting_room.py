"""A consultation between two Chromium: into the waiting room, let in from the list, both seen."""

import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from bench.browsers import DESK, PATIENCE, PHONE, page_of

BORN = date(1961, 3, 8)
OWN_PICTURE = "document.querySelector('[data-self=mirror]')?.currentTime > 0"
SEEN = """[...document.querySelectorAll('[data-views] video')].some((one) => one.getVideoPlaybackQuality().totalVideoFrames > 0)"""


def one_consultation(browser: Any, site: str, doctor: Any, cookies: dict[str, str]) -> tuple[float, float]:
    """Seconds from the waiting room's address to one's own picture, and from the press that lets in to the picture on
    both sides. Who she is was said before, as it is once on each device."""
    token = _opened(doctor)
    with (
        page_of(browser, site=site, cookies=cookies, viewport=DESK) as desk,
        page_of(browser, site=site, viewport=PHONE) as phone,
    ):
        _says_who(phone, f"{site}/r/{token}")
        desk.goto(f"{site}/pro/consultations")
        began = time.monotonic()
        phone.goto(f"{site}/r/{token}/salle", wait_until="commit")
        _until(phone, OWN_PICTURE)
        own = time.monotonic() - began
        _is_ready(phone)
        desk.locator(".visit--waits button").first.click(timeout=PATIENCE * 1000, no_wait_after=True)
        pressed = time.monotonic()
        desk.wait_for_url("**/pro/consultations/*-*", wait_until="commit", timeout=PATIENCE * 1000)
        for page in (desk, phone):
            _until(page, SEEN)
        return own, time.monotonic() - pressed


def _opened(doctor: Any) -> str:
    """As the doctor's press on the patient's page does it: the token of the link that leaves."""
    from chevet.access.models import Link
    from chevet.access.tokens import token_for
    from chevet.kernel.tenancy import acting
    from chevet.usecases.open_consultation import Wanted, open_consultation
    from chevet.usecases.register_patient import Registration, register_patient

    now = datetime.now(UTC)
    clocks = {"now": now, "machine_now": now}
    person = Registration(
        patient_id=uuid4(), team_id=next(iter(doctor.team_ids)), birth_name="BENCH", first_name="Odile", birth_date=BORN,
        sex="F", contacts=(("mobile", "06 12 34 56 78", ""),), confirmed_duplicate=True,
        profile={"address": "3 rue des Lilas, 69003 Lyon"},
    )  # fmt: skip
    patient = register_patient(actor=doctor, registration=person, **clocks)
    wanted = Wanted(key=uuid4(), patient_id=patient, account_id=doctor.account_id)
    opened = open_consultation(actor=doctor, wanted=wanted, **clocks)
    with acting(doctor.scope()):
        link = Link.objects.get(target_id=opened)
    return token_for(link.id, link.rotation)


def _says_who(phone: Any, address: str) -> None:
    phone.goto(address)
    for label, said in (("Jour", BORN.day), ("Mois", BORN.month)):
        phone.get_by_label(label, exact=True).fill(str(said))
    phone.get_by_role("button", name="Continuer").click()
    phone.locator("[data-call]").wait_for(state="attached", timeout=PATIENCE * 1000)


def _is_ready(phone: Any) -> None:
    phone.get_by_role("button", name="Je suis prêt").click(timeout=PATIENCE * 1000)
    phone.get_by_role("heading", name="Salle d’attente").wait_for(timeout=PATIENCE * 1000)


def _until(page: Any, true: str) -> None:
    until = time.monotonic() + PATIENCE
    while not page.evaluate(true):
        assert time.monotonic() < until, true
        page.wait_for_timeout(20)
