"""Whatever people and the clock do, in whatever order, the tables agree and no alert is lost on the way."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chevet.alerts.kinds import ANSWERED_BY_HEARING
from chevet.kernel.errors import Refusal
from chevet.usecases.change_follow_up import change_follow_up, resend_link
from chevet.usecases.claim_episode import release_episode
from chevet.usecases.deny_link import deny_link
from chevet.usecases.end_follow_up import end_follow_up, withdraw_follow_up
from chevet.usecases.open_task import release_claims
from chevet.usecases.stop_follow_up import stop_follow_up
from chevet.usecases.watch import INVARIANTS as WATCHED
from chevet.usecases.watch import violated
from tests.fixtures.care import Patient, include, make_place

from .doing import (
    IN_DANGER,
    STABLE,
    UNSURE,
    alerts,
    call,
    claim,
    close,
    danger,
    live,
    measure,
    minutes,
    paris,
    professionally,
    read,
    send,
)
from .invariants import contradictions

EXAMPLES = int(os.environ.get("CHEVET_EXAMPLES", "20"))
OF_THE_OUTBOX = ("message", "letter")
MEASURES = {
    "spo2": ("98", "95", "94", "92", "90", "89", "-", "?", "395", ""),
    "temperature": ("37,2", "39,1", "40,2", "35", ""),
    "respiratory_rate": ("16", "22", "25", "30", "8", ""),
    "heart_rate": ("72", "112", "131", "39", ""),
}
WORDS = {
    "symptoms": ("yes", "no", "?"),
    "chest_pain": ("yes", "no", "?", ""),
    "breathlessness": ("none", "worse", "critical", "?", ""),
    "general_state": ("same", "worse", ""),
    "fever": ("yes", "no", ""),
    "mood": ("same", "critical", ""),
    "call_me": ("yes", "no", ""),
}

answers = st.one_of(
    st.sampled_from([STABLE, IN_DANGER, UNSURE]),
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in (MEASURES | WORDS).items()}),
)
one_measure = st.sampled_from(list(MEASURES)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.sampled_from([value for value in MEASURES[kind] if value]))
)


@dataclass
class Course:
    """One follow-up, and the hour it has become."""

    patient: Patient
    now: datetime

    def pass_minutes(self, number: int) -> None:
        self.now += minutes(number)
        live(self.now)
        release_claims(now=self.now, machine_now=self.now)

    def jump(self, number: int) -> None:
        """The clock goes on and no worker is up."""
        self.now += minutes(number)

    def answer(self, given: dict[str, str]) -> None:
        send(self.patient, given, now=self.now)

    def report(self, given: dict[str, str]) -> None:
        send(self.patient, given, now=self.now, between=True)

    def measure(self, given: tuple[str, str]) -> None:
        kind, typed = given
        measure(self.patient, typed, kind=kind, now=self.now)

    def danger(self, item: str) -> None:
        danger(self.patient, now=self.now, item=item)

    def call(self, outcome: str) -> None:
        call(self.patient, now=self.now, outcome=outcome)

    def claim(self, _: None) -> None:
        claim(self.patient, now=self.now)

    def change(self, given: dict[str, Any]) -> None:
        professionally(change_follow_up, self.patient, now=self.now, **given)

    def stop(self, _: None) -> None:
        stop_follow_up(visit=self.patient.visit(), reason="better", now=self.now, machine_now=self.now)

    def deny(self, _: None) -> None:
        deny_link(visit=self.patient.visit(), now=self.now, machine_now=self.now)

    def resend(self, _: None) -> None:
        professionally(resend_link, self.patient, now=self.now)

    def release(self, _: None) -> None:
        professionally(release_episode, self.patient, now=self.now)

    def close(self, _: None) -> None:
        close(self.patient, now=self.now)

    def end(self, by_withdrawal: bool) -> None:
        if by_withdrawal:
            professionally(withdraw_follow_up, self.patient, now=self.now)
        else:
            professionally(end_follow_up, self.patient, now=self.now, reason="recovered")


STEPS = {
    "pass_minutes": st.sampled_from([1, 5, 9, 30, 120, 600, 1440]),
    "jump": st.sampled_from([1, 10, 300, 1440, 4320]),
    "answer": answers,
    "report": answers,
    "measure": one_measure,
    "danger": st.sampled_from(["chest_pain", "blue_lips", "confusion"]),
    "call": st.sampled_from(["reached", "no_answer"]),
    "claim": st.none(),
    "change": st.sampled_from(
        [{"at_risk": True}, {"hour": time(10, 30)}, {"onset_on": date(2027, 2, 20)}, {"channel": "phone"}]
    ),
    "stop": st.none(),
    "deny": st.none(),
    "resend": st.none(),
    "release": st.none(),
    "close": st.none(),
    "end": st.booleans(),
}
RARE = ("end", "stop", "deny", "change", "resend")
courses = st.lists(
    st.sampled_from([name for name in STEPS for _ in range(1 if name in RARE else 4)]).flatmap(
        lambda name: st.tuples(st.just(name), STEPS[name])
    ),
    min_size=1,
    max_size=14,
)


@contextmanager
def forgotten_afterwards() -> Iterator[None]:
    """A transaction that counts as the test's own, so that use cases may believe theirs is the outermost."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def check(course: Course, name: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert contradictions(lambda sql: read(course.patient.place, sql)) == {}, name
    lost = set(before) - set(after)
    assert name == "close" or lost <= ANSWERED_BY_HEARING, f"{name} closed {lost}"
    for kind in set(before) & set(after):
        milder = after[kind][0] < before[kind][0]
        assert not milder or before[kind] == (3, True), f"{name} made {kind} milder"


def watched(course: Course) -> list[str]:
    """What the watchdog would still find after the worker has passed; the outbox has tests of its own."""
    later = course.now + minutes(0.5)
    live(later)
    named = [one for one in WATCHED if not any(word in one.name for word in OF_THE_OUTBOX)]
    return [one.name for one in named for at in (later, later + minutes(2)) if violated(one, now=at, machine_now=at)]


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize="CHEVET_EXAMPLES" not in os.environ, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=courses, at_risk=st.booleans())
@example(steps=[("measure", ("spo2", "92")), ("close", None), ("pass_minutes", 9), ("answer", STABLE)], at_risk=False)
@example(steps=[("answer", UNSURE), ("pass_minutes", 5)], at_risk=False)
@example(steps=[("jump", 1440), ("claim", None), ("jump", 4320), ("danger", "confusion")], at_risk=True)
@example(
    steps=[("pass_minutes", 600), ("call", "no_answer"), ("pass_minutes", 1440), ("answer", STABLE)], at_risk=False
)
def test_in_any_order_the_tables_agree_and_no_alert_is_lost(steps, at_risk):
    with forgotten_afterwards():
        course = Course(include(make_place(), at_risk=at_risk), paris(1, "08:05"))
        known = alerts(course.patient)
        for name, given in steps:
            try:
                getattr(course, name)(given)
            except Refusal:
                assert alerts(course.patient) == known, f"{name} was refused and yet changed something"
            check(course, name, known, known := alerts(course.patient))
        assert watched(course) == []


@pytest.mark.django_db
def test_to_the_end_of_time_nothing_is_left_undone():
    course = Course(include(make_place()), paris(1, "08:05"))
    for _ in range(20):
        course.pass_minutes(1440)
        check(course, "pass_minutes", {}, alerts(course.patient))
        assert watched(course) == []
