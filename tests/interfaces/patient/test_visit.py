"""The pages of an appointment's link, as a telephone without JavaScript sees them."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from chevet.access.visits import cookie_name
from chevet.interfaces import clock
from tests.appointments.agenda import NOW, TEN, agenda

from .phone import words

FRENCH = re.compile(r"\b(vous|votre|vos|le|la|les|une|pas|est|avec|pour|rendez|appelez|annuler|heure)\b", re.I)
BIRTHDAY = {"birthday_day": "17", "birthday_month": "5"}


def plain(text: str) -> str:
    return unescape(text).replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def read(answer) -> str:
    return plain(answer.content.decode())


class Telephone:
    def __init__(self, stage) -> None:
        self.stage, self.client = stage, Client()
        if stage.secret:
            self.client.cookies[cookie_name(stage.token, secure=False)] = stage.secret

    def get(self, place: str = "", **options):
        return self.client.get(f"/r/{self.stage.token}" + (f"/{place}" if place else ""), **options)

    def post(self, place: str, data=None, **options):
        return self.client.post(f"/r/{self.stage.token}" + (f"/{place}" if place else ""), data or {}, **options)


@pytest.fixture
def at(monkeypatch):
    """Both clocks stand at the stage's hour; `at(moment)` moves them."""

    def stand(moment) -> None:
        monkeypatch.setattr(clock, "machine_now", lambda: moment)
        monkeypatch.setattr(clock, "domain_now", lambda: moment)

    stand(NOW)
    return stand


@pytest.fixture
def stage(db, at):
    stage = agenda()
    stage.book()
    return stage


@pytest.fixture
def known(stage) -> Telephone:
    stage.identify()
    return Telephone(stage)


def test_before_the_birthday_the_hour_is_shown_and_nothing_else(stage):
    page = read(Telephone(stage).get())
    assert "mardi 2 mars" in page and "10 h" in page
    for hidden in ("Soignante", "Odile", "Dupont", "ordonnances", "vidéo"):
        assert hidden not in page


def test_a_birthday_opens_the_appointment_with_whom_and_how_to_prepare(stage):
    telephone = Telephone(stage)
    page = read(telephone.post("", BIRTHDAY, follow=True))
    assert "Soignante 0" in page and "ordonnances" in page and "Par vidéo" in page
    assert "Bilan" not in page  # the motive's label is for the team


def test_five_wrong_birthdays_close_the_door(stage):
    telephone = Telephone(stage)
    answers = [telephone.post("", {"birthday_day": "1", "birthday_month": "1"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 403]
    assert telephone.post("", BIRTHDAY).status_code == 403


def test_a_link_of_another_kind_is_not_one_of_appointments(stage, known):
    from chevet.access.models import Link
    from chevet.access.tokens import token_for
    from chevet.kernel.tenancy import acting

    with acting(stage.place.scope):
        follow_up = Link.objects.exclude(purpose="visit").get()
    other = token_for(follow_up.id, follow_up.rotation)
    assert Client().get(f"/r/{other}").status_code == 404
    assert Client().post(f"/r/{other}", BIRTHDAY).status_code == 404
    assert Client().get(f"/s/{stage.token}").status_code == 404


def test_one_touch_confirms(stage, known):
    assert "C'est confirmé" in read(known.post("confirmer", follow=True))
    assert stage.row().state == "confirmed"


def test_two_touches_move_and_the_old_time_is_free_for_others(stage, known):
    page = known.get("deplacer")
    first = page.context["first"]
    assert [plain(one.hour) for _value, one in first] == ["10 h", "10 h 20", "10 h 40"]
    known.post("deplacer", {"starts_at": first[1][0]})
    row = stage.row()
    assert (row.starts_at.isoformat(), row.state, row.moves, row.moved_from) == (first[1][0], "confirmed", 1, TEN)
    stage.book(patient_id=stage.patient_id)  # nobody is at ten any more


def test_a_time_that_was_never_offered_is_refused_and_the_list_shown_again(stage, known):
    for typed in (
        "2027-03-02T02:00:00+00:00",
        "2027-03-06T09:00:00+00:00",
        "2026-01-01T09:00:00+00:00",
        "2027-03-02T09:00",
        "x",
    ):
        answer = known.post("deplacer", {"starts_at": typed})
        assert answer.status_code in (409, 422) and answer.context["first"], typed
    assert stage.row().moves == 0


def test_two_touches_cancel_and_one_takes_it_back(stage, known):
    assert known.get("annuler").status_code == 200
    assert stage.row().state == "booked"
    page = read(known.post("annuler", follow=True))
    assert "Remettre ce rendez-vous" in page and stage.row().state == "cancelled"
    known.post("remettre")
    assert stage.row().state == "booked"


def test_a_time_that_was_given_away_cannot_be_taken_back(stage, known):
    hers = stage.appointment_id
    known.post("annuler")
    stage.book()
    stage.appointment_id = hers
    answer = known.post("remettre")
    assert answer.status_code == 409 and stage.row(hers).state == "cancelled"


def test_an_hour_before_she_is_told_to_phone(stage, known, at):
    at(TEN - timedelta(hours=1))
    page = read(known.get())
    assert "trop tard" in page and "annuler" not in page.split("<main")[1]
    assert known.post("annuler").status_code == 409
    assert known.post("deplacer", {"starts_at": (TEN + timedelta(hours=4)).isoformat()}).status_code == 409
    assert stage.row().state == "booked"


def test_who_waits_for_a_doctor_who_is_late_still_finds_the_way_in(stage, known, at):
    at(TEN + timedelta(hours=1))
    assert "Entrer en salle d'attente" in read(known.get())
    at(TEN + timedelta(hours=5))
    page = read(known.get())
    assert "Ce rendez-vous est passé" in page and "Mes documents" in page and "salle d'attente" not in page


def test_somebody_overseas_reads_both_hours(db, at):
    stage = agenda(territory="FR", profile={"address": "x"})
    from chevet.kernel.tenancy import acting
    from chevet.people.models import Patient

    with acting(stage.place.scope):
        Patient.objects.filter(id=stage.patient_id).update(territory="RE")
    stage.book()
    stage.identify()
    page = read(Telephone(stage).get())
    assert "13 h" in page and "La Réunion" in page and "10 h" in page and "Paris" in page


def test_not_me_closes_the_link_and_the_agenda_says_to_call(stage):
    telephone = Telephone(stage)
    token = stage.token
    assert telephone.get("pas-moi").status_code == 200
    telephone.post("pas-moi")
    assert Client().get(f"/r/{token}").status_code == 410
    assert stage.row().unreached == "wrong_person"


def test_the_calendar_file_says_no_name(stage, known):
    answer = known.get("rendez-vous.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20270302T090000Z" in text and "Soignante" not in text and "Odile" not in text


def test_in_english_nothing_stays_french(stage, known):
    known.client.cookies["django_language"] = "en"
    pages = {place: known.get(place) for place in ("", "deplacer", "annuler", "pas-moi")}
    stage.secret = ""
    stranger = Telephone(stage)
    stranger.client.cookies["django_language"] = "en"
    pages |= {"welcome": stranger.get(), "wrong": stranger.post("", {"birthday_day": "1", "birthday_month": "1"})}
    pages |= {"unknown": stranger.client.get("/r/nobody"), "cancelled": known.post("annuler", follow=True)}
    expected = "Ayez vos ordonnances près de vous."
    left = {
        place: FRENCH.findall(words(page).replace(expected, "").replace("Suivi", "")) for place, page in pages.items()
    }
    assert left == {place: [] for place in pages}
