"""Two tabs, two workers, two professionals, at the same moment: the database decides who was first."""

import threading
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from chevet.kernel.errors import Conflict, Refusal
from chevet.usecases.claim_episode import Held, claim_episode
from chevet.usecases.close_episode import AlreadyClosed, close_episode
from chevet.usecases.start_call import Calling, start_call
from chevet.usecases.stop_follow_up import stop_follow_up
from tests.fixtures.care import Patient, include, make_place

from .doing import (
    IN_DANGER,
    STABLE,
    UNWELL,
    alerts,
    call,
    close,
    colleague,
    danger,
    episode,
    live,
    measure,
    minutes,
    paris,
    professionally,
    read,
    send,
    sent,
    told,
)
from .invariants import contradictions

AT = paris(1, "09:30")


@pytest.fixture
def patient(own_database) -> Patient:
    return include(make_place())


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own, let go at once; results or errors, in the order of the acts."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(10)
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def unexpected(results: Sequence[Any]) -> list[Any]:
    return [one for one in results if isinstance(one, Exception) and not isinstance(one, Refusal)]


def holds(patient: Patient) -> bool:
    return contradictions(lambda sql: read(patient.place, sql)) == {}


def test_two_tabs_with_one_key_keep_one_answer_and_hear_the_same(patient):
    key = uuid4()
    receipts = together(*[lambda: send(patient, IN_DANGER, now=AT, key=key)] * 4)
    assert unexpected(receipts) == []
    assert receipts == [receipts[0]] * 4
    assert read(patient.place, "SELECT count(*) FROM answer") == [(1,)]
    assert (alerts(patient)["chest_pain"], told(patient).total()) == ((3, False), 1)
    assert holds(patient)


def test_two_tabs_with_two_keys_keep_both_answers_and_one_alert_a_kind(patient):
    receipts = together(
        lambda: send(patient, IN_DANGER, now=AT),
        lambda: send(patient, IN_DANGER, now=AT + minutes(0.01)),
        lambda: send(patient, UNWELL, now=AT),
    )
    assert unexpected(receipts) == []
    assert read(patient.place, "SELECT count(*) FROM answer") == [(3,)]
    assert read(patient.place, "SELECT count FROM alert WHERE kind = 'chest_pain'") == [(2,)]
    assert read(patient.place, "SELECT count(*) FROM episode") == [(1,)]
    assert read(patient.place, "SELECT count(*) FROM occurrence WHERE answer_id IS NOT NULL") == [(1,)]
    assert holds(patient)


def test_one_key_with_two_bodies_at_once_is_one_answer_and_one_conflict(patient):
    key = uuid4()
    results = together(
        lambda: send(patient, STABLE, now=AT, key=key), lambda: send(patient, IN_DANGER, now=AT, key=key)
    )
    assert [type(one) for one in results].count(Conflict) == 1
    assert read(patient.place, "SELECT count(*) FROM answer") == [(1,)]


def test_the_same_measure_twice_at_once_is_no_second_measure(patient):
    key = uuid4()
    receipts = together(*[lambda: measure(patient, "93", now=AT, key=key)] * 3)
    assert [one.outcome for one in receipts] == ["again"] * 3
    assert alerts(patient) == {"spo2": (3, True)}


def test_everything_at_once_loses_nothing(patient):
    results = together(
        lambda: send(patient, UNWELL, now=AT),
        lambda: measure(patient, "93", now=AT),
        lambda: danger(patient, now=AT),
        lambda: call(patient, now=AT),
        lambda: live(AT),
        lambda: measure(patient, "29", kind="respiratory_rate", now=AT),
    )
    assert unexpected(results) == []
    assert {"spo2", "chest_pain", "breathlessness", "respiratory_rate"} <= set(alerts(patient))
    assert holds(patient)


def test_two_workers_never_remind_twice(own_database):
    place = make_place()
    patients = [
        include(place, first_name=f"Odile {letter}", confirmed_duplicate=True)
        for letter in ("A", "B", "C", "D", "E", "F")
    ]
    days = 3
    lived = together(*[lambda: live(paris(days, "23:00"))] * 3)
    assert unexpected(lived) == []
    for patient in patients:
        assert len(sent(patient, "reminder")) == len(sent(patient, "nudge")) == days
        assert alerts(patient) == {"silent": (1, False)}
    assert read(place, "SELECT count FROM alert") == [(days,)] * len(patients)
    assert holds(patients[0])


def test_an_answer_and_the_reminder_of_the_day_at_once_agree(patient):
    results = together(lambda: send(patient, STABLE, now=AT), lambda: live(AT))
    assert unexpected(results) == []
    live(paris(1, "23:00"))
    assert (alerts(patient), sent(patient, "nudge")) == ({}, [])
    assert len(sent(patient, "reminder")) <= 1
    assert holds(patient)


def test_a_stop_and_the_reminder_of_the_day_at_once_leave_nothing_to_send(patient):
    stop = lambda: stop_follow_up(visit=patient.visit(), reason="", now=AT, machine_now=AT)  # noqa: E731
    results = together(stop, lambda: live(AT))
    assert unexpected(results) == []
    live(paris(2, "12:00"))
    assert sent(patient, "reminder", "nudge") == []
    assert holds(patient)


def test_of_two_professionals_who_take_an_episode_one_has_it(patient):
    other = colleague(patient.place)
    danger(patient, now=AT)
    claims = [
        lambda actor=actor: professionally(claim_episode, patient, now=AT, actor=actor)
        for actor in (patient.place.actor, other)
    ]
    assert [type(one) for one in together(*claims) if one] == [Held]
    assert episode(patient)["claimed_by"] in (patient.place.actor.account_id, other.account_id)


def test_a_danger_sign_while_the_episode_is_closed_stays_open(patient):
    """Whatever the order: closed before it was heard opens another episode, heard first and closed means seen."""
    danger(patient, now=AT)
    results = together(
        lambda: danger(patient, now=AT + minutes(5), item="blue_lips"), lambda: close(patient, now=AT + minutes(5))
    )
    assert unexpected(results) == []
    handled = read(patient.place, "SELECT closed_why FROM alert WHERE kind = 'cyanosis'")
    assert handled == [("",)] or (handled == [("handled",)] and episode(patient) is None)
    assert holds(patient)


def test_of_two_who_call_the_same_person_one_calls(patient):
    other = colleague(patient.place)
    danger(patient, now=AT)
    calls = [
        lambda actor=actor: professionally(start_call, patient, now=AT, actor=actor)
        for actor in (patient.place.actor, other)
    ]
    assert [type(one) for one in together(*calls) if one] == [Calling]


def test_of_two_who_close_one_closes_and_the_other_reads_it(patient):
    danger(patient, now=AT)
    closings = [lambda: professionally(close_episode, patient, now=AT, done=["call_done"])] * 2
    assert sorted(type(one).__name__ for one in together(*closings)) == [AlreadyClosed.__name__, "bool"]
