"""A planned teleconsultation between two real browsers: waiting, place, pictures, a document each way, a report that stays."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from chevet.access.visits import cookie_name
from chevet.documents.models import Document
from chevet.kernel.tenancy import acting
from chevet.teleconsultation.models import Consultation
from tests.fixtures.axe import looked_at
from tests.fixtures.care import include
from tests.interfaces.pro.colleagues import hire
from tests.teleconsultation.booked import expected
from tests.usecases.doing import PARIS
from tests.usecases.regulation_acts import picture

from .conftest import PATIENCE


def decoded(page, place: str, *, more_than: int = 5, within: float = 15.0) -> int:
    """Frames of the other side, by the browser's own statistics."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        frames = int(page.evaluate(f"document.querySelector('{place}').dataset.frames ?? 0"))
        if frames > more_than:
            return frames
        page.wait_for_timeout(100)
    return frames


def patient_at(house, held, path: str):
    """Her telephone, which has said who it is."""
    token = held.tokens()[0]
    page = house.someone()
    page.context.add_cookies([{"name": cookie_name(token, secure=False), "value": held.device, "url": house.site.url}])
    page.goto(f"{house.site.url}/r/{token}{path}")
    return page


def soon(now: datetime) -> timedelta:
    """Ten minutes ahead; ten minutes ago when that would be tomorrow, which the list of today does not show."""
    ahead = timedelta(minutes=10)
    return ahead if (now + ahead).astimezone(PARIS).date() == now.astimezone(PARIS).date() else -ahead


def test_an_appointment_becomes_a_report_in_the_patients_documents(house, tmp_path):
    now = datetime.now(UTC)
    house.doctor = hire(house.place, "professional").sign_in()
    held = expected(house.place, include(house.place), now=now, ahead=soon(now))
    file = tmp_path / "ordonnance.jpg"
    file.write_bytes(picture())

    doctor = house.doctor_page("/pro/consultations")
    doctor.get_by_text("Pas encore là").wait_for(timeout=PATIENCE)
    patient = patient_at(house, held, "/salle")
    patient.get_by_role("button", name="Je suis prêt").click(timeout=PATIENCE)
    doctor.locator(".visit--waits").get_by_text("En salle d’attente").wait_for(timeout=20_000)
    patient.locator("[data-screen=waiting] [name=photo]").set_input_files(str(file))
    patient.locator("[data-screen=waiting]").get_by_text("votre médecin le voit").wait_for(timeout=PATIENCE)
    doctor.get_by_text("1 document à ouvrir").wait_for(timeout=20_000)

    doctor.keyboard.press("a")
    doctor.wait_for_url("**/pro/consultations/*-*")
    assert "3 rue des Lilas" in doctor.locator("#where").inner_text()
    assert decoded(doctor, "[data-views]") > 5
    assert decoded(patient, "[data-call]") > 5

    doctor.locator("[data-file]").set_input_files(str(file))
    patient.locator("[data-board]").wait_for(timeout=PATIENCE)
    doctor.locator("[data-told]").get_by_text("est au dossier").wait_for(timeout=PATIENCE)
    patient.get_by_text("Un document vous est montré").wait_for(timeout=PATIENCE)
    patient.locator("[data-screen=live] [name=file]").set_input_files(str(file))
    doctor.locator("[data-told]").get_by_text("La personne a envoyé").wait_for(timeout=PATIENCE)
    doctor.locator("[data-board-surface]").hover()
    patient.locator(".dot").wait_for(timeout=PATIENCE)
    doctor.get_by_role("button", name="Photo", exact=True).click()
    patient.get_by_role("button", name="Prendre la photo").click(timeout=PATIENCE)
    doctor.locator("[data-stills]").get_by_role("button", name="Garder", exact=True).click(timeout=PATIENCE)
    doctor.get_by_text("Photo gardée au dossier.").wait_for(timeout=PATIENCE)

    doctor.locator("#note").fill("Toux depuis trois jours.")
    doctor.get_by_role("link", name="Terminer").click()
    doctor.locator("#end [name=conclusion]").fill("Bronchite.")
    doctor.locator("#end").get_by_role("button", name="Terminer", exact=True).click()
    patient.get_by_text("C’est terminé").first.wait_for(timeout=PATIENCE)
    doctor.get_by_role("heading", name="Compte rendu").wait_for(timeout=PATIENCE)
    assert doctor.get_by_text("Toux depuis trois jours.").is_visible()
    assert doctor.faults == patient.faults == []
    with acting(held.actor.scope()):
        assert Consultation.objects.get().modality_final == "video"
        kept = list(Document.objects.order_by("kept_at"))
        assert [one.source for one in kept] == ["patient", "professional", "patient", "professional", "product"]
        assert {one.consultation_id for one in kept} == {Consultation.objects.get().id}
        assert kept[-1].shown_at is not None


@pytest.mark.slow
def test_every_page_of_the_professional_is_sound_and_fits(house):
    house.doctor = hire(house.place, "professional").sign_in()
    now = datetime.now(UTC)
    held = expected(house.place, include(house.place), now=now, ahead=soon(now))
    patient = patient_at(house, held, "/salle")
    patient.get_by_role("button", name="Je suis prêt").click(timeout=PATIENCE)
    page = house.doctor_page("/pro/consultations")
    page.locator(".visit--waits").wait_for(timeout=20_000)
    wrong = looked_at(page, "list")
    page.get_by_role("link", name="Odile").first.click()
    page.locator(".admit__state--here").wait_for(timeout=PATIENCE)
    wrong |= looked_at(page, "waiting")
    page.get_by_role("button", name="Faire entrer").first.click()
    decoded(page, "[data-views]")
    for part in ("people", "chat-place"):
        page.locator(f"[data-{part}] summary").first.click()
    for tab in ("summary", "answers", "vitals", "documents", "notes"):
        page.locator(f"#tab-{tab}").click()
        wrong |= looked_at(page, tab)
    page.get_by_role("button", name="Passer au téléphone").click()
    patient.get_by_text("On vous appelle").first.wait_for(timeout=PATIENCE)
    wrong |= looked_at(page, "phone")
    page.get_by_role("link", name="Terminer").click()
    page.locator("#end [name=conclusion]").fill("Bronchite.")
    wrong |= looked_at(page, "sheet")
    page.locator("#end").get_by_role("button", name="Terminer", exact=True).click()
    page.get_by_role("heading", name="Compléments").wait_for(timeout=PATIENCE)
    wrong |= looked_at(page, "done")
    assert wrong == {}
