"""Documents of a record on professional pages."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chevet.documents.models import Document
from chevet.kernel.tenancy import acting
from tests.documents import files
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_team_list import counted, counting_ones
from tests.usecases.acts_of_documents import kept, sent
from tests.usecases.stages import Stage


@pytest.fixture
def stage(patient, nurse, day):
    return Stage(patient=patient, place=patient.place, actor=patient.place.actor, key=uuid4(), now=day.at)


def address(name: str, stage: Stage, **more) -> str:
    return reverse(f"pro:{name}", kwargs={"patient_id": stage.patient.patient_id, **more})


def form(content: bytes, **changes) -> dict:
    file = SimpleUploadedFile("scan.pdf", content, content_type="application/pdf")
    return {"file": file, "category": "prescription", "title": "", "key": uuid4(), "kept": "record"} | changes


def test_a_file_is_kept_shown_hidden_and_taken_back(stage, nurse):
    kept_at = nurse.post(address("document_keep", stage), form(files.paper("Ordonnance"), shown="on"))
    assert kept_at.url == address("documents", stage)
    with acting(stage.place.scope):
        one = Document.objects.get()
    assert (one.source, one.pages, one.shown_at is not None) == ("professional", 1, True)
    listed = nurse.get(address("documents", stage)).content.decode()
    assert f"/documents/{one.id}" in listed and "La personne peut le lire</span>" in listed
    where = {"document_id": one.id}
    nurse.post(address("document_show", stage, **where), {"hide": "1"})
    assert "Pour l’équipe seulement" in nurse.get(address("documents", stage)).content.decode()
    nurse.post(address("document_forget", stage, **where))
    assert "Aucun document." in nurse.get(address("documents", stage)).content.decode()


def test_what_the_person_sent_stands_on_her_pages_until_it_is_opened(stage, nurse):
    one = sent(stage)
    of_patient, of_follow_up = address("patient", stage), f"/pro/follow-ups/{stage.patient.follow_up_id}"
    for page in (of_patient, of_follow_up):
        text = nurse.get(page).content.decode()
        assert "zqcanarytitle" in text and "1 à ouvrir" in text
    assert "La personne a envoyé un document" in nurse.get(of_follow_up).content.decode()
    seen = nurse.get(address("document", stage, document_id=one)).content.decode()
    assert "zqcanarytitle" in seen and "Personne avant vous" in seen
    assert "à ouvrir" not in nurse.get(of_patient).content.decode()
    assert "Dominique Professional" in nurse.get(address("document", stage, document_id=one)).content.decode()


def test_a_file_leaves_as_an_attachment_that_no_browser_runs(stage, nurse):
    where = {"document_id": kept(stage)}
    file = nurse.get(address("document_file", stage, **where))
    picture = nurse.get(address("document_preview", stage, number=0, **where))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert file["Content-Disposition"] == 'attachment; filename="document-2027-03-02.pdf"'
    assert picture["Content-Type"] == "image/jpeg"
    for response in (file, picture):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert (
            "sandbox" in response["Content-Security-Policy"]
            and "default-src 'none'" in response["Content-Security-Policy"]
        )
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(files.drawing(), "Ce format n’est pas accepté"), (files.photo()[:300], "Ce fichier ne s’ouvre pas")],
)
def test_a_file_that_is_refused_says_why_and_what_was_typed_stays(stage, nurse, content, said):
    answer = nurse.post(address("document_keep", stage), form(content, title="zqcanarytitle", category="result"))
    text = answer.content.decode().replace("'", "’").replace("&#x27;", "’")
    assert answer.status_code == 422
    assert said in text and 'value="zqcanarytitle"' in text
    with acting(stage.place.scope):
        assert not Document.objects.exists()


def test_nobody_else_finds_it(stage, nurse):
    where = {"document_id": kept(stage)}
    other = make_place(name="Clinique des Ormes")
    strangers = [hire(stage.place, "professional", team_id=stage.place.second_line_id), hire(other, "professional")]
    for name in ("document", "document_file"):
        assert nurse.get(address(name, stage, **where)).status_code == 200
        for stranger in strangers:
            assert stranger.sign_in().get(address(name, stage, **where)).status_code == 404
    another = include(stage.place, first_name="Josette", birth_name="Ravel", confirmed_duplicate=True)
    elsewhere = reverse("pro:document", kwargs={"patient_id": another.patient_id, **where})
    assert nurse.get(elsewhere).status_code == 404, "it is of another record"


def test_the_list_costs_the_same_with_one_and_with_three(stage, nurse, monkeypatch):
    def cost() -> int:
        with counted(monkeypatch) as seen:
            nurse.get(address("documents", stage))
        return len(counting_ones(seen))

    kept(stage)
    cost()
    one = cost()
    for _ in range(2):
        kept(stage, document_id=uuid4())
    assert cost() == one
