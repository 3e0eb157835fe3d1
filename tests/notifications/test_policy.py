"""Tables of facts: what is tried again, what is asked first, what is silenced, what rests at night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chevet.notifications.outcomes import Ambiguous, Handed, Refused
from chevet.notifications.policy import (
    LONGEST_WAIT,
    POLICIES,
    MessageClass,
    Step,
    Suppression,
    after_failure,
    after_outcome,
    after_status,
    classes_silenced_by,
    is_stale,
    may_ring_at,
    silencing,
    wait_before_try,
)
from chevet.notifications.states import Report, State

BY_HABIT = {MessageClass.INVITATION, MessageClass.MESSAGE_WAITING, MessageClass.REMINDER, MessageClass.NUDGE}
URGENT = {MessageClass.ALERT, MessageClass.CODE, MessageClass.VIDEO_LINK, MessageClass.SAMU_LINK}


def test_every_class_has_a_policy():
    assert set(POLICIES) == set(MessageClass)


@pytest.mark.parametrize("suppression", list(Suppression))
def test_only_what_is_sent_by_habit_can_be_silenced(suppression):
    assert classes_silenced_by(suppression) == BY_HABIT


def test_the_suppression_that_stops_a_message_is_named():
    assert silencing(MessageClass.REMINDER, ["stop", "something newer"]) == {Suppression.STOP}
    assert silencing(MessageClass.REMINDER, []) == frozenset()
    assert silencing(MessageClass.CODE, list(Suppression)) == frozenset()


def test_the_urgent_are_claimed_before_the_others():
    by_rank = sorted(MessageClass, key=lambda one: POLICIES[one].rank)
    assert set(by_rank[:4]) == URGENT
    assert by_rank[-1] is MessageClass.NUDGE


@pytest.mark.parametrize("message_class", sorted(URGENT))
def test_after_an_ambiguous_answer_the_urgent_is_sent_again(message_class):
    step = after_outcome(message_class, Ambiguous(), tries=1, luck=0)
    assert step == Step(target=State.NEW, wait=timedelta(seconds=1), ask_first=False)


@pytest.mark.parametrize("message_class", sorted(set(MessageClass) - URGENT))
def test_after_an_ambiguous_answer_the_others_ask_first(message_class):
    step = after_outcome(message_class, Ambiguous(), tries=1, luck=0)
    assert (step.target, step.ask_first) == (State.NEW, True)


@pytest.mark.parametrize("message_class", list(MessageClass))
def test_handed_is_handed_and_a_final_refusal_is_a_work_item(message_class):
    assert after_outcome(message_class, Handed("7"), tries=1, luck=0) == Step(target=State.HANDED)
    assert after_outcome(message_class, Refused("refused 400", final=True), tries=1, luck=0) == Step(target=State.DEAD)


@pytest.mark.parametrize("outcome", [Refused("unreachable", final=False), Ambiguous()])
@pytest.mark.parametrize("message_class", list(MessageClass))
def test_after_the_last_try_somebody_is_told(message_class, outcome):
    last = POLICIES[message_class].tries
    assert after_outcome(message_class, outcome, tries=last - 1, luck=0).target is State.NEW
    assert after_outcome(message_class, outcome, tries=last, luck=0) == Step(target=State.DEAD)


def test_a_gateway_may_ask_for_patience_but_not_for_a_day():
    patient = Refused("refused 429", final=False, retry_after=timedelta(minutes=10))
    endless = Refused("refused 429", final=False, retry_after=timedelta(days=30))
    assert after_outcome(MessageClass.ALERT, patient, tries=1, luck=0).wait == timedelta(minutes=10)
    assert after_outcome(MessageClass.ALERT, endless, tries=1, luck=0).wait == LONGEST_WAIT


@pytest.mark.parametrize(
    ("report", "step"),
    [
        (Report.ACCEPTED, Step(target=State.HANDED)),
        (Report.DELIVERED, Step(target=State.DELIVERED)),
        (Report.ABSENT, None),
        (Report.FAILED, Step(target=State.DEAD)),
        (Report.UNKNOWN, Step(target=State.NEW, wait=timedelta(minutes=1), ask_first=True)),
    ],
)
def test_a_reminder_is_sent_again_only_when_the_gateway_never_had_it(report, step):
    assert after_status(MessageClass.REMINDER, report, tries=2, luck=0) == step


def test_a_gateway_that_never_knows_ends_in_a_work_item_not_in_a_second_message():
    assert after_status(MessageClass.REMINDER, Report.UNKNOWN, tries=8, luck=0) == Step(target=State.DEAD)


def test_an_undelivered_alert_is_tried_again_and_an_undelivered_reminder_is_not():
    assert after_failure(MessageClass.ALERT, tries=1, luck=0).target is State.NEW
    assert after_failure(MessageClass.REMINDER, tries=1, luck=0).target is State.DEAD


@pytest.mark.parametrize(
    ("tries", "luck", "seconds"),
    [(1, 0, 30), (1, 0.5, 45), (2, 0, 60), (3, 0, 120), (9, 0, 7200), (9, 0.999, 14392.8), (60, 0, 7200)],
)
def test_the_waits_double_with_some_luck_up_to_four_hours(tries, luck, seconds):
    waited = wait_before_try(MessageClass.REMINDER, tries=tries, luck=luck)
    assert waited.total_seconds() == pytest.approx(seconds, abs=0.1)


def test_a_code_is_tried_within_its_ten_minutes():
    total = sum((wait_before_try(MessageClass.CODE, tries=n, luck=0.999) for n in range(1, 6)), timedelta())
    assert total < POLICIES[MessageClass.CODE].life


def test_a_code_older_than_ten_minutes_is_stale_and_an_alert_never_is():
    born = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    assert not is_stale(MessageClass.CODE, due_at=born, now=born + timedelta(minutes=9, seconds=59))
    assert is_stale(MessageClass.CODE, due_at=born, now=born + timedelta(minutes=10))
    assert not is_stale(MessageClass.ALERT, due_at=born, now=born + timedelta(days=30))


@pytest.mark.parametrize(
    ("zone", "now", "rings"),
    [
        ("Europe/Paris", "2026-01-15T12:00", "2026-01-15T12:00"),
        ("Europe/Paris", "2026-01-15T19:59", "2026-01-15T19:59"),
        ("Europe/Paris", "2026-01-15T20:00", "2026-01-16T07:00"),
        ("Europe/Paris", "2026-01-16T03:00", "2026-01-16T07:00"),
        ("Europe/Paris", "2026-01-16T07:00", "2026-01-16T07:00"),
        # The nights of the clock changes of 2026: the morning is eight on the wall.
        ("Europe/Paris", "2026-03-28T23:00", "2026-03-29T06:00"),
        ("Europe/Paris", "2026-10-24T23:00", "2026-10-25T07:00"),
        ("Pacific/Marquesas", "2026-01-15T08:00", "2026-01-15T17:30"),
        ("Pacific/Noumea", "2026-01-15T10:00", "2026-01-15T21:00"),
    ],
)
def test_a_reminder_waits_for_the_person_s_morning(zone, now, rings):
    found = may_ring_at(MessageClass.REMINDER, now=datetime.fromisoformat(now).replace(tzinfo=UTC), zone=ZoneInfo(zone))
    assert found == datetime.fromisoformat(rings).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


@pytest.mark.parametrize("message_class", sorted(set(MessageClass) - BY_HABIT))
def test_the_night_holds_nothing_but_what_is_sent_by_habit(message_class):
    midnight = datetime(2026, 1, 15, 23, 0, tzinfo=UTC)
    assert may_ring_at(message_class, now=midnight, zone=ZoneInfo("Europe/Paris")) == midnight
