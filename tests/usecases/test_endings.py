"""How a follow-up ends: by itself, by a professional, by the patient; and what is heard afterwards."""

import pytest

from chevet.kernel.errors import Conflict
from chevet.usecases.end_follow_up import end_follow_up, withdraw_follow_up
from chevet.usecases.stop_follow_up import stop_follow_up
from tests.fixtures.care import include

from .doing import (
    IN_DANGER,
    STABLE,
    UNWELL,
    alerts,
    danger,
    follow_up,
    live,
    paris,
    professionally,
    read,
    send,
    sent,
)


def answer_every_day(patient, *, last: dict[str, str], until: int = 14) -> None:
    for day in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14):
        if day <= until:
            live(paris(day, "09:30"))
            send(patient, last if day == until else STABLE, now=paris(day, "09:30"))


def test_a_green_end_comes_by_itself_the_morning_after_the_last_day(patient):
    answer_every_day(patient, last=STABLE)
    live(paris(15, "09:59"))
    assert follow_up(patient)["state"] == "active"
    live(paris(15, "10:00"))
    assert (follow_up(patient)["state"], follow_up(patient)["end_reason"]) == ("ended", "completed")
    assert (alerts(patient), follow_up(patient)["wake_at"]) == ({}, None)


@pytest.mark.parametrize(
    ("last", "until"),
    [(UNWELL, 14), (IN_DANGER, 14), (STABLE, 12), (STABLE | {"temperature": "39,2"}, 14)],
    ids=["orange", "red", "silent at the end", "yellow"],
)
def test_any_other_end_is_decided_by_a_professional(patient, last, until):
    answer_every_day(patient, last=last, until=until)
    live(paris(15, "10:00"))
    assert follow_up(patient)["state"] == "active"
    assert "end_decision" in alerts(patient)
    live(paris(20, "10:00"))
    assert [kind for kind in alerts(patient) if kind == "end_decision"] == ["end_decision"]
    before = set(alerts(patient))
    professionally(end_follow_up, patient, now=paris(20, "11:00"), reason="recovered")
    assert follow_up(patient)["state"] == "ended"
    assert set(alerts(patient)) == before - {"end_decision"}, "other alerts stay until somebody handles them"


def test_an_end_with_an_open_task_is_not_automatic(place):
    patient = include(place, profile={"address": "3 rue des Lilas"})
    assert alerts(patient) == {"details": (1, False)}
    answer_every_day(patient, last=STABLE)
    live(paris(15, "10:00"))
    assert follow_up(patient)["state"] == "active"


def test_a_green_answer_of_two_days_ago_is_no_longer_fresh(patient):
    answer_every_day(patient, last=STABLE, until=12)
    send(patient, STABLE, now=paris(13, "09:59"), between=True)
    read(
        patient.place,
        "UPDATE occurrence SET reminded_at = due_at, nudged_at = due_at, silenced_at = due_at RETURNING id",
    )
    live(paris(15, "10:00"))
    assert list(alerts(patient)) == ["end_decision"]


def stopped_by_herself(patient, now):
    stop_follow_up(visit=patient.visit(), reason="better", now=now, machine_now=now)


def stopped_by_phone(patient, now):
    professionally(withdraw_follow_up, patient, now=now)


def ended_by_the_team(patient, now):
    professionally(end_follow_up, patient, now=now, reason="hospitalised")


ENDS = [stopped_by_herself, stopped_by_phone, ended_by_the_team]


@pytest.mark.parametrize("stop", ENDS)
def test_after_a_stop_no_message_leaves_and_open_alerts_stay(patient, stop):
    danger(patient, now=paris(1, "08:40"))
    live(paris(1, "09:00"))
    stop(patient, paris(1, "09:05"))
    assert sent(patient, "invitation", "reminder", "nudge") == []
    assert len(sent(patient, "invitation", "reminder", state="cancelled")) == 2
    live(paris(15, "12:00"))
    assert sent(patient, "invitation", "reminder", "nudge") == []
    assert alerts(patient)["chest_pain"] == (3, False)


@pytest.mark.parametrize("stop", ENDS)
def test_a_late_answer_after_a_stop_is_kept_and_alerts(patient, stop):
    live(paris(1, "09:00"))
    stop(patient, paris(1, "09:05"))
    receipt = send(patient, IN_DANGER, now=paris(2, "03:00"))
    assert (receipt.stored, receipt.emergency) == (True, True)
    assert alerts(patient)["chest_pain"] == (3, False)
    assert len(sent(patient, "alert")) == 1
    assert read(patient.place, "SELECT severity, live FROM worklist_line") == [(3, True)]


def test_the_one_who_stops_by_herself_is_said_goodbye_to_by_a_person(patient):
    stopped_by_herself(patient, paris(1, "10:00"))
    assert alerts(patient) == {"withdrew": (1, False)}
    stopped_by_herself(patient, paris(1, "10:01"))
    assert read(patient.place, "SELECT count FROM alert") == [(1,)]


def test_what_has_ended_does_not_end_again(patient):
    ended_by_the_team(patient, paris(1, "10:00"))
    with pytest.raises(Conflict):
        ended_by_the_team(patient, paris(1, "10:01"))
