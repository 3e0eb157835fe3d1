"""What becomes of a document: quarantine, the day it is kept until, forgetting, what is told to whom."""

import base64
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest

from chevet.documents import rules
from chevet.documents.models import Document
from chevet.kernel.errors import Conflict, Invalid, NotFound, TooMany
from chevet.kernel.tenancy import acting
from chevet.usecases import tend_documents
from chevet.usecases.end_follow_up import withdraw_follow_up
from chevet.usecases.erase_record import erase_record
from chevet.usecases.export_record import bundle_of, export_record
from chevet.usecases.forget_document import forget_document, forget_own_document
from chevet.usecases.list_documents import documents_of, own_documents
from chevet.usecases.read_document import read_document, read_own_document
from chevet.usecases.show_document import show_document
from tests.fixtures.care import include

from .acts_of_documents import (
    PAPER,
    Stage,
    _Saying,
    about,
    about_hers,
    adopted,
    having,
    hers,
    kept,
    of_patient,
    photographed,
    sent,
)
from .doing import alerts, read
from .doing import sent as messages_sent
from .stages import AT, followed, pro, with_code


@pytest.fixture
def stage(db) -> Stage:
    """She gave a code; nothing is there yet."""
    ready = with_code(bound=True)
    ready.key = uuid4()
    return ready


def found(stage: Stage) -> list[tuple]:
    return read(stage.place, "SELECT scan, source FROM document ORDER BY kept_at, id")


def scanned(stage: Stage, said: str) -> int:
    with patch.object(tend_documents, "antivirus", _Saying(said)):
        return tend_documents.scan_documents(machine_now=AT)


def test_where_the_antivirus_does_not_answer_nobody_opens_it_until_it_has(stage):
    sent(stage, said="waiting")
    with pytest.raises(Conflict, match="vérification"):
        read_document(**about(stage))
    with pytest.raises(NotFound):
        read_own_document(**about_hers(stage))
    assert scanned(stage, "waiting") == 0
    assert scanned(stage, "clean") == 1
    assert read_document(**about(stage)).whole() == PAPER


def test_what_is_found_infected_later_loses_its_content_and_says_so(stage):
    sent(stage, said="waiting")
    assert scanned(stage, "infected") == 1
    assert read(stage.place, "SELECT count(*) FROM document_part") == [(0,)]
    with pytest.raises(Conflict, match="dangereux"):
        read_document(**about(stage))
    assert [one.scan for one in own_documents(**hers(stage)).sent] == ["infected"]


def test_what_is_infected_at_the_door_is_not_kept(stage):
    for do in (sent, kept):
        with pytest.raises(Invalid, match="dangereux"):
            do(stage, said="infected")
    assert found(stage) == []


def test_another_file_under_the_same_key_is_a_conflict(stage):
    sent(stage)
    with pytest.raises(Conflict):
        sent(stage, content=PAPER + b"x")
    with pytest.raises(Conflict):
        kept(stage)
    assert found(stage) == [("off", "patient")]


def test_her_documents_are_one_task_that_ends_when_the_last_is_open(stage):
    first, second = sent(stage), sent(stage, document_id=uuid4())
    assert set(alerts(stage.patient)) == {"document"}
    read_document(**of_patient(stage), document_id=first)
    assert set(alerts(stage.patient)) == {"document"}
    read_document(**of_patient(stage), document_id=second)
    assert alerts(stage.patient) == {}
    assert read(stage.place, "SELECT count(*) FROM journal WHERE action = 'document.read'") == [(2,)]


def test_she_is_told_once_that_a_document_waits_and_never_of_a_hidden_one(stage):
    kept(stage)
    assert messages_sent(stage.patient, "message_waiting") == []
    assert show_document(**about(stage)) is True
    assert show_document(**about(stage)) is False, "it was shown already"
    assert len(messages_sent(stage.patient, "message_waiting")) == 1
    assert read(stage.place, "SELECT count(*) FROM communication") == [(1,)]


def test_a_document_goes_on_its_day_and_leaves_a_line(stage):
    until = AT + timedelta(days=30)
    kept(stage, shown=True, expires_at=until)
    assert tend_documents.expire_documents(now=until - timedelta(seconds=1), machine_now=AT) == 0
    assert tend_documents.expire_documents(now=until, machine_now=AT) == 1
    assert found(stage) == []
    assert read(stage.place, "SELECT count(*) FROM journal WHERE action = 'document.expired'") == [(1,)]


