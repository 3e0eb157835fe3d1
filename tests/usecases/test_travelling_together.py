"""Answers that arrive at once share one transaction: nothing of one passes to another, and nobody's failure is another's."""

from uuid import uuid4

import pytest

from chevet.access.queries import enter
from chevet.kernel import group_commit
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.group_commit import Groups, Member, travel
from chevet.kernel.rows import Statement
from chevet.usecases.submit_answers import submit_answers
from tests.fixtures.care import include, make_place

from .doing import IN_DANGER, STABLE, UNWELL, alerts, paris, read, send, told
from .invariants import contradictions
from .test_two_at_once import together, unexpected

AT = paris(1, "09:30")
TRANSACTIONS = "SELECT count(DISTINCT xmin::text) FROM answer"


class Full(Groups):
    """A group that leaves when every seat is taken."""

    def __init__(self, seats: int) -> None:
        super().__init__(at_once=1)
        self.seats = seats

    def carry(self, member: Member) -> None:
        with self.lock:
            self.waiting.append(member)
            last = len(self.waiting) == self.seats
        if last:
            travel((member, *(one for one in self.waiting if one is not member)))
        else:
            member.done.wait(20)


@pytest.fixture
def place(own_database):
    return make_place()


@pytest.fixture
def patients(place):
    return [include(place, birth_name=name, confirmed_duplicate=True) for name in ("Un", "Deux", "Trois")]


def in_one_group(monkeypatch, *acts):
    monkeypatch.setattr(group_commit, "groups", Full(len(acts)))
    results = together(*acts)
    monkeypatch.setattr(group_commit, "groups", None)
    return results


def holds(place) -> bool:
    return contradictions(lambda sql: read(place, sql)) == {}


def test_three_answers_are_kept_in_one_transaction_each_in_its_own_record(monkeypatch, patients):
    bodies = (STABLE, UNWELL, IN_DANGER)
    results = in_one_group(
        monkeypatch, *[lambda p=p, b=b: send(p, b, now=AT) for p, b in zip(patients, bodies, strict=True)]
    )
    assert unexpected(results) == []
    assert [one.level for one in results] == [0, 2, 3]
    assert read(patients[0].place, TRANSACTIONS) == [(1,)]
    assert read(patients[0].place, "SELECT count(DISTINCT (follow_up_id, subject_id)) FROM answer") == [(3,)]
    assert (alerts(patients[0]), alerts(patients[2])["chest_pain"]) == ({}, (3, False))
    assert told(patients[2]).total() == 1
    assert holds(patients[0].place)


def test_a_refusal_is_the_refused_one_s_own(monkeypatch, patients):
    first, second, third = patients
    results = in_one_group(
        monkeypatch,
        lambda: send(first, STABLE, now=AT),
        lambda: send(second, {"spo2": "970", "symptoms": "no"}, now=AT),
        lambda: send(third, STABLE, now=AT),
    )
    assert [type(one) for one in results if isinstance(one, Exception)] == [Invalid]
    assert read(first.place, "SELECT count(*) FROM answer") == [(2,)]


def test_a_link_that_nobody_knows_sees_nothing_of_those_it_travels_with(monkeypatch, patients):
    first, _, third = patients
    stranger = first.visit().__class__(token_hash=b"\0" * 32, device_hash=third.visit().device_hash)

    def unknown():
        return submit_answers(visit=stranger, key=uuid4(), answers=STABLE, now=AT, machine_now=AT)

    results = in_one_group(monkeypatch, lambda: send(first, STABLE, now=AT), unknown)
    assert isinstance(results[1], NotFound)
    assert read(first.place, "SELECT count(*) FROM answer") == [(1,)]


def test_one_key_for_two_people_undoes_the_group_and_each_goes_again_alone(monkeypatch, patients):
    first, second, third = patients
    key = uuid4()
    results = in_one_group(
        monkeypatch,
        lambda: send(first, STABLE, now=AT, key=key),
        lambda: send(second, STABLE, now=AT, key=key),
        lambda: send(third, IN_DANGER, now=AT),
    )
    assert [type(one) for one in results].count(Conflict) == 1
    assert results[2].level == 3
    assert read(first.place, "SELECT count(*) FROM answer") == [(2,)]
    assert holds(first.place)


def test_two_answers_about_one_person_never_share_a_transaction(monkeypatch, patients):
    one = patients[0]
    results = in_one_group(monkeypatch, lambda: send(one, IN_DANGER, now=AT), lambda: send(one, UNWELL, now=AT))
    assert unexpected(results) == []
    assert read(one.place, TRANSACTIONS) == [(2,)]
    assert read(one.place, "SELECT count(*) FROM episode") == [(1,)]
    assert holds(one.place)


def test_the_walls_stand_between_the_members_of_a_group(patients):
    """Each asks for every answer there is, in its own scope, and hears of its own."""
    first, second, _ = patients
    for one in (first, second):
        send(one, STABLE, now=AT)
    all_answers = Statement("SELECT follow_up_id FROM answer", ())
    read_by: dict = {}

    def member(one) -> Member:
        def decide(work, rows):
            read_by[one.follow_up_id] = (rows[1], work.fetch(all_answers)[0])

        visit = one.visit()
        return Member(visit.scope(), (enter(visit), all_answers), decide, lambda rows: rows[0][0].subject_id)

    travel((member(first), member(second)))
    heard = {key: [[row.follow_up_id for row in rows] for rows in pair] for key, pair in read_by.items()}
    assert heard == {one.follow_up_id: [[one.follow_up_id]] * 2 for one in (first, second)}
