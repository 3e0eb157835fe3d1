"""An alarming measure: seen by the team at once, asked again, red when it stays, orange when it does not."""

import pytest

from chevet.alerts.kinds import SENTENCES
from tests.fixtures.care import include

from .doing import (
    IN_DANGER,
    STABLE,
    alerts,
    claim,
    close,
    danger,
    episode,
    live,
    measure,
    minutes,
    paris,
    read,
    send,
    sent,
    told,
)

AT = paris(1, "09:30")


def shown(patient) -> tuple:
    """The line of the team's list: severity, to confirm."""
    return read(patient.place, "SELECT severity, to_confirm FROM worklist_line")[0]


def test_the_first_alarming_measure_is_seen_and_told_to_nobody(patient):
    assert measure(patient, "93", now=AT).outcome == "again"
    assert (alerts(patient), shown(patient), told(patient)) == ({"spo2": (3, True)}, (3, True), {})


@pytest.mark.parametrize(
    ("second", "outcome", "level"),
    [
        ("93", "accepted", 3),
        ("92 %", "accepted", 3),
        ("95", "accepted", 2),
        ("98", "accepted", 2),
        ("89", "emergency", 3),
    ],
)
def test_the_second_measure_decides_and_closes_nothing(patient, second, outcome, level):
    measure(patient, "91", now=AT)
    assert measure(patient, second, now=AT + minutes(2)).outcome == outcome
    assert (alerts(patient), shown(patient)) == ({"spo2": (level, False)}, (level, False))
    assert told(patient).total() == 1


def test_without_a_second_measure_it_is_red_after_five_minutes(patient):
    measure(patient, "93", now=AT)
    live(AT + minutes(4.9))
    assert (alerts(patient), told(patient).total()) == ({"spo2": (3, True)}, 0)
    live(AT + minutes(5))
    assert (alerts(patient), told(patient).total()) == ({"spo2": (3, False)}, 1)
    live(AT + minutes(8))
    assert told(patient).total() == 1


def test_a_reassuring_measure_after_the_wait_lowers_nothing(patient):
    measure(patient, "93", now=AT)
    live(AT + minutes(5))
    measure(patient, "98", now=AT + minutes(6))
    assert alerts(patient) == {"spo2": (3, False)}


def test_the_same_value_in_the_questionnaire_is_not_a_second_measure(patient):
    measure(patient, "93", now=AT)
    receipt = send(patient, STABLE | {"spo2": "93"}, now=AT + minutes(1))
    assert (receipt.again, alerts(patient)) == (("spo2",), {"spo2": (3, True)})


def test_another_value_in_the_questionnaire_is_the_second_measure(patient):
    measure(patient, "93", now=AT)
    receipt = send(patient, STABLE | {"spo2": "97"}, now=AT + minutes(1))
    assert (receipt.again, receipt.level, alerts(patient)) == ((), 2, {"spo2": (2, False)})


def test_a_wait_that_goes_past_midnight_ends_like_any_other(patient):
    late = paris(1, "23:58")
    for second, level in (("97", 2), ("92", 3)):
        measure(patient, "93", now=late)
        measure(patient, second, now=late + minutes(4))
        assert alerts(patient)["spo2"] == (level, False)
        close(patient, now=late + minutes(10))
        late += minutes(24 * 60)


def test_the_form_without_javascript_asks_again_on_the_next_page(patient):
    assert send(patient, STABLE | {"spo2": "93"}, now=AT).again == ("spo2",)
    assert measure(patient, "93", now=AT + minutes(2)).outcome == "accepted"
    assert alerts(patient) == {"spo2": (3, False)}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("spo2", "89"),
        ("respiratory_rate", "30"),
        ("respiratory_rate", "8"),
        ("heart_rate", "131"),
        ("heart_rate", "39"),
    ],
)
def test_the_emergency_band_is_red_at_once(patient, kind, typed):
    assert measure(patient, typed, kind=kind, now=AT).outcome == "emergency"
    assert (alerts(patient), told(patient).total()) == ({kind: (3, False)}, 1)


