"""The two clocks as pages and jobs read them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from chevet.interfaces import clock
from chevet.kernel.errors import Forbidden, Invalid

A_MOMENT = timedelta(seconds=2)


def is_about(moment: datetime, wanted: datetime) -> bool:
    return abs(moment - wanted) < A_MOMENT


@pytest.fixture(autouse=True)
def unread(monkeypatch):
    monkeypatch.setattr(clock, "_read", {})


def test_a_clock_that_nobody_moved_is_the_machines(db):
    assert is_about(clock.domain_now(), datetime.now(UTC))


def test_moving_adds_up_and_leaves_the_machine_alone(db):
    clock.move(by=timedelta(hours=3))
    told = clock.move(by=timedelta(days=2))
    wanted = datetime.now(UTC) + timedelta(days=2, hours=3)
    assert is_about(told, wanted) and is_about(clock.domain_now(), wanted)
    assert is_about(clock.machine_now(), datetime.now(UTC))


def test_moving_to_a_moment_arrives_there(db):
    later = datetime.now(UTC) + timedelta(days=5)
    assert is_about(clock.move(to=later), later)
    assert is_about(clock.domain_now(), later)


@pytest.mark.parametrize("back", [{"by": timedelta(seconds=-1)}, {"to": datetime(2020, 1, 1, tzinfo=UTC)}])
def test_the_clock_never_goes_back(db, back):
    clock.move(by=timedelta(hours=1))
    with pytest.raises(Invalid):
        clock.move(**back)
    assert is_about(clock.domain_now(), datetime.now(UTC) + timedelta(hours=1))


def test_the_offset_is_read_a_few_times_a_second_at_most(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        for _look in range(20):
            clock.domain_now()


def test_in_production_the_row_is_not_even_read(db, django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO clock_offset (id, ahead) VALUES (1, '3 days')")
    with override_settings(MOVABLE_CLOCK=False), django_assert_num_queries(0):
        assert is_about(clock.domain_now(), datetime.now(UTC))
        with pytest.raises(Forbidden):
            clock.move(by=timedelta(hours=1))
