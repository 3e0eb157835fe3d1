"""A photo leaves a telephone smaller than it was taken, a file is dropped on a desk; what axe finds on both."""

import io

import pytest
from PIL import Image

from tests.documents import files
from tests.fixtures.axe import violations
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import read

from .patient_site import serving
from .test_messages import bind


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


@pytest.fixture
def patient(site):
    return site.include()


def large_photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((4000, 1400), 60).convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()


def test_a_photo_leaves_her_telephone_made_smaller_and_stands_in_her_list(site, patient, page):
    site.recognise(page, patient)
    bind(patient)
    photo = large_photo()
    page.goto(site.link(patient, "documents"))
    page.get_by_label("Prendre une photo").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.get_by_text("IMG_1.jpg").wait_for()
    with page.expect_request(lambda one: one.method == "POST") as sending:
        page.get_by_role("button", name="Envoyer à mon équipe").click()
    page.get_by_text("Votre document est parti.").wait_for()
    assert len(photo) > 2_500_000 > int(sending.value.all_headers()["content-length"])
    page.get_by_role("link", name="Photo").click()
    picture = page.get_by_role("img", name="Page 1")
    picture.wait_for()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1400
    assert violations(page) == []
    page.go_back()
    assert violations(page) == []


def test_without_script_a_file_is_sent_and_a_refusal_keeps_what_was_typed(site, patient, open_page):
    page = open_page(java_script_enabled=False)
    site.recognise(page, patient)
    page.goto(site.link(patient, "documents"))
    page.get_by_label("Un mot pour votre équipe").fill("Mon orteil")
    for content, name in ((files.drawing(), "a.svg"), (files.photo(), "a.jpg")):
        page.get_by_label("Ou choisir un fichier").set_input_files(
            {"name": name, "mimeType": "image/jpeg", "buffer": content}
        )
        page.get_by_role("button", name="Envoyer à mon équipe").click()
    page.get_by_text("Votre document est parti.").wait_for()
    assert read(patient.place, "SELECT count(*) FROM document") == [(1,)]


def at_a_desk(open_page, site):
    """A professional of the place, signed in, on a large page."""
    colleague = hire(site.place, "professional").sign_in()
    page = open_page(viewport={"width": 1280, "height": 860})
    page.context.add_cookies(colleague.cookies(site.url))
    return page


def test_a_paper_is_dropped_on_a_record_shown_and_read_page_by_page(site, patient, open_page):
    page = at_a_desk(open_page, site)
    page.goto(f"{site.url}/pro/patients/{patient.patient_id}/documents")
    dropped = "bytes => { const box = new DataTransfer(); box.items.add(new File([new Uint8Array(bytes)], 'a.pdf', {type: 'application/pdf'})); return box; }"
    box = page.evaluate_handle(dropped, list(files.paper("Ordonnance", "Paracetamol 1 g", pages=3)))
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": box})
    page.get_by_label("Ordonnance").check()
    page.get_by_role("button", name="Garder au dossier").click()
    page.get_by_text("Le document est au dossier.").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Cacher").click()
    page.get_by_text("Pour l’équipe seulement").wait_for()
    page.get_by_role("link", name="Ordonnance").click()
    page.get_by_role("img", name="Page 3").scroll_into_view_if_needed()
    assert page.get_by_role("img", name="Page 1").evaluate("one => one.decode().then(() => one.naturalHeight)") == 1400
    assert violations(page) == []
