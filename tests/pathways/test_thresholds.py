"""A person's own bounds: findings follow them while they hold, the emergency band never moves, then the pathway's own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chevet.pathways.definition import Pathway
from chevet.pathways.library import load
from chevet.pathways.rules import ORANGE, RED, Facts, judge, settle_confirmation
from chevet.pathways.thresholds import ABOVE, BELOW, Limits, in_force, limits, middle
from chevet.vitals.kinds import KINDS

PRESETS = {slug: load(slug) for slug in ("covid-medical", "covid-medical-nhs", "covid-medical-melbourne")}
COVID = PRESETS["covid-medical"]
DAY = date(2027, 3, 4)
CALM = {"spo2": 97, "temperature": 37.0, "respiratory_rate": 16, "heart_rate": 75}


def judged(pathway: Pathway, answers, kept=(), *, today=DAY, risk=False, targets=None):
    facts = Facts(age=50, day=3, risk=risk, targets=targets or {}, thresholds=in_force(kept, today=today))
    return judge(pathway, answers=answers, facts=facts)


def until(day: date = DAY) -> str:
    return day.isoformat()


def levels(verdict, kind: str) -> int:
    return max((one.level for one in verdict.findings if one.kind == kind), default=0)


TABLE = [
    # a looser bound: silent down to it, the pathway's own level beyond it
    (["spo2", BELOW, 92], {"spo2": 93}, 0, []),
    (["spo2", BELOW, 92], {"spo2": 92}, 0, []),
    (["spo2", BELOW, 92], {"spo2": 91}, RED, ["spo2-low"]),
    (["spo2", BELOW, 90], {"spo2": 89}, RED, ["spo2-emergency", "spo2-low"]),
    (["respiratory_rate", ABOVE, 26], {"respiratory_rate": 26}, 0, []),
    (["respiratory_rate", ABOVE, 26], {"respiratory_rate": 27}, RED, ["respiratory-rate-high"]),
    (["respiratory_rate", ABOVE, 30], {"respiratory_rate": 30}, RED, ["respiratory-rate-emergency"]),
    (["heart_rate", ABOVE, 125], {"heart_rate": 125}, 0, []),
    (["temperature", ABOVE, 39.5], {"temperature": 39.4}, 0, []),
    # a stricter one: orange where the pathway says nothing
    (["heart_rate", ABOVE, 100], {"heart_rate": 101}, ORANGE, ["personal-threshold"]),
    (["temperature", ABOVE, 38], {"temperature": 38.1}, ORANGE, ["personal-threshold"]),
    (["spo2", BELOW, 96], {"spo2": 95}, ORANGE, ["personal-threshold"]),
    (["heart_rate", BELOW, 50], {"heart_rate": 49}, ORANGE, ["personal-threshold"]),
    # a bound watches its own side
    (["heart_rate", BELOW, 50], {"heart_rate": 115}, ORANGE, ["heart-rate-raised"]),
    # other measures and trends go on
    (["spo2", BELOW, 92], {"spo2": 93, "temperature": 40.5}, ORANGE, ["temperature-very-high", "fever"]),
]


@pytest.mark.parametrize(("bound", "answers", "level", "rules"), TABLE)
def test_findings_follow_the_bound_while_it_holds(bound, answers, level, rules):
    verdict = judged(COVID, CALM | answers, [[*bound, until()]])
    assert (verdict.level, [one.rule for one in verdict.findings]) == (level, rules)


def test_what_is_said_names_the_persons_own_bound():
    (finding,) = judged(COVID, CALM | {"spo2": 91}, [["spo2", BELOW, 92, until()]]).findings
    assert finding.sentence.fr == "Saturation en oxygène à 91 %, sous le seuil personnel de 92 %."
    assert finding.sentence.en == "Oxygen saturation 91 %, below the personal threshold of 92 %."
    assert (finding.needs_confirmation, finding.values) == (True, {"spo2": 91})


def test_a_wait_that_began_before_the_bound_still_ends():
    """The first value alarmed under the pathway's own rules; the bound that came since silences it."""
    facts = Facts(age=50, day=3, thresholds=in_force([["spo2", BELOW, 91, until()]], today=DAY))
    assert settle_confirmation(COVID, kind="spo2", first=93, second=93, facts=facts).level == RED
    assert settle_confirmation(COVID, kind="spo2", first=93, second=97, facts=facts).level == ORANGE


