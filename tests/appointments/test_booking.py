"""Who is booked when: one at a time, told at once, reminded at her hour; two at once on a real database."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from chevet.access.models import Link
from chevet.appointments.models import Appointment
from chevet.appointments.texts import TEXTS
from chevet.audit.models import JournalEntry
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.models import DataKey
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import acting, machine
from chevet.notifications.gsm7 import count
from chevet.notifications.models import Message, Suppression
from chevet.notifications.operations import BODY
from chevet.notifications.words import health_words
from chevet.organisations.models import Team
from chevet.pathways.models import FollowUp
from chevet.people.models import CareLink, ContactPoint, Role
from chevet.usecases import book_appointment as booking_use_case
from chevet.usecases.book_appointment import book_appointment
from chevet.usecases.cancel_appointment import cancel_appointment, restore_appointment
from chevet.usecases.cancel_own_appointment import cancel_own_appointment
from chevet.usecases.dispatch_messages import dispatch_messages
from chevet.usecases.move_appointment import Move, move_appointment
from chevet.usecases.move_own_appointment import move_own_appointment
from chevet.usecases.open_visit import open_visit
from chevet.usecases.remind_appointments import remind_appointments
from tests.usecases.outbox import Dead, Hand

from .agenda import NOW, TEN, agenda, booked

HOUR = timedelta(hours=1)


def sent(stage) -> list[tuple[str, str, str]]:
    """(what it says, its state, when it is due) of every message about appointments, in order."""
    with acting(stage.place.scope):
        rows = list(Message.objects.filter(kind="appointment").order_by("due_at", "id"))
        keys = {key.subject_id: open_record(key) for key in DataKey.objects.all()}
    return [(text(keys, row), row.state, f"{row.due_at:%d %H:%M}") for row in rows]


def text(keys, row) -> str:
    return keys[row.key_id].open(BODY, row.body)["text"] if row.body else ""


def states(stage) -> list[tuple[str, str]]:
    return [(state, due) for _text, state, due in sent(stage)]


@pytest.fixture
def stage(db):
    return agenda()


@pytest.fixture
def hers(db):
    return booked()


def test_two_secretaries_book_the_same_time_and_one_is_told(own_database, monkeypatch):
    """On a real database, both past every check before either has written."""
    stage, both, outcomes = agenda(), Barrier(2), []
    check = booking_use_case.check_time

    def checked(*given, **more) -> bool:
        overbooked = check(*given, **more)
        both.wait(10)
        return overbooked

    def press() -> None:
        try:
            book_appointment(actor=stage.secretary, booking=stage.booking(), **stage.clocks)
            outcomes.append("booked")
        except Conflict as refusal:
            outcomes.append(refusal.sentence)
        finally:
            connection.close()

    monkeypatch.setattr(booking_use_case, "check_time", checked)
    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Cette heure vient d'être prise. Choisissez-en une autre.", "booked"]
    with acting(stage.place.scope):
        assert Appointment.objects.count() == 1 and Message.objects.filter(kind="appointment").count() == 1


@pytest.mark.parametrize(
    ("minutes", "allowed"), [(-20, True), (-15, False), (-5, False), (0, False), (15, False), (20, True)]
)
def test_the_database_itself_refuses_an_overlap_and_nothing_else(stage, minutes, allowed):
    first = stage.row(stage.book())
    with acting(stage.place.scope):
        first.pk, first.link_id = uuid4(), uuid4()
        first.starts_at += timedelta(minutes=minutes)
        first.ends_at += timedelta(minutes=minutes)
        if allowed:
            first.save(force_insert=True)
        else:
            with pytest.raises(IntegrityError, match="one_appointment_at_a_time"), transaction.atomic():
                first.save(force_insert=True)


def test_a_taken_hour_an_hour_out_of_the_openings_and_the_past_are_refused_unless_said(stage):
    stage.book()
    tries = {"taken": TEN + timedelta(minutes=10), "closed": TEN + timedelta(hours=3), "past": NOW - HOUR}
    refused = {}
    for name, starts_at in tries.items():
        with pytest.raises(Invalid) as refusal:
            stage.book(starts_at=starts_at)
        refused[name] = list(refusal.value.fields)
    assert refused == {"taken": ["overbook"], "closed": ["overbook"], "past": ["starts_at"]}
    over, out = (
        stage.book(starts_at=tries["taken"], overbook=True),
        stage.book(starts_at=tries["closed"], overbook=True),
    )
    assert (stage.row(over).overbooked, stage.row(out).overbooked) == (True, False)


def test_an_overbooked_time_is_not_free_once_the_other_one_is_cancelled(stage):
    first = stage.book()
    stage.book(overbook=True)
    cancel_appointment(actor=stage.secretary, appointment_id=first, why="mistake", **stage.clocks)
    with pytest.raises(Invalid):
        stage.book()
    with pytest.raises(Conflict):
        restore_appointment(actor=stage.secretary, appointment_id=first, **stage.clocks)


def test_the_convocation_is_one_sms_without_a_word_of_health_a_specialty_or_a_name(stage):
    with acting(stage.place.scope):
        Team.objects.filter(id=stage.place.team_id).update(name="Dermatologie du CHU")
    stage.book()
    ((said, state, _due),) = sent(stage)
    assert said.startswith("Votre équipe : rendez-vous le 02/03 à 10h00. Confirmer, déplacer, annuler : http")
    assert count(said).parts == 1 and count(said).gsm7 and state == "new" and health_words(said) == ()
    assert stage.token in said and "Soignante" not in said and "Bilan" not in said


def test_every_text_stays_in_one_part_with_the_longest_day_and_address():
    from chevet.notifications.texts import write_sms

    values = {
        "service": "La consultation du voyage et des vaccinations", "day": "24/11 à 14h00 (heure de chez vous)", "label": "Maman",
        "link": "https://telesuivi.centre-hospitalier.exemple.fr/r/Zm9vYmFyYmF6cXV1eDEyMw", "phone": "+33472000001",
    }  # fmt: skip
    for kind, languages in TEXTS.items():
        for language, wording in languages.items():
            said = write_sms(wording, language=language, values=values)
            assert count(said).parts == 1 and count(said).gsm7, (kind, language)
            assert health_words(wording.sms + wording.mail + wording.subject) == (), (kind, language)


def test_by_mail_a_calendar_file_goes_with_it(db):
    stage = agenda(channel="email", contacts=(("email", "odile@exemple.fr", ""),))
    stage.book()
    with acting(stage.place.scope):
        message = Message.objects.get(kind="appointment")
        body = open_record(DataKey.objects.get(subject_id=message.key_id)).open(BODY, message.body)
    assert "BEGIN:VCALENDAR" in body["calendar"] and "DTSTART:20270302T090000Z" in body["calendar"]
    assert stage.row().channel == "email" and "Soignante" not in body["calendar"] + body["text"]


def test_a_mute_and_a_stop_of_the_follow_up_silence_no_convocation(db):
    stage = agenda()
    with acting(stage.place.scope):
        contact = ContactPoint.objects.get(kind="mobile")
        ContactPoint.objects.update(state="stopped", stopped_at=NOW)
        for cause in ("stop", "mute", "withdrawal", "ended"):
            Suppression.objects.create(
                organisation_id=stage.place.organisation_id, subject_id=contact.subject_id, cause=cause, author="test",
                since=NOW,
            )  # fmt: skip
    stage.book()
    hand = Hand()
    dispatch_messages(now=NOW, machine_now=NOW, post=hand, on_dead=Dead())
    assert "handed" in [state for _text, state, _due in sent(stage)]


def test_moved_by_her_she_is_told_once_and_the_reminder_follows(hers):
    move_own_appointment(visit=hers.visit(), starts_at=TEN + timedelta(days=1), **hers.clocks)
    row = hers.row()
    assert (row.state, row.moves, row.moved_by[:5], row.confirmed_at) == ("confirmed", 1, "link:", NOW)
    assert [(state, due) for state, due in states(hers)] == [("cancelled", "01 08:30"), ("new", "01 08:30")]
    assert f"{row.remind_at:%d %H:%M}" == "02 16:00"
    with acting(hers.place.scope):
        assert Link.objects.get(purpose="visit").expires_at == row.ends_at + timedelta(days=30)


def test_reminders_leave_at_their_hours_once_each(hers):
    for until in (NOW + 7 * HOUR, TEN - 17 * HOUR - timedelta(minutes=1)):
        remind_appointments(until=until, machine_now=NOW)
    assert states(hers) == [("new", "01 08:30")]
    for _ in range(2):
        remind_appointments(until=TEN - 17 * HOUR, machine_now=NOW)
        remind_appointments(until=TEN - HOUR, machine_now=NOW)
    assert states(hers) == [("new", "01 08:30"), ("new", "01 16:00"), ("new", "02 08:00")]
    assert hers.row().remind_at is None


def test_nothing_reminds_of_what_is_cancelled_moved_or_begun(hers):
    remind_appointments(until=TEN - 17 * HOUR, machine_now=NOW)
    cancel_own_appointment(visit=hers.visit(), **hers.clocks)
    remind_appointments(until=TEN + HOUR, machine_now=NOW)
    assert {state for state, _due in states(hers)} == {"cancelled"}
    hers.book()
    remind_appointments(until=TEN, machine_now=NOW)  # a worker that slept: it has begun
    assert [state for state, _due in states(hers)].count("new") == 1
    assert hers.row().remind_at is None


def test_a_jump_replays_reminders_of_several_people_in_their_order(stage):
    day = timedelta(days=1)
    afternoon, next_day = stage.book(starts_at=TEN + 5 * HOUR), stage.book(starts_at=TEN + day)
    remind_appointments(until=TEN + 6 * HOUR + timedelta(hours=2), machine_now=NOW)  # one has begun: it is not told of
    assert [due for _state, due in states(stage)][2:] == ["02 16:00"]
    stage.book(starts_at=TEN + 2 * day)
    remind_appointments(until=TEN + day - HOUR, machine_now=NOW)
    with acting(machine("seal", organisation=stage.place.organisation_id)):
        told = JournalEntry.objects.filter(action="appointment.reminded").order_by("id")
        assert [(one.detail["appointment"], one.detail["kind"]) for one in told] == [
            (str(next_day), "eve"), (str(next_day), "hour"),
        ]  # fmt: skip
    assert afternoon not in {one.detail["appointment"] for one in told}


def test_two_move_it_and_the_second_hears_of_the_first(hers):
    def wanted(hours: int) -> Move:
        return Move(appointment_id=hers.appointment_id, starts_at=TEN + hours * HOUR, seen=0)

    move_appointment(actor=hers.secretary, move=wanted(1), **hers.clocks)
    with pytest.raises(Conflict):
        move_appointment(actor=hers.secretary, move=wanted(5), **hers.clocks)
    assert hers.row().starts_at == TEN + HOUR


def test_a_cancelled_hour_is_free_and_she_is_told_by_whom_it_was_not(hers):
    cancel_appointment(
        actor=hers.secretary, appointment_id=hers.appointment_id, why="professional", words="Formation", **hers.clocks
    )
    row, page = hers.row(), open_visit(visit=hers.visit(), **hers.clocks)
    assert (row.state, row.ended_why, row.remind_at) == ("cancelled", "professional", None)
    assert b"Formation" not in bytes(row.words)
    assert (page.appointment.state, page.appointment.cancelled_by_her) == ("cancelled", False)
    assert [state for state, _due in states(hers)] == ["cancelled", "new"]
    hers.book()


def test_the_team_that_books_enters_the_circle(stage):
    from dataclasses import replace

    other = replace(stage.secretary, team_ids=frozenset({stage.place.second_line_id}))
    with pytest.raises(NotFound):
        book_appointment(actor=other, booking=stage.booking(), **stage.clocks)
    stage.book()
    with acting(stage.place.scope):
        assert CareLink.objects.filter(subject_id=stage.person.subject_id, until=None).count() == 1


def test_a_team_that_only_expected_her_leaves_the_circle_with_the_appointment(hers):
    """Its own patient stays its own; somebody else's record closes again, and opens again with the appointment."""
    cancelled = {"actor": hers.secretary, "appointment_id": hers.appointment_id, **hers.clocks}
    with acting(hers.place.scope):
        live = CareLink.objects.filter(subject_id=hers.person.subject_id, until=None)
        FollowUp.objects.filter(subject_id=hers.person.subject_id).update(team_id=hers.place.second_line_id)
    for why, left in (("inclusion", ["inclusion"]), ("appointment", [])):
        with acting(hers.place.scope):
            live.update(why=why)
        cancel_appointment(**cancelled, why="mistake")
        assert circle(hers) == left
        restore_appointment(**cancelled)
        assert circle(hers) == [why]


def circle(hers) -> list[str]:
    with acting(hers.place.scope):
        return list(
            CareLink.objects.filter(subject_id=hers.person.subject_id, until=None).values_list("why", flat=True)
        )


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMINISTRATOR, Role.DECISION_MAKER])
def test_other_roles_keep_no_agenda(stage, role):
    from dataclasses import replace

    with pytest.raises(Forbidden):
        book_appointment(actor=replace(stage.secretary, role=role), booking=stage.booking(), **stage.clocks)
