"""Who acts is told to PostgreSQL for one transaction, and forgotten with it."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from chevet.kernel.tenancy import SETTINGS, Scope, acting, machine

ONE, TWO = UUID(int=1), UUID(int=2)
CARE = Scope(purpose="care", actor="account:1", organisation=ONE, account=TWO)


def told() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('chevet.{name}', true)" for name in SETTINGS))
        return dict(zip(SETTINGS, (value or "" for value in cursor.fetchone()), strict=True))


def scope(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT chevet_scope(%s)", [name])
        return cursor.fetchone()[0]


NOTHING = dict.fromkeys(SETTINGS, "")


@pytest.mark.parametrize(
    ("given", "settings"),
    [
        (CARE, {"purpose": "care", "org": str(ONE), "account": str(TWO)}),
        (machine("schedule"), {"purpose": "schedule"}),
        (machine("watch", organisation=ONE, subject=TWO), {"purpose": "watch", "org": str(ONE), "subject": str(TWO)}),
        (Scope(purpose="link", actor="link", link=b"\x00\xff"), {"purpose": "link", "link": r'{"\\x00ff"}'}),
    ],
)
def test_a_scope_is_told_whole(given, settings, own_database):
    assert dict(zip(SETTINGS, given.settings(), strict=True)) == NOTHING | settings
    with acting(given):
        assert told() == NOTHING | settings
    assert told() == NOTHING


def test_a_machine_signs_as_itself():
    assert machine("dispatch").actor == "machine:dispatch"


def test_a_setting_that_was_not_given_is_null_and_not_an_empty_text(own_database):
    with acting(machine("schedule")):
        assert [scope(name) for name in ("org", "subject", "account", "link")] == [None] * 4


def test_without_a_scope_the_question_itself_is_an_error(own_database):
    with pytest.raises(DatabaseError, match="no scope"):
        scope("org")


@pytest.mark.parametrize("error", [None, ValueError])
def test_a_scope_outlives_neither_success_nor_failure(own_database, error):
    try:
        with acting(CARE):
            if error:
                raise error
    except ValueError:
        pass
    with transaction.atomic():
        assert told() == NOTHING


def test_inside_a_test_that_is_rolled_back_a_scope_ends_with_its_block(db):
    with acting(CARE):
        assert scope("org") == str(ONE)
    with pytest.raises(DatabaseError, match="no scope"), transaction.atomic():
        scope("org")
    with acting(Scope(purpose="care", actor="other", organisation=TWO)):
        assert (scope("org"), scope("account")) == (str(TWO), None)
