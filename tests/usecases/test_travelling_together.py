"""Answers that arrive at once share one transaction: nothing of one passes to another, and nobody's failure is another's."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chevet.access.queries import enter_together
from chevet.kernel import group_commit
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.group_commit import Groups, Journey, Member
from chevet.kernel.rows import Statement
from chevet.usecases import submit_answers as submit
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
        super().__init__()
        self.seats = seats

    def carry(self, member: Member) -> None:
        with self.door:
            self.waiting.append(member)
            last = len(self.waiting) == self.seats
        if last:
            self.travel((member, *(one for one in self.waiting if one is not member)))
            self.db.close()
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


def test_a_key_that_somebody_of_the_group_has_used_before_is_a_conflict_and_nothing_more(monkeypatch, patients):
    first, second, _ = patients
    key = uuid4()
    send(first, STABLE, now=AT, key=key)
    results = in_one_group(
        monkeypatch,
        lambda: send(first, STABLE, now=AT, key=key),
        lambda: send(second, STABLE, now=AT, key=key),
    )
    assert results[0].answer_id == key
    assert isinstance(results[1], Conflict)
    assert read(first.place, "SELECT count(*) FROM answer") == [(1,)]


def test_two_answers_about_one_person_never_share_a_transaction(monkeypatch, patients):
    one = patients[0]
    results = in_one_group(monkeypatch, lambda: send(one, IN_DANGER, now=AT), lambda: send(one, UNWELL, now=AT))
    assert unexpected(results) == []
    assert read(one.place, TRANSACTIONS) == [(2,)]
    assert read(one.place, "SELECT count(*) FROM episode") == [(1,)]
    assert holds(one.place)


ALL_ANSWERS = Statement("SELECT follow_up_id FROM answer", ())


def asking(one, read_by) -> Member:
    """Somebody who asks for every answer there is, together with the others and then by herself."""

    def decide(work, arrival, rows):
        read_by[one.follow_up_id] = (whose(rows[-1]), whose(work.fetch(ALL_ANSWERS)[0]))

    visit = one.visit()
    return Member(replace(ASKING, decide=decide), visit, visit.scope())


def whose(rows) -> set:
    return {row.follow_up_id for row in rows}


ASKING = Journey(
    reads=lambda visits: (enter_together(visits), ALL_ANSWERS),
    parted=lambda visits, rows: [
        [[row for row in rows[0] if row.visit_number == number], rows[1]] for number, _ in enumerate(visits, 1)
    ],
    scope=submit.BY_LINK.scope,
    decide=lambda *_: None,
)


def test_the_walls_let_a_group_see_its_members_and_each_of_them_herself(patients, own_database):
    """Of three who answered, one of another organisation, two travel: nothing of the third is seen."""
    stranger = include(make_place(name="Clinique des Aulnes"), birth_name="Loin")
    first, second, absent = patients[0], stranger, patients[1]
    for one in (first, second, absent):
        send(one, STABLE, now=AT)
    read_by: dict = {}
    groups = Groups()
    groups.travel((asking(first, read_by), asking(second, read_by)))
    groups.db.close()
    both = {first.follow_up_id, second.follow_up_id}
    assert read_by == {one.follow_up_id: (both, {one.follow_up_id}) for one in (first, second)}


def test_two_organisations_travel_together_and_each_keeps_its_own(monkeypatch, place, patients):
    far = include(make_place(name="Clinique des Aulnes"), birth_name="Loin")
    results = in_one_group(monkeypatch, lambda: send(far, IN_DANGER, now=AT), lambda: send(patients[0], UNWELL, now=AT))
    assert [one.level for one in results] == [3, 2]
    for one, level in ((far, 3), (patients[0], 2)):
        assert read(one.place, "SELECT organisation_id, level FROM answer") == [(one.place.organisation_id, level)]
        assert holds(one.place)


def test_at_midnight_each_has_the_questionnaire_of_her_own_day(monkeypatch, patients):
    late, early = patients[:2]
    results = in_one_group(
        monkeypatch,
        lambda: send(late, STABLE, now=paris(1, "23:59:59")),
        lambda: send(early, STABLE, now=paris(2, "00:00:01")),
    )
    assert unexpected(results) == []
    assert [one.next_due > paris(2, "00:00:01") for one in results] == [True, True]
    days = "SELECT o.day FROM occurrence o JOIN answer a ON a.id = o.answer_id ORDER BY 1"
    assert read(late.place, days) == [(1,), (2,)]