def test_only_ones_own_is_taken_back_and_only_while_nobody_has_opened_it(stage):
    kept(stage, shown=True)
    with pytest.raises(NotFound):
        forget_own_document(**about_hers(stage))
    read_own_document(**about_hers(stage))
    with pytest.raises(Conflict, match="déjà été ouvert"):
        forget_document(**about(stage))
    other = kept(stage, document_id=uuid4())
    with pytest.raises(Conflict):
        forget_document(**of_patient(stage) | {"document_id": other, "now": AT + rules.UNDO})
    forget_document(**of_patient(stage), document_id=other)
    assert found(stage) == [("off", "professional")]


def test_what_may_be_sent_is_counted_and_said(stage, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_DAY", 2)
    for _ in range(2):
        sent(stage, document_id=uuid4())
    with pytest.raises(TooMany, match="demain"):
        sent(stage, document_id=uuid4())
    monkeypatch.setattr(rules, "MOST", 2)
    with pytest.raises(Invalid, match="plus de place"):
        sent(stage, document_id=uuid4())
    monkeypatch.setattr(rules, "MOST_BYTES", 2 * len(PAPER) + 1)
    with pytest.raises(Invalid, match="200 Mo"):
        kept(stage, document_id=uuid4())


def test_when_the_follow_up_is_over_nobody_would_read_it(db):
    stage = followed()
    withdraw_follow_up(**pro(stage))
    with pytest.raises((Conflict, NotFound)):
        sent(stage)
    assert found(stage) == []


def test_a_document_of_another_record_is_not_found(db):
    stage = having(kept)()
    another = include(stage.place, first_name="Josette", birth_name="Ravel", confirmed_duplicate=True)
    with pytest.raises(NotFound):
        read_document(**about(stage) | {"patient_id": another.patient_id})
    patient, rows = documents_of(actor=stage.actor, patient_id=another.patient_id, now=AT)
    assert (patient.first_name, rows) == ("Josette", ())


def test_not_a_word_of_it_lies_in_clear_and_erasing_leaves_nothing(own_database):
    """The file, its pictures and its title, in every column of every table."""
    stage = having(sent)()
    with acting(stage.place.scope):
        subject_id = Document.objects.get().subject_id
    with psycopg.connect(own_database.superuser) as superuser:
        assert canaries_in(superuser) == []
        whose = {"subject_id": subject_id, "organisation_id": stage.place.organisation_id, "why": "request"}
        dry = erase_record(**whose, dry_run=True, now=AT, machine_now=AT)
        assert (dry.rows["document"], dry.rows["document_part"]) == (1, 4)
        erase_record(**whose, dry_run=False, now=AT, machine_now=AT)
        assert superuser.execute("SELECT count(*) FROM document_part").fetchone() == (0,)


def canaries_in(connection: psycopg.Connection) -> list[str]:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    planted = b"zqcanary".hex()
    asked = "SELECT count(*) FROM {0} t WHERE t::text LIKE '%zqcanary%' OR t::text LIKE '%" + planted + "%'"
    return [name for (name,) in tables if connection.execute(asked.format(name)).fetchone()[0]]


def test_her_copy_carries_what_she_may_read(stage):
    sent(stage)
    kept(stage, document_id=uuid4(), title="Compte rendu du 1er mars", shown=True)
    kept(stage, document_id=uuid4(), title="Entre nous")
    view = export_record(**hers(stage), what="copy")
    papers = [
        one["resource"] for one in bundle_of(view, now=AT)["entry"] if one["resource"]["resourceType"] == "DocumentReference"
    ]  # fmt: skip
    held = {one["content"][0]["attachment"]["title"]: one["content"][0]["attachment"]["data"] for one in papers}
    assert set(held) == {"zqcanarytitle", "Compte rendu du 1er mars"}
    assert {base64.b64decode(data) for data in held.values()} == {PAPER}


def test_a_photo_of_a_call_goes_along_once_and_opens_like_the_others(db):
    stage = photographed()
    assert (adopted(stage), adopted(stage)) == (1, 0)
    stage.now, stage.actor = AT, stage.place.actor
    (one,) = documents_of(actor=stage.actor, patient_id=stage.patient.patient_id, now=AT)[1]
    assert (one.label["category"], one.media_type, one.shown_at) == ("photo", "image/jpeg", None)
    assert read_document(**of_patient(stage), document_id=one.id).whole().startswith(b"\xff\xd8\xff")
