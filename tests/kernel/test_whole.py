"""The outermost transaction of a unit: all or nothing, whatever takes part in it."""

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from chevet.kernel.models import Pulse
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork

AT = "2027-03-01T00:00:00Z"
KEPT = Statement("INSERT INTO pulse (name, passed_at, found) VALUES ('kept', %s, 0)", (AT,))


def names(database) -> list[str]:
    """As another connection sees them."""
    with psycopg.connect(database.owner) as other:
        return [name for (name,) in other.execute("SELECT name FROM pulse ORDER BY name").fetchall()]


def test_what_was_added_is_committed_with_the_last_round_trip(own_database):
    with UnitOfWork(machine("watch")) as work:
        work.add(KEPT)
        assert names(own_database) == []
    assert names(own_database) == ["kept"]
    assert (connection.in_atomic_block, connection.get_autocommit()) == (False, True)


def test_an_orm_call_takes_part_even_when_it_comes_first(own_database):
    with pytest.raises(ZeroDivisionError), UnitOfWork(machine("watch")):
        Pulse.objects.create(name="orm", passed_at=AT)
        raise ZeroDivisionError
    assert names(own_database) == []
    with UnitOfWork(machine("watch")) as work:
        Pulse.objects.create(name="orm", passed_at=AT)
        work.add(KEPT)
    assert names(own_database) == ["kept", "orm"]


def test_a_failure_of_the_last_round_trip_keeps_nothing(own_database):
    with pytest.raises(IntegrityError), UnitOfWork(machine("watch")) as work:
        work.add(KEPT, KEPT)
    assert names(own_database) == []
    with UnitOfWork(machine("watch")) as work:
        work.add(KEPT)
    assert names(own_database) == ["kept"]


def test_a_block_inside_may_fail_alone(own_database):
    with UnitOfWork(machine("watch")) as work:
        work.add(KEPT)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Pulse.objects.create(name="lost", passed_at=AT)
            raise ZeroDivisionError
        Pulse.objects.create(name="orm", passed_at=AT)
    assert names(own_database) == ["kept", "orm"]


def test_a_connection_cut_in_the_middle_keeps_nothing_and_the_next_unit_works(own_database):
    with pytest.raises(OperationalError), UnitOfWork(machine("watch")) as work:
        (((pid,),),) = work.fetch(Statement("SELECT pg_backend_pid()", ()))
        with psycopg.connect(own_database.superuser, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        work.add(KEPT)
    assert names(own_database) == []
    with UnitOfWork(machine("watch")) as work:
        work.add(KEPT)
    assert names(own_database) == ["kept"]
