"""Documents under an appointment's link: the birthday sends, a code by SMS reads."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chevet.usecases import keep_document
from tests.documents import files
from tests.usecases.acts_of_documents import PAPER, at_once

from . import test_visit
from .test_visit import Telephone, read

pytestmark = pytest.mark.django_db
at, stage, known = test_visit.at, test_visit.stage, test_visit.known


def shown_to_her(stage) -> str:
    key = uuid4()
    with at_once(keep_document):
        keep_document.keep_document(
            actor=stage.place.actor, patient_id=stage.patient_id, document_id=key, content=PAPER, title="zqcanarytitle",
            category="prescription", shown=True, now=stage.now, machine_now=stage.now,
        )  # fmt: skip
    return str(key)


def test_a_birthday_sends_and_a_code_reads(stage, known, monkeypatch):
    one = shown_to_her(stage)
    file = SimpleUploadedFile("a.jpg", files.photo(), content_type="image/jpeg")
    sent = {"photo": file, "category": "photo", "title": "", "key": uuid4()}
    assert "Votre document est parti." in read(known.post("documents", sent, follow=True))
    for place in ("documents", f"documents/{one}", f"documents/{one}/fichier"):
        assert "zqcanary" not in read(known.get(place, follow=True))
    monkeypatch.setattr("chevet.usecases.send_code.new_sms_code", lambda: "123456")
    assert "Un code vient de partir par SMS." in read(known.post("code/envoyer", follow=True))
    assert "Ce n'est pas le bon code." in read(known.post("code", {"code": "654321"}))
    page = read(known.post("code", {"code": "123456"}, follow=True))
    assert "zqcanarytitle" in page and "Pas encore ouvert par votre équipe" in page
    assert b"".join(known.get(f"documents/{one}/fichier").streaming_content) == PAPER


def test_who_has_not_said_who_they_are_sends_and_reads_nothing(stage):
    stranger = Telephone(stage)
    for place in ("documents", "code"):
        assert stranger.get(place).status_code == 302
    file = SimpleUploadedFile("a.jpg", files.photo(), content_type="image/jpeg")
    assert stranger.post("documents", {"photo": file, "category": "photo", "key": uuid4()}).status_code == 302
