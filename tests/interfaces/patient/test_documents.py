"""Documents of a link: sending with a birthday, reading with a code. What is refused holds something that could leak."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents import files
from tests.usecases.acts_of_documents import kept, sent
from tests.usecases.doing import alerts, read
from tests.usecases.stages import Stage

from .phone import Phone, words
from .test_english import french_left
from .test_messages import bound

pytestmark = pytest.mark.django_db
CODE_NEEDED = "Pour lire, il faut un code, une fois par appareil."


@pytest.fixture
def stage(patient, noon) -> Stage:
    return Stage(patient=patient, place=patient.place, actor=patient.place.actor, key=uuid4(), now=noon.now)


def send(phone: Phone, content: bytes, *, field: str = "photo", **changes):
    file = SimpleUploadedFile("IMG_0001.HEIC", content, content_type="image/jpeg")
    return phone.post(
        "documents", {field: file, "category": "photo", "title": "", "key": uuid4()} | changes, follow=True
    )


def test_a_birthday_is_enough_to_send_and_the_team_has_a_task(phone, patient):
    page = words(send(phone, files.photo(), title="Mon orteil"))
    assert "Votre document est parti." in page
    assert CODE_NEEDED in page and "Mon orteil" not in page
    assert set(alerts(patient)) == {"document"}
    assert read(patient.place, "SELECT source, media_type FROM document") == [("patient", "image/jpeg")]


@pytest.mark.parametrize(
    ("sending", "said"),
    [
        ({"content": files.drawing()}, "Ce format n'est pas accepté."),
        ({"content": b"", "field": "file"}, "Ce fichier est vide."),
        ({"content": files.photo(), "category": "secret"}, "Choisissez dans la liste."),
    ],
    ids=["svg", "empty", "category"],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(phone, patient, sending, said):
    answer = send(phone, **sending, title="Mon orteil")
    assert answer.status_code == 422
    assert said in words(answer) and 'value="Mon orteil"' in answer.text
    assert read(patient.place, "SELECT count(*) FROM document") == [(0,)]


def test_without_a_code_nothing_of_a_document_shows(phone, patient, stage):
    one = kept(stage, title="zqcanarytitle", shown=True)
    page = words(phone.get("documents"))
    assert CODE_NEEDED in page and "zqcanarytitle" not in page
    for place in (f"documents/{one}", f"documents/{one}/fichier", f"documents/{one}/page/0.jpg"):
        assert phone.get(place).status_code == 302
        assert "zqcanary" not in phone.get(place, follow=True).text
    reader = bound(patient, stage.now)
    assert "zqcanarytitle" in words(reader.get("documents"))
    assert b"zqcanarypaper" in b"".join(reader.get(f"documents/{one}/fichier").streaming_content)
    assert b"zqcanarypicture" in reader.get(f"documents/{one}/page/0.jpg").content


def test_the_team_s_own_documents_are_not_hers_to_see(patient, stage):
    one = kept(stage, title="zqcanarytitle")
    reader = bound(patient, stage.now)
    assert "zqcanarytitle" not in words(reader.get("documents"))
    for place in (f"documents/{one}", f"documents/{one}/fichier", f"documents/{one}/page/0.jpg"):
        assert reader.get(place).status_code == 404


def test_she_sees_who_opened_what_she_sent_and_takes_back_what_nobody_opened(patient, stage):
    from chevet.usecases.read_document import read_document

    opened, unopened = sent(stage, title="Premier"), sent(stage, title="Second", document_id=uuid4())
    clocks = {"now": stage.now, "machine_now": stage.now}
    read_document(actor=stage.actor, patient_id=patient.patient_id, document_id=opened, **clocks)
    reader = bound(patient, stage.now)
    page = words(reader.get("documents"))
    assert "Ouvert par votre équipe" in page and "Pas encore ouvert par votre équipe" in page
    assert "Soignante 0" in words(reader.get(f"documents/{opened}"))
    assert "a ouvert un de vos documents" in words(reader.get("acces"))
    assert reader.post(f"documents/{opened}/reprendre").status_code == 409
    assert "C'est effacé." in words(reader.post(f"documents/{unopened}/reprendre", follow=True))
    assert "Second" not in words(reader.get("documents"))


def test_the_pages_say_everything_in_english(patient, stage):
    one = kept(stage, title="Report", shown=True)
    sent(stage, title="Toe", document_id=uuid4())
    reader = bound(patient, stage.now)
    reader.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    names = ("Report", "Toe", "Soignante")
    for place in ("documents", f"documents/{one}"):
        assert [word for word in french_left(reader.get(place)) if word not in names] == []
