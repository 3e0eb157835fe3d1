"""Rows as values: the SQL of an insert and an update, and how it reads back."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist
from hypothesis import given
from hypothesis import strategies as st

from chevet.audit.models import JournalEntry
from chevet.kernel.models import DataKey, Pulse
from chevet.kernel.rows import Shape, Statement, insert, side_by_side, update
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.models import Occurrence

NOW = datetime(2027, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
ORGANISATION = uuid4()
SCOPE = Scope(purpose="care", actor="test", organisation=ORGANISATION)
pytestmark = pytest.mark.django_db


def key(**changed):
    values = {
        "subject_id": uuid4(),
        "organisation_id": ORGANISATION,
        "family": "medical",
        "generation": 1,
        "wrapped": b"\x00\xff",
    }
    return insert(DataKey, **(values | changed))


def stored(*writes, sql, params=()):
    with UnitOfWork(SCOPE) as work:
        work.add(*writes)
        work.flush()
        return work.fetch(Statement(sql, params))[0]


def test_an_insert_names_its_columns_and_casts_its_values():
    assert insert(Pulse, name="worker", passed_at=NOW, found=0).sql == (
        'INSERT INTO "pulse" ("name", "passed_at", "found") '
        "VALUES (%s::varchar(40), %s::timestamp with time zone, %s::integer) "
    )


def test_an_update_names_what_changes_and_what_it_looks_for():
    statement = update(Pulse, {"name": "worker", "found": 1}, found=2)
    assert (statement.sql, statement.params) == (
        'UPDATE "pulse" SET "found" = %s::integer WHERE "name" = %s::varchar(40) AND "found" = %s::integer',
        (2, "worker", 1),
    )


def test_a_foreign_key_is_written_by_its_column_and_the_type_of_what_it_points_at():
    sql = update(Occurrence, {"follow_up": uuid4()}, day=1).sql
    assert sql == 'UPDATE "occurrence" SET "day" = %s::smallint WHERE "follow_up_id" = %s::uuid'


def test_a_column_that_does_not_exist_is_refused_before_it_is_sent():
    with pytest.raises(FieldDoesNotExist):
        insert(Pulse, nam="worker")


def test_bytes_moments_and_ids_come_back_as_they_were():
    subject = uuid4()
    rows = stored(
        key(subject_id=subject), insert(Pulse, name="x", passed_at=NOW, found=3),
        sql="SELECT k.subject_id, k.wrapped, p.passed_at FROM data_key k, pulse p WHERE p.name = 'x'",
    )  # fmt: skip
    assert [(row.subject_id, bytes(row.wrapped), row.passed_at) for row in rows] == [(subject, b"\x00\xff", NOW)]


@pytest.mark.parametrize("detail", [None, {}, {"a": "é", "n": None, "l": [1, 2.5, True]}, "text", []])
def test_json_comes_back_as_it_was_and_none_is_null(detail):
    write = insert(JournalEntry, at=NOW, actor="t", action="t", organisation_id=ORGANISATION, detail=detail)
    (row,) = stored(write, sql="SELECT detail::text AS detail FROM journal")
    assert (None if row.detail is None else json.loads(row.detail)) == detail


def test_a_second_row_of_the_same_key_does_nothing_when_told_so():
    subject = uuid4()
    rows = stored(
        key(subject_id=subject), key(subject_id=subject, generation=2, on_conflict="ON CONFLICT (subject_id) DO NOTHING"),
        sql="SELECT generation FROM data_key",
    )  # fmt: skip
    assert [row.generation for row in rows] == [1]


def test_an_update_touches_the_rows_it_names_and_no_other():
    first, second = uuid4(), uuid4()
    rows = stored(
        key(subject_id=first), key(subject_id=second), update(DataKey, {"subject_id": first}, generation=9),
        sql="SELECT subject_id, generation FROM data_key",
    )  # fmt: skip
    assert dict(tuple(row) for row in rows) == {first: 9, second: 1}


@pytest.mark.parametrize("value", ["'; DROP TABLE pulse; --", "%s", "%(x)s", "\\", "é\n\t\u202e"])
def test_a_hostile_text_is_only_a_text(value):
    rows = stored(insert(Pulse, name=value[:40], passed_at=NOW, found=0), sql="SELECT name FROM pulse")
    assert [row.name for row in rows] == [value]


def test_rows_of_several_are_written_by_one_statement_and_say_what_one_by_one_says():
    ids = [uuid4() for _ in range(3)]
    sequences = [
        [key(subject_id=one), update(DataKey, {"subject_id": one}, generation=number)] for number, one in enumerate(ids)
    ]
    together = list(side_by_side(sequences))
    assert len(together) == 2
    rows = stored(*together, sql="SELECT subject_id, generation FROM data_key")
    assert {row.subject_id: row.generation for row in rows} == {one: number for number, one in enumerate(ids)}


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=6), max_size=5))
def test_each_one_s_own_order_is_kept_whatever_the_others_write(names):
    """Rows of one name have one shape, `c` has none and travels by itself."""
    shapes = {name: Shape(name, lambda number: f"{number}") for name in "ab"}
    sequences = [
        [Statement(name, ((who, place),), shapes.get(name)) for place, name in enumerate(of_one)]
        for who, of_one in enumerate(names)
    ]
    written = [param for one in side_by_side(sequences) for param in one.params]
    assert sorted(written) == [(who, place) for who, of_one in enumerate(names) for place, _ in enumerate(of_one)]
    for who in range(len(names)):
        assert [place for one, place in written if one == who] == sorted(place for one, place in written if one == who)
