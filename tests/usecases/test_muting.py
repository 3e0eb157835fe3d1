"""Messages on pause: nothing is sent, everything is still heard, and a person always decides."""

from datetime import date, timedelta

import pytest

from chevet.kernel.errors import Conflict, Forbidden, Invalid
from chevet.notifications.receipts import Receipt
from chevet.notifications.states import Report
from chevet.usecases.end_follow_up import end_follow_up
from chevet.usecases.mute_follow_up import look_again, mute_follow_up, unmute_follow_up
from chevet.usecases.open_task import report_undelivered
from chevet.usecases.receive_receipt import receive_receipt
from chevet.usecases.resend_message import resend_message
from tests.usecases.doing import (
    IN_DANGER,
    alerts,
    colleague,
    episode,
    live,
    minutes,
    paris,
    professionally,
    read,
    send,
    sent,
    walls,
)
from tests.usecases.stages import clocks, handing

AT = paris(1, "09:30")


def mute(patient, *, now=AT, why="hospitalised", actor=None, **more):
    professionally(mute_follow_up, patient, now=now, actor=actor, why=why, **more)


def suppressions(patient):
    return read(patient.place, "SELECT cause, review_on, ended_at FROM suppression ORDER BY since, ended_at")


def test_a_pause_stops_what_the_machine_sends_and_nothing_of_what_she_says(patient):
    mute(patient, review_on=date(2027, 3, 6))
    live(paris(3, "20:00"))
    assert (walls(patient, "reminder", "nudge"), alerts(patient)) == ([], {})
    send(patient, IN_DANGER, now=paris(3, "20:05"))
    assert (set(alerts(patient)), episode(patient)["level"]) == ({"chest_pain"}, 3)


def test_on_its_day_a_task_asks_and_the_pause_goes_on(patient):
    mute(patient, review_on=date(2027, 3, 4))
    live(paris(4, "08:59"))
    assert alerts(patient) == {}
    live(paris(4, "09:00"))
    assert alerts(patient) == {"mute_review": (1, False)}
    live(paris(5, "20:00"))
    assert (walls(patient, "reminder", "nudge"), list(alerts(patient))) == ([], ["mute_review"])
    mute(patient, now=paris(5, "20:00"), review_on=date(2027, 3, 8))
    assert alerts(patient) == {}
    live(paris(8, "09:00"))
    assert alerts(patient) == {"mute_review": (1, False)}


def test_when_it_is_lifted_the_next_message_leaves_and_the_past_is_not_made_up_for(patient):
    mute(patient)
    live(paris(2, "12:00"))
    professionally(unmute_follow_up, patient, now=paris(2, "12:30"))
    live(paris(3, "09:00"))
    assert walls(patient, "reminder", "nudge") == [("reminder", "03/03 09:00")]
    assert suppressions(patient) == [("mute", date(2027, 3, 4), paris(2, "12:30"))]
    with pytest.raises(Conflict):
        professionally(unmute_follow_up, patient, now=paris(3, "12:30"))


def test_a_death_is_checked_by_another_person_and_can_be_undone(patient):
    mute(patient, why="deceased")
    assert alerts(patient) == {"second_look": (1, False)}
    with pytest.raises(Forbidden):
        professionally(look_again, patient, now=AT + minutes(1))
    assert alerts(patient) == {"second_look": (1, False)}
    professionally(look_again, patient, now=AT + minutes(2), actor=colleague(patient.place))
    assert (alerts(patient), len(suppressions(patient))) == ({}, 1)
    professionally(unmute_follow_up, patient, now=AT + minutes(3))
    assert suppressions(patient)[0][2] == AT + minutes(3)


def test_saying_it_again_is_no_second_look(patient):
    mute(patient, why="deceased")
    mute(patient, why="deceased", now=AT + minutes(1), actor=colleague(patient.place), review_on=date(2027, 3, 20))
    assert alerts(patient) == {"second_look": (1, False)}


@pytest.mark.parametrize(("why", "days"), [("tired", 3), ("hospitalised", 0), ("hospitalised", 32)])
def test_a_pause_without_a_reason_or_a_near_day_is_refused(patient, why, days):
    with pytest.raises(Invalid):
        mute(patient, why=why, review_on=date(2027, 3, 1) + timedelta(days=days))
    assert suppressions(patient) == []


def test_the_reason_is_nowhere_in_clear(patient):
    mute(patient, why="deceased")
    kept = read(patient.place, "SELECT s::text || f::text || l::text FROM suppression s, follow_up f, worklist_line l")
    assert [word for word in ("deceased", "hospital", "décès") if word in str(kept)] == []


def test_the_end_takes_the_question_of_the_pause_with_it(patient):
    mute(patient)
    live(paris(4, "09:00"))
    professionally(end_follow_up, patient, now=paris(4, "10:00"), reason="hospitalised")
    assert alerts(patient) == {}


@pytest.fixture
def dead():
    """The invitation is a dead letter, and a task."""
    stage = handing(state="dead", settled_at=AT)
    whose = {"organisation_id": stage.organisation_id, "subject_id": stage.subject_id}
    report_undelivered(follow_up_id=stage.patient.follow_up_id, **whose, **clocks(stage))
    return stage


def resend(stage, **more):
    professionally(resend_message, stage.patient, now=stage.now, message_id=stage.message_id, **more)


@pytest.mark.django_db
def test_a_dead_letter_is_sent_again_once_and_its_task_is_settled(dead):
    assert alerts(dead.patient) == {"undelivered": (1, False)}
    resend(dead)
    assert (alerts(dead.patient), sent(dead.patient, state="new")) == ({}, [("invitation", dead.now)])
    with pytest.raises(Conflict):
        resend(dead)


@pytest.mark.django_db
def test_a_letter_to_somebody_on_pause_is_not_sent_again(dead):
    mute(dead.patient, now=dead.now)
    with pytest.raises(Conflict, match="arrêtés"):
        resend(dead)
    assert alerts(dead.patient) == {"undelivered": (1, False)}


@pytest.mark.django_db
def test_a_late_receipt_settles_the_task_of_a_dead_letter(dead):
    receipt = Receipt(reference=str(dead.message_id), report=Report.DELIVERED, at=dead.now)
    assert receive_receipt(receipt=receipt, nonce="late", **clocks(dead))
    assert (alerts(dead.patient), len(sent(dead.patient, state="delivered"))) == ({}, 1)