LIMITS = {
    ("covid-medical", "spo2", BELOW): Limits(90, 97),
    ("covid-medical", "respiratory_rate", ABOVE): Limits(30, 16),
    ("covid-medical", "respiratory_rate", BELOW): Limits(8, 16),
    ("covid-medical", "heart_rate", ABOVE): Limits(130, 80),
    ("covid-medical", "heart_rate", BELOW): Limits(40, 80),
    ("covid-medical", "temperature", ABOVE): Limits(40, 37.0),
    ("covid-medical", "temperature", BELOW): Limits(35, 36.9),
    ("covid-medical", "spo2", ABOVE): None,
    ("covid-medical-melbourne", "temperature", ABOVE): Limits(42, 37.0),
    ("covid-medical-melbourne", "heart_rate", BELOW): Limits(50, 80),
}


@pytest.mark.parametrize("where", LIMITS)
def test_the_edge_of_the_emergency_band_bounds_what_may_be_set(where):
    slug, kind, side = where
    assert limits(PRESETS[slug], kind=kind, side=side, targets={}) == LIMITS[where]


def test_somebody_with_a_personal_target_has_its_emergency_for_an_edge():
    assert limits(COVID, kind="spo2", side=BELOW, targets={"spo2": 88}) == Limits(84, 97)


@st.composite
def allowed(draw):
    """A preset, a bound that may be set in it, and a value of that measure."""
    slug = draw(st.sampled_from(sorted(PRESETS)))
    kind = draw(st.sampled_from(sorted(KINDS)))
    side = draw(st.sampled_from([BELOW, ABOVE]))
    between = limits(PRESETS[slug], kind=kind, side=side, targets={})
    if between is None:
        return draw(allowed())
    ends = sorted((between.loosest, between.strictest))
    bound = draw(st.integers(round(ends[0] * 10), round(ends[1] * 10))) / 10
    measure = KINDS[kind]
    value = draw(st.integers(round(measure.lowest * 10), round(measure.highest * 10))) / 10
    return slug, kind, side, min(max(bound, ends[0]), ends[1]), value


@settings(max_examples=300, deadline=None)
@given(allowed(), st.booleans())
def test_with_a_bound_in_force_findings_follow_it_and_afterwards_the_pathways_own(case, risk):
    slug, kind, side, bound, value = case
    pathway, answers = PRESETS[slug], {kind: value}
    own = judged(pathway, answers, risk=risk)
    with_bound = judged(pathway, answers, [[kind, side, bound, until()]], risk=risk)
    watched = (value < middle(kind)) == (side == BELOW)
    beyond = value < bound if side == BELOW else value > bound
    emergencies = {one.rule for one in own.findings if pathway.rules_by_id[one.rule].emergency}
    assert emergencies <= {one.rule for one in with_bound.findings}, "the emergency band was moved"
    if not watched:
        assert with_bound == own
    elif beyond:
        assert levels(with_bound, kind) >= max(ORANGE, levels(own, kind))
    else:
        assert {one.rule for one in with_bound.findings} == emergencies
    assert judged(pathway, answers, [[kind, side, bound, until(DAY - timedelta(days=1))]], risk=risk) == own


def test_a_bound_costs_nothing_to_who_has_none():
    facts = Facts(age=50, day=3)
    assert judge(COVID, answers=CALM, facts=facts) == judge(COVID, answers=CALM, facts=replace(facts, thresholds={}))
