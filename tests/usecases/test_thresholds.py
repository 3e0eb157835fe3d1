"""One person's own bounds, judged by the real rules: set, followed, lifted, expired, with their history."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.people.models import Role
from chevet.usecases.end_follow_up import end_follow_up
from chevet.usecases.read_record import patient_page
from chevet.usecases.report_measure import report_measure
from chevet.usecases.set_threshold import lift_threshold, set_threshold

from .doing import STABLE, alerts, measure, read, send
from .stages import AT, followed, pro

A_DAY = timedelta(days=1)
GIVEN = {
    "kind": "spo2",
    "side": "below",
    "value": 92,
    "until_on": date(2027, 3, 3),
    "reason": "Valeur connue du pneumologue",
}


@pytest.fixture
def stage(db):
    return followed()


def set_(stage, *, at=AT, **changes):
    set_threshold(**pro(stage, at=at), **(GIVEN | changes))


def outcome(stage, typed, *, at, kind="spo2") -> str:
    return report_measure(
        visit=stage.patient.visit(), key=uuid4(), kind=kind, typed=typed, now=at, machine_now=at
    ).outcome


def test_the_bound_holds_for_a_measure_sent_alone_until_its_last_evening(stage):
    set_(stage, until_on=date(2027, 3, 2))
    assert outcome(stage, "93", at=AT) == "accepted"
    assert outcome(stage, "93", at=AT + A_DAY) == "accepted"
    assert outcome(stage, "93", at=AT + 2 * A_DAY) == "again"


def test_beyond_the_bound_the_pathways_own_rules_ask_again(stage):
    set_(stage)
    assert outcome(stage, "91", at=AT) == "again"


def test_the_bound_holds_for_a_questionnaire_and_is_said(stage):
    set_(stage, kind="heart_rate", side="above", value=100)
    send(stage.patient, STABLE | {"heart_rate": "104"}, now=AT)
    (alert,) = patient_page(**pro(stage)).alerts
    assert (alert.kind, alert.level) == ("heart_rate", 2)
    assert alert.reason["fr"] == "Pouls à 104 par minute, au-dessus du seuil personnel de 100 par minute."


def test_the_emergency_band_is_heard_whatever_the_bound(stage):
    set_(stage, value=90)
    assert outcome(stage, "89", at=AT) == "emergency"
    assert alerts(stage.patient)["spo2"] == (3, False)


def test_a_second_measure_settles_a_wait_that_a_new_bound_would_silence(stage):
    measure(stage.patient, "93", now=AT)
    set_(stage, at=AT)
    assert outcome(stage, "93", at=AT + timedelta(minutes=2)) == "accepted"
    assert alerts(stage.patient)["spo2"] == (3, False)


def test_lifting_gives_the_pathways_own_rules_back_and_history_is_kept(stage):
    set_(stage)
    set_(stage, value=91, reason="Revu avec le pneumologue")
    kept = patient_page(**pro(stage)).around.thresholds
    assert [(one.content["value"], one.ended_at is None) for one in kept] == [(91, True), (92, False)]
    lift_threshold(**pro(stage), threshold_id=kept[0].id)
    assert outcome(stage, "93", at=AT) == "again"
    with pytest.raises(NotFound):
        lift_threshold(**pro(stage), threshold_id=kept[0].id)
    after = patient_page(**pro(stage)).around.thresholds
    assert [one.lifted_by for one in after] == [stage.actor.name] * 2
    assert [one.content["reason"] for one in after] == ["Revu avec le pneumologue", GIVEN["reason"]]


REFUSED = {
    "looser than the emergency band": ({"value": 89}, "value"),
    "beyond what makes sense": ({"value": 98}, "value"),
    "a side that the pathway does not watch": ({"side": "above"}, "what"),
    "an unknown measure": ({"kind": "weight"}, "what"),
    "yesterday": ({"until_on": date(2027, 2, 28)}, "until_on"),
    "after the end": ({"until_on": date(2027, 3, 20)}, "until_on"),
    "no reason": ({"reason": "  "}, "reason"),
    "a reason too long": ({"reason": "x" * 501}, "reason"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_bound_is_refused_when_it_is(stage, why):
    changes, field = REFUSED[why]
    with pytest.raises(Invalid) as refusal:
        set_(stage, **changes)
    assert list(refusal.value.fields) == [field]
    assert read(stage.place, "SELECT count(*) FROM threshold") == [(0,)]


def test_only_a_carer_of_the_circle_sets_one_and_only_while_it_goes_on(stage):
    agent = replace(stage.actor, role=Role.AGENT)
    with pytest.raises(Forbidden):
        set_threshold(**pro(stage) | {"actor": agent}, **GIVEN)
    end_follow_up(**pro(stage), reason="recovered")
    with pytest.raises(Conflict):
        set_(stage)


def test_the_hot_path_reads_nothing_more_for_a_bound(stage, monkeypatch):
    from chevet.kernel.unit_of_work import UnitOfWork

    counts, leave = [], UnitOfWork.__exit__

    def leaving(self, *failure):
        leave(self, *failure)
        counts.append(self.statements)

    monkeypatch.setattr(UnitOfWork, "__exit__", leaving)
    send(stage.patient, STABLE, now=AT)
    without = counts[-1]
    set_(stage)
    send(stage.patient, STABLE, now=AT + timedelta(minutes=5), between=True)
    set_(stage, kind="heart_rate", side="above", value=110)
    send(stage.patient, STABLE, now=AT + timedelta(minutes=9), between=True)
    assert max(counts[-1], counts[-3]) <= without
