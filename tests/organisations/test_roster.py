"""Who covers which hours: tables of facts over one week of March 2027 (the 1st is a Monday)."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from chevet.organisations.duty import Duty
from chevet.organisations.holidays import easter, holidays, next_holidays
from chevet.organisations.roster import Turn, effective, gaps, hour_of, joined, of_each, on_turn, without

PARIS = ZoneInfo("Europe/Paris")
LEA, KARIM = UUID(int=1), UUID(int=2)
MONDAY, TUESDAY = date(2027, 3, 1), date(2027, 3, 2)
WEEK = [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}]


def weekly(person: UUID, days: str, starts: str, ends: str) -> Turn:
    return Turn(person, tuple(int(day) for day in days), None, starts, ends)


def on(person: UUID, day: date, starts: str, ends: str, *, away: bool = False) -> Turn:
    return Turn(person, (), day, starts, ends, away)


def written(spans) -> list[str]:
    return [f"{hour_of(start)}-{hour_of(end)}" for start, end in spans]


@pytest.mark.parametrize(
    ("turns", "day", "uncovered"),
    [
        ([], MONDAY, ["08:00-20:00"]),
        ([weekly(LEA, "01234", "08:00", "20:00")], MONDAY, []),
        ([weekly(LEA, "01234", "08:00", "18:00")], TUESDAY, ["18:00-20:00"]),
        ([weekly(LEA, "01234", "08:00", "14:00"), weekly(KARIM, "0", "13:00", "20:00")], MONDAY, []),
        ([weekly(LEA, "0", "10:00", "12:00"), weekly(LEA, "0", "14:00", "16:00")], MONDAY,
         ["08:00-10:00", "12:00-14:00", "16:00-20:00"]),
        ([weekly(LEA, "01234", "00:00", "24:00"), on(LEA, TUESDAY, "09:00", "11:00", away=True)], TUESDAY,
         ["09:00-11:00"]),
        ([weekly(LEA, "01234", "08:00", "20:00"), on(LEA, TUESDAY, "00:00", "24:00", away=True),
          on(KARIM, TUESDAY, "08:00", "12:00")], TUESDAY, ["12:00-20:00"]),
        ([weekly(LEA, "01234", "08:00", "20:00"), on(LEA, TUESDAY, "00:00", "24:00", away=True)], MONDAY, []),
        ([], date(2027, 3, 6), []),
    ],
)  # fmt: skip
def test_hours_that_nobody_covers_are_gaps(turns, day, uncovered):
    assert written(gaps(WEEK, turns, day)) == uncovered


def test_a_date_of_its_own_takes_the_place_of_the_week():
    hours = [*WEEK, {"on": "2027-03-01", "from": "10:00", "to": "12:00"}, {"on": "2027-03-02", "closed": True}]
    assert written(gaps(hours, [], MONDAY)) == ["10:00-12:00"]
    assert written(gaps(hours, [], TUESDAY)) == []
    assert written(gaps(hours, [], date(2027, 3, 3))) == ["08:00-20:00"]


@pytest.mark.parametrize(
    ("moment", "people"),
    [
        ("2027-03-01T07:00", {LEA}),  # 08:00 in Paris
        ("2027-03-01T11:59", {LEA}),
        ("2027-03-01T12:30", {LEA, KARIM}),
        ("2027-03-01T13:00", {KARIM}),
        ("2027-03-01T19:00", set()),
        ("2027-03-29T06:30", {LEA}),  # 08:30 in Paris, in summer
    ],
)
def test_whose_turn_it_is(moment, people):
    turns = [weekly(LEA, "0", "08:00", "14:00"), weekly(KARIM, "0", "13:00", "20:00")]
    assert on_turn(turns, now=datetime.fromisoformat(moment).replace(tzinfo=UTC), zone=PARIS) == people


def test_without_a_roster_what_was_declared_is_what_counts():
    assert effective(WEEK, None, today=MONDAY) == WEEK


def test_with_a_roster_only_what_is_covered_counts():
    turns = [weekly(LEA, "01", "07:00", "18:00"), weekly(KARIM, "1", "18:00", "20:00")]
    assert effective(WEEK, turns, today=MONDAY) == [
        {"days": [0], "from": "08:00", "to": "18:00"},
        {"days": [1], "from": "08:00", "to": "20:00"},
    ]
    assert effective(WEEK, [], today=MONDAY) == []


def test_absences_and_special_dates_are_written_as_dates_and_forgotten_once_past():
    hours = [*WEEK, {"on": "2027-03-01", "closed": True}, {"on": "2027-03-06", "from": "09:00", "to": "12:00"}]
    turns = [
        weekly(LEA, "012345", "08:00", "20:00"),
        on(LEA, TUESDAY, "08:00", "10:00", away=True),
        on(LEA, date(2027, 3, 3), "00:00", "24:00", away=True),
    ]
    week = {"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}
    dated = [
        {"on": "2027-03-01", "closed": True},
        {"on": "2027-03-02", "from": "10:00", "to": "20:00"},
        {"on": "2027-03-03", "closed": True},
        {"on": "2027-03-06", "from": "09:00", "to": "12:00"},
    ]
    assert effective(hours, turns, today=MONDAY) == [week, *dated]
    assert effective(hours, turns, today=date(2027, 3, 3)) == [week, *dated[2:]]


def test_duty_follows_the_dates():
    closed = Duty([*WEEK, {"on": "2027-03-01", "closed": True}], PARIS)
    noon = datetime(2027, 3, 1, 11, tzinfo=UTC)
    assert (Duty(WEEK, PARIS).is_on(noon), closed.is_on(noon)) == (True, False)
    assert closed.next_end(noon) == datetime(2027, 3, 2, 19, tzinfo=UTC)
    assert closed.spends(noon, 120) == datetime(2027, 3, 2, 9, tzinfo=UTC)


def test_each_person_has_her_own_minutes():
    turns = [
        weekly(LEA, "0", "08:00", "12:00"),
        weekly(LEA, "0", "11:00", "14:00"),
        weekly(KARIM, "1", "08:00", "9:00"),
    ]
    assert of_each(turns, MONDAY) == {LEA: [(480, 840)]}


def test_spans_are_joined_and_cut():
    assert joined([(3, 5), (1, 2), (2, 4), (7, 8)]) == [(1, 5), (7, 8)]
    assert without([(0, 10)], [(2, 3), (5, 20)]) == [(0, 2), (3, 5)]


def test_public_holidays_are_those_of_the_labour_code():
    assert [easter(year) for year in (2024, 2025, 2026, 2027, 2038)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25),
    ]  # fmt: skip
    assert len(holidays(2027)) == 11
    assert next_holidays(date(2027, 3, 2), most=2) == [
        (date(2027, 3, 29), "Lundi de Pâques"), (date(2027, 5, 1), "Fête du Travail"),
    ]  # fmt: skip
