"""The agenda's pages: who may look, what is drawn, booking by hand and by drop, and nothing clinical."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from chevet.appointments.models import Appointment
from chevet.kernel.tenancy import acting
from chevet.people.models import Account, ContactPoint, Membership
from tests.appointments.agenda import AgendaStage, agenda
from tests.interfaces.pro.colleagues import Colleague, hire

TOMORROW_TEN = "2027-03-03T09:00:00+00:00"


@pytest.fixture
def stage(place, day) -> AgendaStage:
    return agenda(place=place)


@pytest.fixture
def secretary(stage) -> Colleague:
    return hire(stage.place, "secretary").sign_in()


def typed(stage, **changes):
    """What the booking page sends for tomorrow at ten."""
    given = {
        "step": "book", "patient_id": stage.patient_id, "account_id": stage.place.actor.account_id, "day_day": "3",
        "day_month": "3", "day_year": "2027", "hour": "10:00", "motive_id": stage.motive_id, "modality": "",
        "contact_id": contact(stage), "language": "fr", "key": uuid4(),
    }  # fmt: skip
    return given | changes


def contact(stage):
    with acting(stage.place.scope):
        return ContactPoint.objects.get(patient_id=stage.patient_id, kind="mobile").id


def expected(stage):
    with acting(stage.place.scope):
        return list(Appointment.objects.order_by("starts_at", "overbooked"))


def test_a_secretary_books_from_a_free_time_in_three_presses(stage, secretary):
    board = secretary.get("/pro/agenda?jour=2027-03-03")
    assert 'datetime="2027-03-03T10:00:00+01:00"' in board.content.decode()
    where = f"/pro/appointments/new?equipe={stage.place.team_id}&qui={stage.place.actor.account_id}&heure=2027-03-03T09:00:00%2B00:00"
    found = secretary.post(where, {"typed": "dupont menard"})
    assert str(stage.patient_id) in found.content.decode()
    kept = escape(where.partition("?")[2].replace(":", "%3A"))
    assert f"/pro/patients/new?{kept}" in secretary.get(where).content.decode()
    new = where.replace("/pro/appointments/new", "/pro/patients/new")
    who = {
        "key": uuid4(), "birth_name": "Verrier", "first_name": "Line", "birth_date_day": "3", "birth_date_month": "3",
        "birth_date_year": "1957", "sex": "F", "mobile": "06 12 34 56 79", "team_id": stage.place.team_id,
    }  # fmt: skip
    led = secretary.post(new, who)
    assert led.status_code == 302 and led["Location"] == f"{where.replace(':', '%3A')}&patient={who['key']}"
    panel = secretary.post(where, {"patient_id": stage.patient_id}).content.decode()
    assert 'value="10:00"' in panel and "06 12 34 56 78" in panel
    answer = secretary.post(where, typed(stage))
    assert answer.status_code == 302 and "jour=2027-03-03" in answer["Location"]
    (one,) = expected(stage)
    assert (one.starts_at.isoformat(), one.channel, one.booked_by[:8]) == (TOMORROW_TEN, "sms", "account:")
    assert "Odile DUPONT-MÉNARD" in secretary.get(answer["Location"]).content.decode()


def test_a_taken_time_needs_its_box_and_is_drawn_as_extra(stage, secretary):
    secretary.post("/pro/appointments/new", typed(stage))
    refused = secretary.post("/pro/appointments/new", typed(stage, key=uuid4()))
    assert refused.status_code == 400 and "Il y a déjà un rendez-vous" in refused.content.decode()
    assert 'value="10:00"' in refused.content.decode()  # what was typed is kept
    secretary.post("/pro/appointments/new", typed(stage, key=uuid4(), overbook="on"))
    board = secretary.get("/pro/agenda?jour=2027-03-03").content.decode()
    assert board.count("expected--extra") == 1 and "lane-2-2" in board
    assert [one.overbooked for one in expected(stage)] == [False, True]


def test_pressed_twice_it_is_booked_once(stage, secretary):
    once = typed(stage)
    assert [secretary.post("/pro/appointments/new", once).status_code for _ in range(2)] == [302, 302]
    assert len(expected(stage)) == 1


def test_without_mobile_or_mail_the_convocation_is_printed(stage, secretary):
    with acting(stage.place.scope):
        ContactPoint.objects.filter(patient_id=stage.patient_id).update(state="wrong")
    answer = secretary.post("/pro/appointments/new", typed(stage, contact_id="paper"), follow=True)
    page = answer.content.decode()
    assert "Convocation à imprimer" in page and "/r/" in page and "mercredi 3 mars 2027" in page
    assert expected(stage)[0].channel == "paper"


def test_what_is_dropped_moves_and_says_so_to_who_looks_at_an_old_page(stage, secretary):
    secretary.post("/pro/appointments/new", typed(stage))
    (one,) = expected(stage)
    drop = {"starts_at": "2027-03-03T10:00:00Z", "account_id": one.account_id, "seen": 0}
    assert secretary.post(f"/pro/appointments/{one.id}/move", drop).status_code == 302
    assert expected(stage)[0].starts_at - one.starts_at == timedelta(hours=1)
    late = secretary.post(f"/pro/appointments/{one.id}/move", drop | {"starts_at": "2027-03-03T14:00:00Z"})
    assert late.status_code == 200 and "déplacé entre-temps" in late.content.decode()
    assert expected(stage)[0].moves == 1


def test_cancelled_with_a_reason_and_put_back(stage, secretary):
    secretary.post("/pro/appointments/new", typed(stage))
    (one,) = expected(stage)
    assert secretary.post(f"/pro/appointments/{one.id}/cancel", {"tell": "on"}).status_code == 400
    secretary.post(f"/pro/appointments/{one.id}/cancel", {"why": "professional", "words": "Formation", "tell": "on"})
    assert expected(stage)[0].state == "cancelled"
    board = secretary.get("/pro/agenda?jour=2027-03-03").content.decode()
    assert "annulé par le service" in board
    secretary.post(f"/pro/appointments/{one.id}/restore")
    assert expected(stage)[0].state == "booked"


def test_nothing_clinical_is_shown_to_a_secretary(stage, secretary):
    secretary.post("/pro/appointments/new", typed(stage))
    (one,) = expected(stage)
    pages = (
        "agenda?jour=2027-03-03",
        "agenda/print?jour=2027-03-03",
        f"appointments/{one.id}",
        f"appointments/{one.id}/letter",
    )
    for page in pages:
        shown = secretary.get(f"/pro/{page}").content.decode()
        assert "Odile" in shown
        for clinical in ("Covid", "covid", "Ferrand", "Symptôme", "température"):
            assert clinical not in shown, page


def test_another_team_finds_nothing(stage, secretary):
    secretary.post("/pro/appointments/new", typed(stage))
    (one,) = expected(stage)
    other = hire(stage.place, "secretary", team_id=stage.place.second_line_id).sign_in()
    assert [other.get(f"/pro/appointments/{one.id}{page}").status_code for page in ("", "/move", "/letter")] == [
        404
    ] * 3
    assert other.post(f"/pro/appointments/{one.id}/cancel", {"why": "mistake"}).status_code == 404
    assert "Odile" not in other.get(f"/pro/agenda?equipe={stage.place.team_id}&jour=2027-03-03").content.decode()


def test_a_week_takes_as_many_statements_with_three_as_with_one(stage, secretary):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert secretary.get("/pro/agenda?jour=2027-03-03&vue=semaine").status_code == 200
        return len(seen)

    secretary.post("/pro/appointments/new", typed(stage))
    secretary.get("/pro/agenda")
    one = min(
        statements() for _ in range(3)
    )  # the clock's offset is read again each second, by whichever page comes then
    for hour in ("10:20", "10:40"):
        secretary.post("/pro/appointments/new", typed(stage, hour=hour, key=uuid4()))
    secretary.get("/pro/agenda")  # says that they are booked
    assert min(statements() for _ in range(3)) == one


def test_hours_typed_wrong_are_refused_where_they_were_typed(stage, secretary):
    opening = {
        "account_id": stage.place.actor.account_id,
        "starts": "19:00",
        "ends": "18:00",
        "days": ["0"],
        "key": uuid4(),
    }
    assert "La fin vient après le début" in secretary.post("/pro/agenda/openings/new", opening).content.decode()
    both = opening | {"ends": "20:00", "day_day": "1", "day_month": "4", "day_year": "2027"}
    assert secretary.post("/pro/agenda/openings/new", both).status_code == 400
    overlap = opening | {"starts": "11:00", "ends": "13:00"}
    assert "déjà ouvertes" in secretary.post("/pro/agenda/openings/new", overlap).content.decode()
    closing = {
        **opening,
        "starts": "00:00",
        "ends": "24:00",
        "days": [],
        "day_day": "3",
        "day_month": "3",
        "day_year": "2027",
        "closed": "on",
    }
    secretary.post("/pro/appointments/new", typed(stage))
    said = secretary.post("/pro/agenda/openings/new", closing, follow=True).content.decode()
    assert "1 rendez-vous y est déjà pris" in said
    assert 'class="slot"' not in secretary.get("/pro/agenda?jour=2027-03-03").content.decode()


def test_a_calendar_program_reads_initials_until_the_address_is_taken_away(stage, secretary):
    doctor = Colleague(Account.objects.get(id=stage.place.actor.account_id))
    secretary.post("/pro/appointments/new", typed(stage))
    from chevet.usecases.feed_agenda import own_feed, renew_feed, revoke_feed

    token = renew_feed(actor=stage.place.actor, initials=True, machine_now=stage.now)
    assert own_feed(actor=stage.place.actor).token == token and doctor
    feed = Client().get(f"/agenda/{token}.ics").content.decode()
    assert "SUMMARY:Rendez-vous O. D." in feed and "Odile" not in feed and "Dupont" not in feed
    bare = renew_feed(actor=stage.place.actor, initials=False, machine_now=stage.now)
    assert Client().get(f"/agenda/{token}.ics").status_code == 404
    assert "O. D." not in Client().get(f"/agenda/{bare}.ics").content.decode()
    with acting(stage.place.scope):
        Membership.objects.filter(account_id=stage.place.actor.account_id).update(until=stage.now)
    assert Client().get(f"/agenda/{bare}.ics").status_code == 404
    revoke_feed(actor=stage.place.actor, machine_now=stage.now)
    assert Client().get(f"/agenda/{bare}.ics").status_code == 404
