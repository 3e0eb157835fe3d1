"""What is done with documents, ready to be played (see acts.py). The workshop's own tests are in tests/documents."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.test import override_settings

from chevet.documents import antivirus, storage
from chevet.documents.operations import File
from chevet.documents.rules import CHUNK
from chevet.kernel.sealing import fingerprint
from chevet.usecases import (
    adopt_photos,
    forget_document,
    join_regulation,
    keep_document,
    list_documents,
    read_document,
    send_document,
    show_document,
    tend_documents,
)
from tests.fixtures.care import include

from .act import Act
from .regulation_acts import called
from .stages import AT, Stage, followed, hers, with_code

PAPER = b"%PDF-1.7 zqcanarypaper " + b"x" * (CHUNK + 7)
PICTURE = b"\xff\xd8\xff zqcanarypicture"


def drawn(content: bytes) -> File:
    """What the workshop would give back, at once."""
    return File(content, "application/pdf", 2, (PICTURE, PICTURE), fingerprint(content))


def at_once(module: Any, **verdicts: str) -> Any:
    """Inside: files need no workshop, and the antivirus says `said`."""
    said = verdicts.get("said", antivirus.OFF)
    return patch.multiple(module, drawn_anew=drawn, antivirus=_Saying(said))


class _Saying:
    OFF, WAITING, CLEAN, INFECTED = antivirus.OFF, antivirus.WAITING, antivirus.CLEAN, antivirus.INFECTED

    def __init__(self, said: str) -> None:
        self.said = said

    def verdict(self, content: bytes) -> str:
        return self.said


def sent(stage: Stage, *, said: str = "off", content: bytes = PAPER, **changes: Any) -> UUID:
    """She sends a file; by default under the stage's key."""
    given = {"document_id": stage.key, "title": "zqcanarytitle", "category": "result"} | changes
    with at_once(send_document, said=said):
        return send_document.send_document(**hers(stage), content=content, **given)


def of_patient(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.actor, "patient_id": stage.patient.patient_id, "now": stage.now, "machine_now": stage.now}


def kept(stage: Stage, *, content: bytes = PAPER, said: str = "off", **changes: Any) -> UUID:
    """A professional puts a file there; by default under the stage's key."""
    given = {"document_id": stage.key, "title": "", "category": "prescription"} | changes
    with at_once(keep_document, said=said):
        return keep_document.keep_document(**of_patient(stage), content=content, **given)


def about(stage: Stage) -> dict[str, Any]:
    return of_patient(stage) | {"document_id": stage.key}


def about_hers(stage: Stage) -> dict[str, Any]:
    return hers(stage) | {"document_id": stage.key}


def having(do: Callable[..., UUID], *, bound: bool = False, **how: Any) -> Callable[[], Stage]:
    """A stage with one document in it."""

    def stage() -> Stage:
        ready = with_code(bound=True) if bound else followed()
        ready.key = uuid4()
        do(ready, **how)
        return ready

    return stage


class Shelf:
    """An object storage in memory."""

    def __init__(self) -> None:
        self.held: dict[UUID, bytes] = {}

    def put(self, name: UUID, content: bytes, **_: Any) -> None:
        self.held[name] = content

    def get(self, name: UUID, **_: Any) -> bytes:
        return self.held[name]

    def remove(self, name: UUID, **_: Any) -> None:
        self.held.pop(name, None)


def shelved() -> Stage:
    """Everything lies in the storage, and then the document was forgotten."""
    stage = having(kept)()
    stage.shelf = Shelf()
    with on(stage.shelf):
        tend_documents.store_documents(machine_now=AT)
    forget_document.forget_document(**about(stage))
    return stage


def on(shelf: Shelf) -> Any:
    return patch.object(storage, "configured", lambda: shelf)


def tended(do: Callable[..., int], stage: Stage, **when: Any) -> int:
    with on(getattr(stage, "shelf", None) or Shelf()), override_settings(ANTIVIRUS=""):
        return do(machine_now=AT, **when)


def photographed() -> Stage:
    """A doctor kept a photo of the call, then the caller was included."""
    stage = called(photo=True)
    join_regulation.keep_photo(**stage.regulated.about, content=None, photo_id=stage.photo_id)
    stage.patient = include(stage.place)
    return stage


def adopted(stage: Stage) -> int:
    whose = {"patient_id": stage.patient.patient_id, "follow_up_id": stage.patient.follow_up_id}
    return adopt_photos.adopt_photos(**stage.regulated.about, **whose)


TOMORROW = AT + timedelta(days=1)

DOCUMENTS = {
    "adopt_photos.adopt_photos": Act(adopted, photographed),
    "send_document.send_document": Act(sent, keyed=True, several=True),
    "keep_document.keep_document": Act(kept, keyed=True, several=True, private=True),
    "keep_document.keep_document, shown": Act(lambda s: kept(s, shown=True), keyed=True, several=True, private=True),
    "list_documents.documents_of": Act(
        lambda s: len(list_documents.documents_of(**of_patient(s))[1]),
        having(kept),
        private=True,
    ),
    "list_documents.own_documents": Act(
        lambda s: len(list_documents.own_documents(**hers(s)).sent), having(sent, bound=True)
    ),
    "show_document.show_document": Act(lambda s: show_document.show_document(**about(s)), having(kept), private=True),
    "show_document.hide_document": Act(
        lambda s: show_document.hide_document(**about(s)), having(kept, shown=True), private=True
    ),
    "read_document.read_document": Act(
        lambda s: len(read_document.read_document(**about(s)).whole()), having(sent), private=True
    ),
    "read_document.preview_document": Act(
        lambda s: read_document.preview_document(**about(s), number=1), having(kept), private=True
    ),
    "read_document.read_own_document": Act(
        lambda s: len(read_document.read_own_document(**about_hers(s)).whole()), having(kept, bound=True, shown=True)
    ),
    "read_document.preview_own_document": Act(
        lambda s: read_document.preview_own_document(**about_hers(s), number=0), having(sent, bound=True)
    ),
    "forget_document.forget_document": Act(
        lambda s: forget_document.forget_document(**about(s)), having(kept), private=True
    ),
    "forget_document.forget_own_document": Act(
        lambda s: forget_document.forget_own_document(**about_hers(s)), having(sent, bound=True)
    ),
    "tend_documents.scan_documents": Act(
        lambda s: tended(tend_documents.scan_documents, s), having(kept, said="waiting"), several=True
    ),
    "tend_documents.expire_documents": Act(
        lambda s: tended(tend_documents.expire_documents, s, now=TOMORROW), having(kept, expires_at=TOMORROW)
    ),
    "tend_documents.store_documents": Act(
        lambda s: tended(tend_documents.store_documents, s), having(kept), several=True
    ),
    "tend_documents.sweep_objects": Act(
        lambda s: tended(lambda machine_now: tend_documents.sweep_objects(machine_now=TOMORROW), s),
        shelved,
        several=True,
    ),
}
