"""The doctor's pages of télérégulation: what they cost, what they refuse, what they carry over."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chevet.kernel.tenancy import acting
from chevet.teleregulation.models import Regulation
from chevet.usecases.end_regulation import conclude_regulation
from chevet.usecases.invite_to_regulation import invite_to_regulation
from tests.fixtures.care import make_place
from tests.interfaces.pro.colleagues import hire
from tests.video.regulated import regulate

ODILE = {
    "birth_name": "Dupont",
    "first_name": "Odile",
    "birth_date": "1949-05-17",
    "sex": "F",
    "address": "3 rue des Lilas, 69003 Lyon",
}


@pytest.fixture
def place(db):
    return make_place()


@pytest.fixture
def doctor(place):
    return hire(place, "regulation_doctor").sign_in()


def now():
    return datetime.now(UTC)


def statements(colleague, path):
    """Of the second of two readings: now and then the first also writes down that somebody is there."""
    assert colleague.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert colleague.get(path).status_code == 200
    return len(captured)


def test_a_number_and_a_press_lead_to_the_page_that_will_show(place, doctor):
    answer = doctor.post("/pro/regulation", {"key": str(uuid4()), "number": "06 12 34 56 78"})
    assert answer.status_code == 302
    page = doctor.get(answer["Location"]).content.decode()
    assert "06 12 34 56 78" in page
    assert "data-regulation" in page
    assert "ws://localhost" in doctor.get(answer["Location"])["Content-Security-Policy"]


def test_a_landline_is_refused_and_what_was_typed_stays(place, doctor):
    answer = doctor.post("/pro/regulation", {"key": str(uuid4()), "number": "04 72 00 00 00", "case": "C-7"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "téléphone fixe" in page
    assert 'value="04 72 00 00 00"' in page
    assert 'value="C-7"' in page
    with acting(place.scope):
        assert Regulation.objects.count() == 0


def test_the_pages_cost_the_same_with_one_and_with_three(place, doctor):
    first = regulate(place, now=now())
    doctor.get("/pro/regulation")
    one = [statements(doctor, path) for path in ("/pro/regulation", f"/pro/regulation/{first.id}/states")]
    for number in ("06 12 34 56 79", "06 12 34 56 80"):
        regulate(place, number=number, now=now())
        invite_to_regulation(**first.about, role="relative", number=number, fiction=False)
    three = [statements(doctor, path) for path in ("/pro/regulation", f"/pro/regulation/{first.id}/states")]
    assert one == three


def test_who_was_on_the_telephone_is_included_without_typing_twice(place, doctor):
    regulated = regulate(place, now=now())
    conclude_regulation(**regulated.about, outcome={}, note="", identity=ODILE)
    page = doctor.get(f"/pro/include?regulation={regulated.id}").content.decode()
    for kept in ('value="Dupont"', 'value="Odile"', 'value="1949"', "3 rue des Lilas", 'value="06 12 34 56 78"'):
        assert kept in page, kept
    stranger = hire(make_place(name="Clinique du Port"), "professional").sign_in()
    assert "Odile" not in stranger.get(f"/pro/include?regulation={regulated.id}").content.decode()


def test_an_assistant_is_not_locked_out_in_the_middle_of_the_shift_and_a_doctor_is(place, doctor):
    assistant = hire(place, "regulation_assistant").sign_in()
    for colleague in (assistant, doctor):
        assert colleague.get("/pro/regulation").status_code == 200
        session = colleague.client.session
        session["seen"] = (now() - timedelta(hours=3)).timestamp()
        session.save()
    assert assistant.get("/pro/regulation").status_code == 200
    assert doctor.get("/pro/regulation")["Location"].startswith("/pro/locked")
    session = assistant.client.session
    session["began"] = (now() - timedelta(hours=13)).timestamp()
    session.save()
    assert "/accounts/login/" in assistant.get("/pro/regulation")["Location"]


def test_an_assistants_page_holds_no_picture_and_no_note(place):
    regulated = regulate(place, now=now())
    conclude_regulation(**regulated.about, outcome={}, note="Brûlure de la main", identity=ODILE)
    page = hire(place, "regulation_assistant").sign_in().get(f"/pro/regulation/{regulated.id}").content.decode()
    assert "06 12 34 56 78" in page
    for hidden in ("Brûlure", "Odile", "data-regulation", "Terminer"):
        assert hidden not in page, hidden
