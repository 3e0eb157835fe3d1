"""What counts by the minute say."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from chevet.reporting.rules import EDGES, UNTRIED, Became, Waits, bins, minutes_between, week_of

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)


def each(*minutes: int) -> Waits:
    return Waits.of((one, 1) for one in minutes)


@pytest.mark.parametrize(
    ("minutes", "median", "ninth"),
    [((3,), 3, 3), ((1, 2, 3), 2, 3), ((1, 2, 3, 4), 2, 4), ((0,) * 9 + (50,), 0, 0), ((0,) * 8 + (50,) * 2, 0, 50)],
)
def test_the_median_and_the_ninth_decile_are_waits_that_somebody_had(minutes, median, ninth):
    assert (each(*minutes).median, each(*minutes).ninth_decile) == (median, ninth)


def test_nobody_waited_and_nothing_is_said():
    nobody = Waits.of([])
    assert (nobody.median, nobody.share_within(), nobody.are_too_few) == (None, None, True)


def test_who_was_closed_without_a_call_is_late_and_is_no_wait():
    waits = Waits.of([(4, 3), (12, 1), (UNTRIED, 4)])
    assert (waits.acted, waits.untried, waits.median) == (4, 4, 4)
    assert waits.share_within() == 3 / 8


def test_ten_minutes_are_not_less_than_ten():
    assert each(9, 10).within() == 1


def test_every_wait_is_in_one_bar():
    waits = each(*range(100))
    found = list(bins(waits))
    assert sum(one.number for one in found) == 100
    assert [(one.low, one.high) for one in found] == [*pairwise(EDGES), (60, None)]


@pytest.mark.parametrize(
    ("length", "minutes"),
    [(timedelta(), 0), (timedelta(seconds=59), 0), (timedelta(minutes=9, seconds=59), 9), (timedelta(days=3), 1440),
     (timedelta(seconds=-5), 0)],
)  # fmt: skip
def test_minutes_are_those_that_have_passed(length, minutes):
    assert minutes_between(AT, AT + length) == minutes


def test_a_week_begins_on_the_monday_of_the_teams_wall():
    sunday_night = datetime(2027, 3, 7, 23, 30, tzinfo=UTC)
    assert week_of(sunday_night, ZoneInfo("Europe/Paris")) == date(2027, 3, 8)
    assert week_of(sunday_night, ZoneInfo("America/Martinique")) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("useful", "useless", "is_bad"), [(0, 4, False), (1, 4, True), (3, 3, False), (3, 4, True), (0, 0, False)]
)
def test_a_rule_is_bad_when_most_of_five_or_more_say_so(useful, useless, is_bad):
    assert Became(alerts=20, useful=useful, useless=useless).is_bad is is_bad
