"""The professional's pages of a teleconsultation: who sees what, one press, what is kept while it is written."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chevet.documents.models import Document
from chevet.kernel.tenancy import acting
from chevet.teleconsultation.models import Consultation
from chevet.usecases.read_consultations import read_consultation
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.teleconsultation.held import hold

REPORT = {"motive": "Toux", "findings": "Toux sèche, pas de fièvre.", "conclusion": "Bronchite.", "plan": "Repos."}


@pytest.fixture
def place(db):
    return make_place()


@pytest.fixture
def doctor(place):
    return hire(place, "professional").sign_in()


@pytest.fixture
def held(place):
    """Somebody in the waiting room."""
    waits = hold(place, now=datetime.now(UTC))
    waits.arrive()
    return waits


def at(held, more: str = "") -> str:
    return f"/pro/consultations/{held.id}{more}"


def words(answer) -> str:
    return answer.content.decode()


def concluded(held) -> dict:
    return read_consultation(**held.about, by_itself=True).conclusion or {}


def the_end(**given) -> dict:
    return {"key": str(uuid4()), "modality": "video", "shown": "on"} | given


def test_a_secretary_sees_who_waits_and_enters_nothing(place, held):
    secretary = hire(place, "secretary").sign_in()
    page = words(secretary.get("/pro/consultations"))
    assert "Odile DUPONT-MÉNARD" in page
    assert "En salle d’attente" in page
    assert "Faire entrer" not in page
    assert [secretary.get(at(held, more)).status_code for more in ("", "/end", "/parts/where")] == [403] * 3
    assert secretary.post(at(held, "/admit")).status_code == 403


def test_a_regulation_doctor_chooses_the_keys_of_her_calls_and_has_no_list(place, held):
    doctor = hire(place, "regulation_doctor").sign_in()
    asked = words(doctor.get("/pro/keys"))
    assert ('name="consultation.mic"' in asked, 'name="claim"' in asked) == (True, False)
    answer = doctor.post("/pro/keys", {"on": "on", "consultation.mic": "z"})
    assert answer.status_code == 302
    assert 'data-does="mic" aria-pressed="false" data-key="z"' in words(doctor.get(at(held)))


def test_one_press_in_the_list_lets_in_with_the_place_that_the_record_knows(doctor, held):
    assert doctor.post(at(held, "/admit"))["Location"] == at(held)
    page = words(doctor.get(at(held)))
    assert "3 rue des Lilas, 69003 Lyon" in page
    assert "SAMU 69" in page
    assert read_consultation(**held.about, by_itself=True).seat.admitted_at


def test_an_empty_place_lets_nobody_in_and_says_why(doctor, held):
    refused = doctor.post(
        at(held, "/admit"), {"address": " ", "number": "06 12 34 56 78"}, headers={"HX-Request": "true"}
    )
    assert "on vous y enverrait des secours" in words(refused)
    assert read_consultation(**held.about, by_itself=True).seat.admitted_at is None


def test_the_cockpit_costs_the_same_with_one_person_and_with_three(doctor, held):
    held.invite()
    before = statements(doctor, at(held))
    for role in ("interpreter", "colleague"):
        held.invite(role)
    assert statements(doctor, at(held)) == before


def test_the_list_costs_the_same_with_one_and_with_three(place, doctor, held):
    before = statements(doctor, "/pro/consultations")
    for _ in range(2):
        hold(place, now=held.now, patient=include(place, confirmed_duplicate=True))
    assert statements(doctor, "/pro/consultations") == before


def statements(colleague, path: str) -> int:
    """Of the second reading: now and then the first also writes down that somebody is there."""
    assert colleague.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert colleague.get(path).status_code == 200
    return sum("clock_offset" not in one["sql"] for one in captured.captured_queries)  # read once a second


def test_what_is_typed_is_there_after_a_reload_and_never_writes_over_a_signed_report(doctor, held):
    doctor.post(at(held, "/admit"))
    assert doctor.post(at(held, "/draft"), {"note": "Toux depuis trois jours"}).status_code == 204
    assert doctor.post(at(held, "/draft"), {"plan": "Repos"}).status_code == 204
    assert concluded(held) == {"draft": {"note": "Toux depuis trois jours", "plan": "Repos"}}
    assert "Toux depuis trois jours" in words(doctor.get(at(held)))
    doctor.post(at(held, "/end"), the_end(**REPORT))
    assert doctor.post(at(held, "/draft"), {"note": "trop tard", "conclusion": "Autre"}).status_code == 204
    assert concluded(held)["report"] == REPORT


def test_the_end_signs_one_report_keeps_it_and_a_prescription_and_shows_both(doctor, held):
    from tests.usecases.regulation_acts import picture

    doctor.post(at(held, "/admit"))
    sheet = the_end(**REPORT, prescription=SimpleUploadedFile("ordonnance.jpg", picture(), "image/jpeg"))
    ended = doctor.post(at(held, "/end"), sheet)
    assert ended["Location"] == at(held)
    page = words(doctor.get(at(held)))
    assert "Toux sèche, pas de fièvre." in page
    assert "Faire entrer" not in page
    with acting(held.actor.scope()):
        kept = list(Document.objects.order_by("source").values_list("source", "consultation_id", "shown_at"))
    assert [(source, of) for source, of, _ in kept] == [("product", held.id), ("professional", held.id)]
    assert all(shown for _, _, shown in kept)
    again = doctor.post(at(held, "/end"), the_end(**REPORT | {"plan": "Antibiotique"}))
    assert again.status_code == 302
    assert concluded(held)["report"]["plan"] == "Repos."


def test_nothing_but_how_it_was_held_is_asked_and_no_empty_report_is_made(doctor, held):
    refused = doctor.post(at(held, "/end"), {"key": str(uuid4()), "motive": "Toux"})
    assert refused.status_code == 400
    assert "Toux" in words(refused)
    doctor.post(at(held, "/admit"))
    doctor.post(at(held, "/end"), the_end(modality="phone"))
    assert "report" not in concluded(held)
    assert "Aucun compte rendu n’a été écrit." in words(doctor.get(at(held)))
    with acting(held.actor.scope()):
        assert Consultation.objects.get().modality_final == "phone"
        assert Document.objects.count() == 0


def test_a_prescription_that_is_no_document_ends_nothing_and_keeps_what_was_typed(doctor, held):
    doctor.post(at(held, "/admit"))
    bad = SimpleUploadedFile("ordonnance.pdf", b"not a document", "application/pdf")
    refused = doctor.post(at(held, "/end"), the_end(**REPORT, prescription=bad))
    assert refused.status_code == 400
    assert "Toux sèche, pas de fièvre." in words(refused)
    assert read_consultation(**held.about, by_itself=True).ended_at is None


def test_a_report_is_completed_below_and_never_rewritten(doctor, held):
    doctor.post(at(held, "/admit"))
    doctor.post(at(held, "/end"), the_end(**REPORT))
    key = str(uuid4())
    for _ in range(2):
        doctor.post(at(held, "/addenda"), {"key": key, "text": "Rappelée le soir : va mieux."})
    assert [one["text"] for one in concluded(held)["addenda"]] == ["Rappelée le soir : va mieux."]
    assert concluded(held)["report"] == REPORT


def test_another_team_finds_no_consultation(held):
    elsewhere = hire(make_place(name="Ailleurs"), "professional").sign_in()
    paths = ("", "/end", "/parts/where", "/parts/people", "/parts/documents")
    assert [elsewhere.get(at(held, more)).status_code for more in paths] == [404] * len(paths)
    assert elsewhere.post(at(held, "/draft"), {"note": "x"}).status_code == 404


def test_from_the_patients_page_a_press_sends_the_link_once(place, doctor):
    patient, key = include(place), str(uuid4())
    page = words(doctor.get(f"/pro/patients/{patient.patient_id}"))
    assert "Consulter maintenant" in page
    for _ in range(2):
        answer = doctor.post(f"/pro/consultations/now/{patient.patient_id}", {"key": key})
        assert answer["Location"] == f"/pro/consultations/{key}"
    with acting(place.actor.scope()):
        assert Consultation.objects.count() == 1
