"""Each invariant is broken by hand: the watchdog finds it, repairs it by the use case, and finds nothing more."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from chevet.alerts.models import Alert
from chevet.kernel import pulses
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.usecases.dispatch_messages import dispatch_messages
from chevet.usecases.live_follow_ups import live_due
from chevet.usecases.submit_answers import submit_answers
from chevet.usecases.watch import INVARIANTS, watch
from tests.appointments.agenda import booked

from .outbox import Dead, Hand

STABLE = {"symptoms": "no", "spo2": "97", "temperature": "37,2"}
RED = STABLE | {"symptoms": "yes", "chest_pain": "yes"}


def look(now, *, machine_now=None, send=lambda: None, on_dead=None):
    machine_now = machine_now or now
    return dict(watch(now=now, machine_now=machine_now, send=send, on_dead=on_dead or Dead()))


def answer(patient, answers, now):
    calm(now)
    submit_answers(visit=patient.visit(), key=uuid4(), answers=answers, now=now, machine_now=now)
    calm(now)


def calm(now):
    """The worker has done all that was due."""
    live_due(until=now, machine_now=now)
    dispatch_messages(now=now, machine_now=datetime.now(UTC), post=Hand(), on_dead=Dead())


def remove_by_hand(patient, sql):
    with acting(patient.place.scope), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


def test_nothing_is_wrong_with_a_day_that_went_well(patient):
    answer(patient, RED, patient.at())
    assert look(patient.at(minute=32)) == {}


def test_a_red_answer_without_its_alert_is_given_one(patient):
    now = patient.at()
    answer(patient, RED, now)
    remove_by_hand(patient, "DELETE FROM alert")
    later = now + timedelta(minutes=2)
    assert look(later) == {"a red answer without an alert": 1}
    with acting(patient.place.scope):
        alert = Alert.objects.get()
        assert (alert.kind, alert.level) == ("to_read", 3)
        assert Message.objects.filter(kind="alert", due_at=later).exists()
    assert look(later + timedelta(minutes=1)) == {}


def test_an_answer_that_nothing_was_concluded_from_is_read_by_a_human(patient):
    answer(patient, STABLE, patient.at())
    remove_by_hand(patient, "UPDATE follow_up SET last_answer_at = NULL")
    assert look(patient.at(minute=32)) == {"an answer that nothing was concluded from": 1}
    with acting(patient.place.scope):
        assert Alert.objects.get().kind == "to_read"
    assert look(patient.at(minute=33)) == {}


def test_a_questionnaire_due_without_a_reminder_gets_one(patient):
    calm(patient.at(hour=8, minute=30))
    remove_by_hand(patient, "UPDATE follow_up SET wake_at = wake_at + interval '5 days'")
    now = patient.at(hour=9, minute=20)
    assert look(now) == {"a questionnaire due without a reminder": 1}
    with acting(patient.place.scope):
        assert Message.objects.filter(kind="reminder").count() == 1
    assert look(now + timedelta(minutes=1)) == {}


def test_an_appointment_whose_reminder_did_not_leave_is_told_of(db):
    stage, name = booked(), "an appointment due without a reminder"
    eve = stage.row().remind_at
    assert name not in look(eve + timedelta(minutes=14))
    assert look(eve + timedelta(minutes=20))[name] == 1
    with acting(stage.place.scope):
        assert Message.objects.filter(kind="appointment", once__endswith=":eve").count() == 1
    assert name not in look(eve + timedelta(minutes=21))


def test_a_follow_up_that_nobody_would_wake_again_is_woken(patient):
    calm(patient.at(hour=8, minute=20))
    remove_by_hand(patient, "UPDATE follow_up SET wake_at = NULL")
    assert look(patient.at(hour=8, minute=30)) == {"a follow-up that was not woken": 1}
    assert look(patient.at(hour=8, minute=31)) == {}


def test_an_overdue_alert_climbs(patient):
    now = patient.at()
    answer(patient, RED, now)
    remove_by_hand(patient, "UPDATE follow_up SET wake_at = wake_at + interval '5 days'")
    overdue = now + timedelta(minutes=12)
    assert look(overdue) == {"an overdue alert that did not climb": 1}
    with acting(patient.place.scope):
        assert Alert.objects.get().episode.rung == 1
    assert look(overdue + timedelta(minutes=1)) == {}


def test_a_wait_for_a_second_measure_that_did_not_end_becomes_red(patient):
    now = patient.at()
    answer(patient, STABLE | {"spo2": "93"}, now)
    remove_by_hand(patient, "UPDATE follow_up SET wake_at = wake_at + interval '5 days'")
    assert "a wait for a second measure that did not end" in look(now + timedelta(minutes=7))
    with acting(patient.place.scope):
        alert = Alert.objects.get()
        assert (alert.level, alert.confirm_by) == (3, None)


def test_what_waits_too_long_in_the_outbox_is_sent_by_the_watchdog(patient):
    now = patient.at(hour=8, minute=10)
    post = Hand()

    def send():
        dispatch_messages(now=now, machine_now=datetime.now(UTC), post=post, on_dead=Dead())

    assert look(now, send=send) == {"a message that should have left": 1}
    assert [parcel.row.kind for parcel in post.sent] == ["invitation"]
    assert look(now) == {}


def test_a_lease_of_a_dead_dispatcher_is_taken_back(patient):
    now, machine_now = patient.at(hour=8, minute=10), datetime.now(UTC)
    remove_by_hand(patient, "UPDATE message SET state = 'leased', leased_until = '2026-01-01'")
    assert look(now, machine_now=machine_now) == {"a message under a lease that is over": 1, **LATE}
    with acting(patient.place.scope):
        message = Message.objects.get()
        assert (message.state, message.ask_first) == ("new", True)


LATE = {"a message that should have left": 1}


def test_a_dead_letter_that_nobody_was_told_of_becomes_a_task(patient):
    now = patient.at(hour=8, minute=10)
    remove_by_hand(patient, "UPDATE message SET state = 'dead'")
    dead = Dead()
    assert look(now, on_dead=dead) == {"a dead letter that nobody was told of": 1}
    assert [letter.follow_up_id for letter in dead.letters] == [patient.follow_up_id]
    assert look(now) == {}


def test_a_pass_leaves_a_pulse_that_grows_old(patient):
    now = patient.at(hour=8, minute=2)
    assert not pulses.is_fresh(pulses.WATCHDOG, machine_now=now)
    look(now)
    assert pulses.is_fresh(pulses.WATCHDOG, machine_now=now + timedelta(minutes=3))
    assert not pulses.is_fresh(pulses.WATCHDOG, machine_now=now + timedelta(minutes=4))


def test_one_invariant_that_cannot_be_asked_does_not_hide_the_others(patient):
    remove_by_hand(patient, "UPDATE follow_up SET wake_at = NULL")
    broken = type(INVARIANTS[0])("nonsense", "SELECT a FROM nowhere", lambda rows, moment: None)
    now = patient.at(hour=8, minute=30)
    found = watch(now=now, machine_now=now, send=lambda: None, on_dead=Dead(), invariants=(broken, *INVARIANTS))
    assert found["could not be asked"] == 1
    assert found["a follow-up that was not woken"] == 1


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda one: one.name)
def test_every_invariant_reads_as_a_sentence(invariant):
    assert invariant.name[0].islower()
    assert len(invariant.name.split()) > 3