@pytest.mark.parametrize(
    ("kind", "typed"), [("spo2", "90"), ("respiratory_rate", "29"), ("respiratory_rate", "25"), ("temperature", "40,1")]
)
def test_just_outside_the_emergency_band_it_waits(patient, kind, typed):
    assert measure(patient, typed, kind=kind, now=AT).outcome == "again"
    assert alerts(patient) == {kind: (3, True)}


def test_at_risk_nobody_is_asked_to_measure_again(place):
    patient = include(place, at_risk=True)
    assert measure(patient, "93", now=AT).outcome == "emergency"
    assert (alerts(patient), told(patient).total()) == ({"spo2": (3, False)}, 1)


def test_in_an_emergency_nobody_is_asked_to_rest_and_measure_again(patient):
    receipt = send(patient, IN_DANGER | {"spo2": "93"}, now=AT)
    assert (receipt.emergency, receipt.again) == (True, ())
    assert alerts(patient) == {"chest_pain": (3, False), "spo2": (3, False)}


def test_a_danger_sign_is_told_though_a_measure_still_waits(patient):
    measure(patient, "93", now=AT)
    assert danger(patient, now=AT + minutes(1)).emergency
    assert (shown(patient), told(patient).total()) == ((3, False), 1)
    assert alerts(patient)["spo2"] == (3, True)


def test_a_danger_sign_stays_sent_when_the_form_is_then_edited(patient):
    danger(patient, now=AT)
    send(patient, STABLE, now=AT + minutes(3))
    assert alerts(patient) == {"chest_pain": (3, False)}


def test_no_symptom_does_not_skip_the_measure(patient):
    receipt = send(patient, {"symptoms": "no", "spo2": "89"}, now=AT)
    assert (receipt.emergency, alerts(patient)) == (True, {"spo2": (3, False)})


def test_not_measured_is_an_answer_and_alarms_nobody(patient):
    receipt = send(patient, {"symptoms": "no", "spo2": "-"}, now=AT)
    assert (receipt.level, receipt.stored, alerts(patient)) == (0, True, {})


def test_a_rule_that_fails_is_read_by_a_human(patient, monkeypatch):
    from dataclasses import replace

    from chevet.pathways import rules

    compiled = rules.compile_pathway
    monkeypatch.setattr(rules, "compile_pathway", lambda pathway: broken(compiled(pathway), replace))
    send(patient, STABLE, now=AT)
    assert alerts(patient) == {"to_read": (2, False)}
    assert told(patient).total() == 1


def broken(compiled, replace):
    def holds(*_):
        raise ZeroDivisionError

    class Broken:
        immediate = (replace(compiled.immediate[0], holds=holds), *compiled.immediate[1:])
        repeated = compiled.repeated

    return Broken


def test_a_personal_target_replaces_the_common_bounds(place):
    patient = include(place, targets={"spo2": 88})
    assert measure(patient, "89", now=AT).outcome == "accepted"
    assert alerts(patient) == {}
    assert measure(patient, "83", now=AT + minutes(2)).outcome == "emergency"


def test_yellow_is_advice_to_the_patient_and_no_alert(patient):
    receipt = send(patient, STABLE | {"temperature": "39,4"}, now=AT)
    assert (receipt.level, alerts(patient), sent(patient, "alert")) == (1, {}, [])
    assert receipt.instructions[0].startswith("Votre fièvre est élevée")


def test_a_wait_goes_on_when_somebody_claims(patient):
    measure(patient, "93", now=AT)
    claim(patient, now=AT + minutes(1))
    live(AT + minutes(5))
    assert (alerts(patient), episode(patient)["claimed_by"]) == ({"spo2": (3, False)}, patient.place.actor.account_id)


def test_every_kind_the_product_makes_itself_has_its_sentence_in_both_languages():
    assert all(sentence.fr and sentence.en and sentence.fr != sentence.en for sentence in SENTENCES.values())
