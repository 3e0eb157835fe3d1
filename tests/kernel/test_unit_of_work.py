"""One transaction of a use case: all or nothing, counted, in few round trips, committed durably."""

from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from chevet.audit.models import JournalEntry
from chevet.audit.operations import entry
from chevet.kernel import unit_of_work
from chevet.kernel.models import DataKey
from chevet.kernel.rows import Statement, insert
from chevet.kernel.tenancy import Scope, acting
from chevet.kernel.unit_of_work import Crash, FailPoint, UnitOfWork
from chevet.people.models import CareLink

NOW = datetime(2027, 3, 1, tzinfo=UTC)
ORGANISATION = uuid4()
SCOPE = Scope(purpose="care", actor="test", organisation=ORGANISATION)
ONE = Statement("SELECT %s::int AS one", (1,))


def line(action="test"):
    return entry(at=NOW, actor="test", action=action, organisation_id=ORGANISATION)


def key(**changed):
    values = {
        "subject_id": uuid4(),
        "organisation_id": ORGANISATION,
        "family": "medical",
        "generation": 1,
        "wrapped": b"x",
    }
    return insert(DataKey, **(values | changed))


def actions() -> list[str]:
    with acting(SCOPE):
        return list(JournalEntry.objects.order_by("id").values_list("action", flat=True))


def orphan():
    """A row whose foreign key leads nowhere: PostgreSQL only looks at the commit."""
    return insert(
        CareLink,
        id=uuid4(),
        organisation_id=ORGANISATION,
        subject_id=uuid4(),
        team=uuid4(),
        since=NOW,
        until=None,
        why="",
    )


@pytest.fixture(autouse=True)
def database(own_database):
    return own_database


def test_what_was_added_is_there_after_the_block_and_not_before():
    with UnitOfWork(SCOPE) as work:
        work.add(line("first"), line("second"))
        assert work.fetch(Statement("SELECT count(*) FROM journal", ())) == [[(0,)]]
    assert actions() == ["first", "second"]


def test_rows_come_back_named_one_list_for_each_read_in_their_order():
    with UnitOfWork(SCOPE) as work:
        first, none, second = work.fetch(
            ONE, Statement("SELECT 1 AS x WHERE false", ()), Statement("SELECT 2 AS two", ())
        )
    assert (first[0].one, none, second[0].two) == (1, [], 2)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Crash])
def test_an_error_in_the_block_leaves_nothing(error):
    with pytest.raises(error), UnitOfWork(SCOPE) as work:
        work.add(line("kept"))
        work.flush()
        JournalEntry.objects.create(at=NOW, actor="test", action="orm", organisation_id=ORGANISATION)
        raise error
    assert actions() == []


def test_a_write_that_fails_takes_the_others_with_it():
    twice = key()
    with pytest.raises(IntegrityError), UnitOfWork(SCOPE) as work:
        work.add(line("before"), twice, twice, line("after"))
    assert actions() == []
    with acting(SCOPE):
        assert DataKey.objects.count() == 0


def test_what_fails_only_at_the_commit_is_heard():
    with pytest.raises(IntegrityError), UnitOfWork(SCOPE) as work:
        work.add(line("before"), orphan())
    assert actions() == []


def test_the_connection_goes_on_after_a_failure():
    with pytest.raises(DatabaseError), UnitOfWork(SCOPE) as work:
        work.fetch(ONE, Statement("SELECT no_such_column", ()), ONE)
    with UnitOfWork(SCOPE) as work:
        work.add(line("next"))
    assert actions() == ["next"]


def test_an_error_that_the_use_case_swallows_commits_nothing():
    """PostgreSQL answers ROLLBACK to the COMMIT of a broken transaction; that must not pass for success."""
    with pytest.raises(DatabaseError), UnitOfWork(SCOPE) as work:
        work.add(line("before"))
        work.flush()
        with suppress(DatabaseError):
            work.fetch(Statement("SELECT no_such_column", ()))
    assert actions() == []


def test_the_scope_is_told_once_and_ends_with_the_transaction():
    with UnitOfWork(SCOPE) as work:
        work.fetch(ONE)
        work.fetch(ONE)
        assert work.statements == 3
    with pytest.raises(DatabaseError, match="no scope"):
        JournalEntry.objects.count()


def test_the_scope_of_a_failed_unit_does_not_reach_the_next_one():
    with pytest.raises(ValueError), UnitOfWork(SCOPE) as work:
        work.fetch(ONE)
        raise ValueError
    with pytest.raises(DatabaseError, match="no scope"):
        JournalEntry.objects.count()


def test_statements_are_counted_whoever_sends_them():
    with UnitOfWork(SCOPE) as work:
        work.orm()
        assert work.statements == 1
        JournalEntry.objects.count()
        work.fetch(ONE, ONE)
        work.add(line())
    assert work.statements == 5


def test_reads_leave_together_and_writes_leave_together_with_the_commit(monkeypatch):
    trips = []
    send = unit_of_work.send_together
    monkeypatch.setattr(
        unit_of_work, "send_together", lambda to, statements: trips.append(len(statements)) or send(to, statements)
    )
    with UnitOfWork(SCOPE) as work:
        work.fetch(ONE, ONE, ONE)
        work.add(line(), line())
    assert trips == [4, 3]
    assert actions() == ["test", "test"]


def test_who_decides_nothing_in_between_needs_one_round_trip(monkeypatch):
    trips = []
    send = unit_of_work.send_together
    monkeypatch.setattr(
        unit_of_work, "send_together", lambda to, statements: trips.append(len(statements)) or send(to, statements)
    )
    with UnitOfWork(SCOPE) as work:
        work.add(line())
        assert [len(rows) for rows in work.finish(ONE, ONE)] == [1, 1]
    assert trips == [5]
    assert actions() == ["test"]
    with pytest.raises(DatabaseError), UnitOfWork(SCOPE) as work:
        work.add(line())
        work.finish(Statement("SELECT 1 / 0", ()))
    assert actions() == ["test"], "all or nothing"


def test_a_unit_of_work_is_the_outermost_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"), UnitOfWork(SCOPE):
        pass


def test_the_application_waits_for_the_disk_before_it_answers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting, source FROM pg_settings WHERE name IN ('synchronous_commit', 'transaction_isolation')"
        )
        settings = {name: setting for name, setting, _ in cursor.fetchall()}
    assert settings == {"synchronous_commit": "on", "transaction_isolation": "read committed"}


def test_a_fail_point_crashes_after_each_statement_in_turn_and_then_lets_pass():
    crashed = []
    for after in range(1, 10):
        try:
            with FailPoint(after), UnitOfWork(SCOPE) as work:
                assert not work.pipelined
                work.fetch(ONE)
                JournalEntry.objects.create(at=NOW, actor="test", action="orm", organisation_id=ORGANISATION)
                work.add(line("added"))
        except Crash:
            crashed.append((after, actions()))
        else:
            break
    assert crashed == [(1, []), (2, []), (3, []), (4, [])]
    assert actions() == ["orm", "added"]


def test_a_fail_point_counts_on_through_several_units():
    with pytest.raises(Crash), FailPoint(after=3):
        for name in ("first", "second"):
            with UnitOfWork(SCOPE) as work:
                work.add(line(name))
    assert actions() == ["first"]


def test_outside_its_block_a_fail_point_does_nothing():
    with FailPoint(after=1):
        pass
    with UnitOfWork(SCOPE) as work:
        assert work.pipelined
        work.fetch(ONE)


def test_a_crash_is_caught_by_nobody_who_catches_errors():
    assert not issubclass(Crash, Exception)
