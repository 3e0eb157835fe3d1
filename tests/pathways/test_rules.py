"""The protocol judges: tables of facts."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from chevet.pathways.library import as_data, from_data, load
from chevet.pathways.rules import Facts, advance, assess_measure, judge, recall, settle_confirmation

COVID, CHILD = load("covid-medical"), load("covid-child")
WELL = Facts(age=50, day=3)
CALM = {"symptoms": False, "spo2": 97, "temperature": 37.0, "respiratory_rate": 16, "heart_rate": 75, "mood": "same"}


def found(facts=WELL, **answers):
    verdict = judge(COVID, answers={**CALM, **answers}, facts=facts)
    return verdict.level, [finding.rule for finding in verdict.findings]


ALONE = [
    ({}, 0, []),
    ({"spo2": 95}, 0, []),
    ({"spo2": 94}, 3, ["spo2-low"]),
    ({"spo2": 89}, 3, ["spo2-emergency", "spo2-low"]),
    ({"respiratory_rate": 21}, 0, []),
    ({"respiratory_rate": 22}, 2, ["respiratory-rate-raised"]),
    ({"respiratory_rate": 25}, 3, ["respiratory-rate-high"]),
    ({"respiratory_rate": 30}, 3, ["respiratory-rate-emergency", "respiratory-rate-high"]),
    ({"respiratory_rate": 8}, 3, ["respiratory-rate-emergency"]),
    ({"heart_rate": 110}, 0, []),
    ({"heart_rate": 130}, 2, ["heart-rate-raised"]),
    ({"heart_rate": 131}, 3, ["heart-rate-emergency"]),
    ({"heart_rate": 39}, 3, ["heart-rate-emergency"]),
    ({"heart_rate": 40}, 0, []),
    ({"temperature": 38.9}, 0, []),
    ({"temperature": 39}, 1, ["fever"]),
    ({"temperature": 40.1}, 2, ["temperature-very-high", "fever"]),
    ({"temperature": 35.4}, 1, ["temperature-lowish"]),
    ({"temperature": 35}, 2, ["temperature-low"]),
    ({"symptoms": True, "breathlessness": "worse"}, 2, ["breathlessness-worse"]),
    ({"symptoms": True, "breathlessness": "critical"}, 3, ["breathlessness-critical"]),
    ({"symptoms": True, "general_state": "critical"}, 3, ["general-state-critical"]),
    ({"symptoms": True, "confusion": True}, 3, ["confusion"]),
    ({"symptoms": True, "blue_lips": True}, 3, ["cyanosis"]),
    ({"symptoms": True, "chest_pain": True}, 3, ["chest-pain"]),
    ({"symptoms": True, "cannot_drink": True}, 3, ["unable-to-drink"]),
    ({"symptoms": True, "cough": True}, 1, ["cough"]),
    ({"symptoms": True, "cough": True, "digestive": True}, 1, ["digestive", "cough"]),
    ({"mood": "critical"}, 2, ["distress"]),
    ({"call_me": True}, 2, ["call-me"]),
]


@pytest.mark.parametrize(("answers", "level", "rules"), ALONE)
def test_answers_are_judged_by_the_covid_preset(answers, level, rules):
    assert found(**answers) == (level, rules)


ABOUT_THE_PERSON = [
    ({"age": 65}, {"temperature": 40.1}, ["temperature-very-high-older", "temperature-very-high", "fever"]),
    ({"alone": True}, {"temperature": 39.1}, ["temperature-high-alone", "fever"]),
    ({"alone": True}, {"symptoms": True, "digestive": True}, ["digestive-alone", "digestive"]),
    ({"baseline": {"spo2": 99}}, {"spo2": 96}, ["spo2-dropping-baseline"]),
    ({"baseline": {"spo2": 98}}, {"spo2": 96}, []),
    ({"yesterday": {"spo2": 98}}, {"spo2": 95}, ["spo2-dropping-yesterday"]),
    ({"history": {"levels": [0, 1]}}, {"temperature": 39}, ["yellow-twice", "fever"]),
    ({"history": {"levels": [1, 0]}}, {"temperature": 39}, ["fever"]),
    ({"history": {"levels": [1]}}, {}, []),
    ({"history": {"levels": [1]}}, {"call_me": True}, ["call-me"]),
    ({"targets": {"spo2": 88}}, {"spo2": 90}, []),
    ({"targets": {"spo2": 88}}, {"spo2": 88}, []),
    ({"targets": {"spo2": 88}}, {"spo2": 87}, ["spo2-below-target"]),
    ({"targets": {"spo2": 88}}, {"spo2": 83}, ["spo2-target-emergency", "spo2-below-target"]),
]


@pytest.mark.parametrize(("person", "answers", "rules"), ABOUT_THE_PERSON)
def test_the_person_changes_the_judgement(person, answers, rules):
    assert found(replace(WELL, **person), **answers)[1] == rules


AT_AN_AGE = [
    # what is measured: the rules at 3, 8 and 15 years old
    ({"respiratory_rate": 24}, [], [], ["respiratory-rate-raised"]),
    ({"respiratory_rate": 29}, [], [], ["respiratory-rate-high"]),
    ({"respiratory_rate": 35}, [], ["respiratory-rate-raised"], ["respiratory-rate-emergency", "respiratory-rate-high"]),
    ({"respiratory_rate": 45}, ["respiratory-rate-high"], ["respiratory-rate-high"], ["respiratory-rate-emergency", "respiratory-rate-high"]),
    ({"respiratory_rate": 12}, ["respiratory-rate-emergency"], [], []),
    ({"heart_rate": 125}, [], [], ["heart-rate-raised"]),
    ({"heart_rate": 145}, ["heart-rate-raised"], ["heart-rate-raised"], ["heart-rate-emergency", "heart-rate-raised"]),
    ({"heart_rate": 55}, ["heart-rate-emergency"], [], []),
    ({"spo2": 95}, ["spo2-borderline"], ["spo2-borderline"], ["spo2-borderline"]),
    ({"spo2": 93}, ["spo2-low"], ["spo2-low"], ["spo2-low"]),
    ({"symptoms": True, "seizure": True}, ["seizure"], ["seizure"], ["seizure"]),
    ({"symptoms": True, "fever_long": True}, ["fever-long"], ["fever-long"], ["fever-long"]),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "small", "middle", "old"), AT_AN_AGE)
def test_a_child_is_judged_at_its_age(answers, small, middle, old):
    calm = {"symptoms": False, "spo2": 98, "temperature": 37.0, "mood": "same"}
    at_ages = [judge(CHILD, answers=calm | answers, facts=Facts(age=age, day=3)).findings for age in (3, 8, 15)]
    assert [[finding.rule for finding in findings] for findings in at_ages] == [small, middle, old]


def test_a_finding_says_its_values_in_both_languages():
    facts = replace(WELL, baseline={"spo2": 99})
    finding = judge(COVID, answers={"spo2": 96}, facts=facts).findings[0]
    assert finding.sentence.fr == "Saturation à 96 %, en baisse de 3 points depuis le début (99 %)."
    assert finding.sentence.en == "Saturation 96 %, down 3 points since the start (99 %)."
    assert (finding.values, finding.version) == ({"spo2": 96}, 1)


ONE_MEASURE = [
    # kind, value, at risk -> outcome, confirm, emergency, level
    ("spo2", 97, False, ("accepted", False, False, None)),
    ("spo2", 93, False, ("accepted", True, False, 3)),
    ("spo2", 93, True, ("accepted", False, True, 3)),
    ("spo2", 88, False, ("accepted", False, True, 3)),
    ("spo2", 30, False, ("impossible", False, False, None)),
    ("temperature", 39.5, False, ("accepted", False, False, 1)),
    ("respiratory_rate", 30, False, ("accepted", False, True, 3)),
    ("respiratory_rate", 26, False, ("accepted", True, False, 3)),
    ("heart_rate", 120, True, ("accepted", False, False, 2)),
]


@pytest.mark.parametrize(("kind", "value", "risk", "expected"), ONE_MEASURE)
def test_one_measure_is_assessed_when_it_arrives(kind, value, risk, expected):
    seen = assess_measure(COVID, kind=kind, value=value, facts=replace(WELL, risk=risk))
    assert (seen.outcome, seen.confirm, seen.emergency, seen.finding and seen.finding.level) == expected
    assert (seen.refusal is not None) == (expected[0] == "impossible")


def test_an_unlikely_value_is_kept_and_questioned():
    assert assess_measure(COVID, kind="heart_rate", value=160, facts=WELL).unlikely
    assert not assess_measure(COVID, kind="heart_rate", value=90, facts=WELL).unlikely


SECOND = [(92, 3, False), (88, 3, True), (97, 2, False), (None, 3, False)]


@pytest.mark.parametrize(("second", "level", "emergency"), SECOND)
def test_a_second_measure_settles_the_alarm_and_never_closes_it(second, level, emergency):
    settled = settle_confirmation(COVID, kind="spo2", first=93, second=second, facts=WELL)
    assert (settled.level, settled.emergency, settled.finding.needs_confirmation) == (level, emergency, False)


def test_a_lowered_alarm_keeps_both_values():
    settled = settle_confirmation(COVID, kind="spo2", first=93, second=97, facts=WELL)
    assert settled.finding.values == {"spo2": 93, "second": 97}
    assert settled.finding.sentence.fr == ("Saturation à 93 %, sous 95 %. La seconde mesure est rassurante (97 %).")


def test_a_calm_first_value_has_nothing_to_settle():
    with pytest.raises(ValueError, match="not alarming"):
        settle_confirmation(COVID, kind="spo2", first=97, second=97, facts=WELL)


def test_a_confirmed_measure_waits_no_more():
    answers = {"spo2": 93}
    assert judge(COVID, answers=answers, facts=WELL).waits_for_confirmation
    confirmed = judge(COVID, answers=answers, facts=WELL, confirmed=frozenset({"spo2"}))
    assert (confirmed.waits_for_confirmation, confirmed.level) == (False, 3)


@pytest.mark.parametrize("sign", [{"spo2": 89}, {"chest_pain": True}, {"breathlessness": "critical"}])
def test_in_an_emergency_nothing_is_measured_again_first(sign):
    verdict = judge(COVID, answers={"spo2": 94, "respiratory_rate": 26, **sign}, facts=WELL)
    assert (verdict.danger, verdict.waits_for_confirmation) == (True, False)
    calm = judge(COVID, answers={"spo2": 94, "respiratory_rate": 26}, facts=WELL)
    assert [finding.rule for finding in calm.findings if finding.needs_confirmation] == [
        "spo2-low",
        "respiratory-rate-high",
    ]


def test_distress_is_flagged_so_that_help_lines_are_shown():
    assert judge(COVID, answers={"mood": "critical"}, facts=WELL).distress
    assert not judge(COVID, answers={"call_me": True}, facts=WELL).distress


def test_nothing_but_not_knowing_is_not_informative():
    assert not judge(COVID, answers={"symptoms": "?", "spo2": "-"}, facts=WELL).informative
    assert not judge(COVID, answers={}, facts=WELL).informative
    assert judge(COVID, answers={"symptoms": "?", "spo2": 97}, facts=WELL).informative


HOSTILE = ["97", [97], {"a": 1}, True, object()]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: type(value).__name__)
def test_a_rule_that_raises_is_reported_and_hides_no_other(value):
    verdict = judge(COVID, answers={"spo2": value, "chest_pain": True}, facts=WELL)
    assert set(verdict.failed) == {
        "spo2-emergency",
        "spo2-low",
        "spo2-target-emergency",
        "spo2-below-target",
        "spo2-dropping-baseline",
        "spo2-dropping-yesterday",
    }
    assert [finding.rule for finding in verdict.findings] == ["chest-pain"]
    assert verdict.danger


def test_broken_history_fails_its_rule_only():
    verdict = judge(COVID, answers={"temperature": 39}, facts=replace(WELL, history={"levels": ["red", None]}))
    assert (verdict.failed, verdict.level) == (("yellow-twice",), 1)


def with_rule(when, **fields):
    data = as_data(COVID)
    rule = {
        "id": "tried",
        "kind": "tried",
        "level": "orange",
        "when": when,
        "source": "test",
        "version": 1,
        "sentence": {"fr": "Essai.", "en": "Trial."},
        **fields,
    }
    return from_data({**data, "rules": [rule]})


TREES = [
    ({"missing": "spo2"}, {}, True),
    ({"missing": "spo2"}, {"spo2": "-"}, True),
    ({"missing": "spo2"}, {"spo2": "?"}, True),
    ({"missing": "spo2"}, {"spo2": 97}, False),
    ({"none": [{"missing": "spo2"}]}, {"spo2": 97}, True),
    ({"none": [{"missing": "spo2"}]}, {}, False),
    ({"all": [{"answer": "cough", "is": ["?"]}]}, {"cough": "?"}, True),
    ({"answer": "cough", "is": [False]}, {"cough": False}, True),
    ({"answer": "cough", "is": [False]}, {}, False),
    ({"change": "temperature", "since": "yesterday", "rise": 1}, {"temperature": 38.1}, True),
    ({"change": "temperature", "since": "yesterday", "rise": 1}, {"temperature": 38.0}, False),
    ({"target": "heart_rate", "above": 0}, {"heart_rate": 101}, True),
    ({"target": "heart_rate", "above": 0}, {"heart_rate": 100}, False),
    ({"person": {"since_onset_from": 6, "since_onset_to": 12}}, {}, True),
    ({"person": {"since_onset_from": 8}}, {}, False),
    ({"person": {"proxy": True}}, {}, False),
    (
        {"count": 2, "of": [{"answer": "cough", "is": [True]}, {"answer": "fever", "is": [True]}, {"missing": "spo2"}]},
        {"cough": True, "fever": False},
        True,
    ),
    (
        {"count": 2, "of": [{"answer": "cough", "is": [True]}, {"answer": "fever", "is": [True]}, {"missing": "spo2"}]},
        {"cough": True, "spo2": 97},
        False,
    ),
]


@pytest.mark.parametrize(("when", "answers", "holds"), TREES)
def test_each_shape_of_condition(when, answers, holds):
    pathway = with_rule(when)
    facts = replace(WELL, day_since_onset=7, yesterday={"temperature": 37.1}, targets={"heart_rate": 100})
    assert bool(judge(pathway, answers=answers, facts=facts).findings) == holds


def test_a_number_missing_from_a_sentence_is_a_dash_and_not_an_error():
    pathway = with_rule(
        {"any": [{"answer": "cough", "is": [True]}, {"measure": "spo2", "below": 90}]},
        sentence={"fr": "Essai {value}.", "en": "Trial {value}."},
    )
    verdict = judge(pathway, answers={"cough": True}, facts=WELL)
    assert (verdict.failed, verdict.findings[0].sentence.fr) == ((), "Essai –.")


def test_one_measure_never_settles_a_rule_about_what_is_missing():
    pathway = with_rule({"all": [{"measure": "spo2", "below": 97}, {"missing": "temperature"}]})
    assert assess_measure(pathway, kind="spo2", value=96, facts=WELL).finding is None
    assert judge(pathway, answers={"spo2": 96}, facts=WELL).level == 2


def test_the_state_remembers_what_rules_need_and_stays_small():
    state = advance({}, answers={"spo2": 97, "temperature": 38.2, "cough": True}, day=1, level=1)
    state = advance(state, answers={"spo2": 95, "heart_rate": "-"}, day=2, level=0)
    assert state == {
        "b": {"spo2": 97, "temperature": 38.2},
        "e": {"spo2": 97, "temperature": 38.2},
        "t": {"spo2": 95},
        "d": 2,
        "l": [1, 0],
    }
    assert recall(state, day=3) == {
        "baseline": {"spo2": 97, "temperature": 38.2},
        "yesterday": {"spo2": 95},
        "history": {"levels": [1, 0]},
    }


def test_a_second_answer_the_same_day_is_compared_with_the_day_before():
    state = advance({}, answers={"spo2": 98}, day=1, level=0)
    state = advance(state, answers={"spo2": 96}, day=2, level=2)
    remembered = recall(state, day=2)
    assert (remembered["yesterday"], remembered["history"]) == ({"spo2": 98}, {"levels": [0]})
    again = advance(state, answers={"temperature": 39}, day=2, level=1)
    assert (again["t"], again["e"], again["l"]) == ({"spo2": 96, "temperature": 39}, {"spo2": 98}, [0, 2])


def test_fourteen_days_of_levels_keep_the_last_seven():
    state = {}
    for day in range(1, 15):
        state = advance(MappingProxyType(state), answers={}, day=day, level=day % 3)
    assert state["l"] == [day % 3 for day in range(8, 15)]
