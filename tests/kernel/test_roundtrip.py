"""Many statements, one round trip."""

from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from chevet.kernel.roundtrip import numbered, send_together
from chevet.kernel.rows import Statement

pytestmark = pytest.mark.django_db
MOMENT = datetime(2027, 3, 28, 0, 59, 59, 123456, tzinfo=UTC)


class Word(StrEnum):
    RED = "red"


class Number(IntEnum):
    RED = 3


def ask(sql: str, *params):
    return send_together(connection.connection, [Statement(sql, params)])[0]


@pytest.fixture(autouse=True)
def begun():
    with transaction.atomic():
        connection.ensure_connection()
        yield


@pytest.mark.parametrize(
    ("value", "kind", "back"),
    [
        (True, "boolean", True),
        (-32_769, "integer", -32_769),
        (2**62, "bigint", 2**62),
        ("l’été \\ %s '\"", "text", "l’été \\ %s '\""),
        (bytes(range(256)), "bytea", bytes(range(256))),
        (UUID(int=7), "uuid", UUID(int=7)),
        (MOMENT, "timestamptz", MOMENT),
        (date(1900, 2, 28), "date", date(1900, 2, 28)),
        (time(23, 59), "time", time(23, 59)),
        (timedelta(days=2, seconds=3), "interval", timedelta(days=2, seconds=3)),
        ([UUID(int=7), UUID(int=8)], "uuid[]", [UUID(int=7), UUID(int=8)]),
        (["a,b", '"'], "text[]", ["a,b", '"']),
        (Word.RED, "text", "red"),
        (Number.RED, "smallint", 3),
        (None, "uuid", None),
        (37.25, "real", 37.25),
    ],
)
def test_a_value_comes_back_as_it_went(value, kind, back):
    assert ask(f"SELECT %s::{kind} AS value", value)[0].value == back


def test_rows_of_many_statements_come_back_in_order():
    wanted = [
        Statement("SELECT %s::int AS a", (1,)),
        Statement("SET LOCAL work_mem = '1MB'", ()),
        Statement("SELECT 2 AS b, 3", ()),
    ]
    assert [[tuple(row) for row in rows] for rows in send_together(connection.connection, wanted)] == [
        [(1,)],
        [],
        [(2, 3)],
    ]


def test_percent_signs_are_kept_and_placeholders_numbered():
    assert numbered("SELECT 7 %% 4, %s, '%%s', %s") == b"SELECT 7 % 4, $1, '%s', $2"


def test_a_failure_is_named_and_what_follows_is_not_carried_out():
    with transaction.atomic():
        send_together(
            connection.connection, [Statement("CREATE TEMP TABLE tried (id int PRIMARY KEY) ON COMMIT DROP", ())]
        )
    one = Statement("INSERT INTO tried VALUES (%s)", (1,))
    with pytest.raises(psycopg.errors.UniqueViolation), transaction.atomic():
        send_together(connection.connection, [one, one, Statement("SELECT nothing_like_it", ())])
    assert ask("SELECT count(*) AS number FROM tried")[0].number == 0


def test_a_rollback_forgets_what_was_prepared_and_nobody_notices():
    with connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute("SELECT 1")  # psycopg prepares it, and will deallocate everything
    assert ask("SELECT 5 AS five")[0].five == 5
    with pytest.raises(psycopg.errors.DivisionByZero), transaction.atomic():
        ask("SELECT 1 / %s::int", 0)
    assert ask("SELECT 5 AS five")[0].five == 5


def test_a_zero_byte_is_refused_before_anything_leaves():
    with pytest.raises(psycopg.DataError):
        ask("SELECT %s::text", "a\0b")
    assert ask("SELECT 1 AS one")[0].one == 1
