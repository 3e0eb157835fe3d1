"""What one sending means: readings compared with those of the day, findings ready to become alerts. Pure.

The memory of a follow-up is compact JSON: "e" what the rules recall (rules.advance), "r" [day, {kind: [readings of
that day]}], "s" the series for the curves [[day, {kind: value}] …] of seven days, "t" personal targets, "p" bounds
set for a time (thresholds.py), "a" lives alone, "k" at risk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from chevet.pathways import rules, thresholds
from chevet.pathways.calendar import day_number, day_since_onset
from chevet.pathways.definition import Pathway
from chevet.vitals.kinds import KINDS

SERIES_DAYS = 7
ALERTING = rules.ORANGE


@dataclass(frozen=True, slots=True)
class Person:
    """What the protocol knows of whom it judges, beside the memory."""

    birth_date: date
    starts_on: date
    today: date
    at_risk: bool = False
    onset_on: date | None = None

    @property
    def day(self) -> int:
        return day_number(self.today, first=self.starts_on)

    @property
    def age(self) -> int:
        born = self.birth_date
        return self.today.year - born.year - ((self.today.month, self.today.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what gets sealed in the alert."""

    kind: str
    level: int
    reason: dict[str, Any]
    confirm_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The outcome of one sending. `again`: kinds to measure a second time; `lowered`: alarms a second measure eased."""

    level: int
    findings: tuple[Found, ...]
    memory: dict[str, Any]
    lowered: tuple[Found, ...] = ()
    again: tuple[str, ...] = ()
    emergency: bool = False
    distress: bool = False
    informative: bool = True
    advice: tuple[dict[str, str], ...] = field(default=())


def facts(person: Person, memory: Mapping[str, Any], *, by_proxy: bool = False) -> rules.Facts:
    """What the rules may know."""
    return rules.Facts(
        age=person.age,
        day=person.day,
        risk=person.at_risk,
        alone=bool(memory.get("a")),
        day_since_onset=day_since_onset(person.today, onset=person.onset_on),
        targets=memory.get("t", {}),
        thresholds=thresholds.in_force(memory.get("p", ()), today=person.today),
        answered_by_proxy=by_proxy,
        **rules.recall(memory.get("e", {}), day=person.day),
    )


def readings_today(memory: Mapping[str, Any], *, day: int) -> dict[str, list]:
    on, readings = memory.get("r", (None, {}))
    return dict(readings) if on == day else {}


def hear(
    pathway: Pathway,
    *,
    answers: Mapping[str, Any],
    person: Person,
    memory: Mapping[str, Any],
    waiting: Mapping[str, float],
    now: datetime,
    by_proxy: bool = False,
    new_readings: bool = False,
) -> Heard:
    """Judge one sending.

    waiting: measures whose alarm waits for a second reading, with the first one. new_readings: the values were
    measured just now, even when equal to those already told (a measure sent alone).
    """
    known = readings_today(memory, day=person.day)
    told = facts(person, memory, by_proxy=by_proxy)
    fresh = {
        kind: value
        for kind, value in answers.items()
        if kind in KINDS and rules.is_number(value) and (new_readings or value not in known.get(kind, ()))
    }
    readings = {**known, **{kind: [*known.get(kind, ()), value] for kind, value in fresh.items()}}
    second = {kind: value for kind, value in fresh.items() if kind in waiting}
    confirmed = frozenset(kind for kind, values in readings.items() if len(values) > 1 and kind not in waiting)
    verdict = rules.judge(pathway, answers=answers, facts=told, confirmed=confirmed | frozenset(second))
    by = now + timedelta(minutes=pathway.delays.confirm_within_minutes)
    worst_first = sorted(verdict.findings, key=lambda one: (-one.level, not one.emergency))
    findings = [found(finding, confirm_by=by) for finding in worst_first if finding.level >= ALERTING]
    findings += [Found("to_read", ALERTING, {"rule": rule, **_both(rules.READ_BY_A_HUMAN)}) for rule in verdict.failed]
    settled = [
        rules.settle_confirmation(pathway, kind=kind, first=waiting[kind], second=value, facts=told)
        for kind, value in second.items()
    ]
    spoken = {one.kind for one in findings}
    findings += [found(one.finding) for one in settled if one.level == rules.RED and one.finding.kind not in spoken]
    return Heard(
        level=max([verdict.level, *(one.level for one in settled)]),
        findings=tuple(findings),
        lowered=tuple(found(one.finding) for one in settled if one.level == ALERTING),
        memory=_remember(memory, answers, readings, person, verdict.level),
        again=tuple(kind for one in verdict.findings if one.needs_confirmation for kind in one.values if kind in KINDS),
        emergency=verdict.danger,
        distress=verdict.distress,
        informative=verdict.informative,
        advice=tuple(_both(one.advice) for one in verdict.findings if one.advice),
    )


def found(finding: rules.Finding, *, confirm_by: datetime | None = None) -> Found:
    """A rule's finding as an alert says it."""
    reason = {
        **_both(finding.sentence),
        "rule": finding.rule,
        "version": finding.version,
        "values": dict(finding.values),
        "emergency": finding.emergency,
    }
    return Found(finding.kind, finding.level, reason, confirm_by if finding.needs_confirmation else None)


def _both(sentence: Any) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en}


def _remember(
    memory: Mapping[str, Any], answers: Mapping[str, Any], readings: dict, person: Person, level: int
) -> dict[str, Any]:
    day = person.day
    measured = {kind: answers[kind] for kind in KINDS if rules.is_number(answers.get(kind))}
    series = [[on, values] for on, values in memory.get("s", ()) if day - SERIES_DAYS < on < day]
    today = next((values for on, values in memory.get("s", ()) if on == day), {})
    if measured or today:
        series.append([day, {**today, **measured}])
    return {
        **memory,
        "e": rules.advance(memory.get("e", {}), answers=answers, day=day, level=level),
        "r": [day, readings],
        "s": series,
    }
