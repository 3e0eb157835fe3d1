"""The follow-up's calendar in the person's own days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chevet.pathways.calendar import (
    Due,
    due_dates,
    due_days,
    first_day,
    is_watched,
    moment,
    next_due,
    not_before,
    times_of,
)
from chevet.pathways.library import load

COVID = load("covid-medical")
PARIS = ZoneInfo("Europe/Paris")
NINE = time(9)
FRENCH_ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Paris",
        "America/Martinique",
        "America/Guadeloupe",
        "America/Cayenne",
        "Indian/Reunion",
        "Indian/Mayotte",
        "America/Miquelon",
        "Pacific/Noumea",
        "Pacific/Tahiti",
        "Pacific/Wallis",
    )
]


def test_the_golden_calendar_has_eleven_questionnaires():
    dates = due_dates(COVID, first=date(2026, 3, 20))
    assert [day for day, _ in dates] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14]
    assert [on.isoformat()[5:] for _, on in dates] == [
        "03-20",
        "03-21",
        "03-22",
        "03-23",
        "03-24",
        "03-25",
        "03-26",
        "03-27",
        "03-29",
        "03-31",
        "04-02",
    ]


def test_the_golden_hours_follow_the_wall_clock_across_the_change_to_summer_time():
    hours = [moment(on, NINE, PARIS).strftime("%m-%d %H:%M") for _, on in due_dates(COVID, first=date(2026, 3, 20))]
    assert hours == [
        "03-20 08:00",
        "03-21 08:00",
        "03-22 08:00",
        "03-23 08:00",
        "03-24 08:00",
        "03-25 08:00",
        "03-26 08:00",
        "03-27 08:00",
        "03-29 07:00",
        "03-31 07:00",
        "04-02 07:00",
    ]


RISK_DAYS = [
    (None, (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14)),
    (0, tuple(range(1, 15))),  # onset on day 1: days 6-12 since onset are days 7-13
    (3, (*range(1, 11), 12, 14)),  # days 4-10
    (5, (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14)),
    (-3, (1, 2, 3, 4, 5, 6, 7, 8, *range(10, 15))),
]


@pytest.mark.parametrize(("onset_offset", "days"), RISK_DAYS)
def test_people_at_risk_answer_daily_from_day_six_to_twelve_since_onset(onset_offset, days):
    assert due_days(COVID, risk=True, onset_offset=onset_offset) == days


def test_onset_changes_nothing_without_risk():
    assert due_days(COVID, risk=False, onset_offset=0) == due_days(COVID)


STARTS = [("08:59", date(2026, 6, 1)), ("09:00", date(2026, 6, 1)), ("09:01", date(2026, 6, 2))]


@pytest.mark.parametrize(("clock", "first"), STARTS)
def test_day_one_is_the_first_day_whose_hour_has_not_passed(clock, first):
    now = datetime.fromisoformat(f"2026-06-01T{clock}:00").replace(tzinfo=PARIS).astimezone(UTC)
    assert first_day(now, hour=NINE, zone=PARIS) == first


def test_day_one_is_a_local_day():
    now = datetime(2026, 6, 1, 20, 30, tzinfo=UTC)
    assert first_day(now, hour=NINE, zone=ZoneInfo("Pacific/Noumea")) == date(2026, 6, 2)
    assert first_day(now, hour=NINE, zone=ZoneInfo("Pacific/Tahiti")) == date(2026, 6, 2)
    assert first_day(now, hour=time(11), zone=ZoneInfo("Pacific/Tahiti")) == date(2026, 6, 1)


def test_the_next_due_is_strictly_later_and_ends():
    plan = {"first": date(2026, 6, 1), "hour": NINE, "zone": PARIS}
    at_nine = datetime(2026, 6, 8, 7, 0, tzinfo=UTC)
    assert next_due(COVID, after=at_nine - timedelta(seconds=1), **plan) == Due(8, date(2026, 6, 8), at_nine)
    assert next_due(COVID, after=at_nine, **plan) == Due(10, date(2026, 6, 10), at_nine + timedelta(days=2))
    assert next_due(COVID, after=datetime(2026, 6, 14, 7, 0, tzinfo=UTC), **plan) is None


WATCHED = [
    (None, False, False),
    (5, False, False),
    (6, False, True),
    (12, False, True),
    (13, False, False),
    (None, True, True),
    (2, True, True),
]


@pytest.mark.parametrize(("since_onset", "risk", "watched"), WATCHED)
def test_silence_is_watched_more_closely_around_day_nine_and_for_people_at_risk(since_onset, risk, watched):
    assert is_watched(COVID, since_onset=since_onset, risk=risk) == watched


HOURS = [
    (NINE, False, "11:00", "13:00"),
    (NINE, True, "11:00", "12:00"),
    (time(11), False, "12:30", "13:00"),
    (time(11), True, "11:30", "12:00"),
    (time(12), False, "13:30", "14:00"),
    (time(12), True, "12:30", "13:00"),
    (time(18, 30), False, "20:00", "20:30"),
    (time(18, 30), True, "19:00", "19:30"),
]


@pytest.mark.parametrize(("hour", "watch", "nudge", "silent"), HOURS)
def test_one_nudge_then_silence(hour, watch, nudge, silent):
    times = times_of(date(2026, 6, 1), hour=hour, zone=PARIS, pathway=COVID, watch=watch)
    local = [f"{when.astimezone(PARIS):%d %H:%M}" for when in (times.opens, times.nudge, times.silent, times.closes)]
    assert local == ["01 00:00", f"01 {nudge}", f"01 {silent}", "02 00:00"]


def test_an_hour_that_a_clock_change_skips_is_the_moment_after_the_gap():
    skipped = moment(date(2026, 3, 29), time(2, 30), PARIS)
    assert f"{skipped.astimezone(PARIS):%d %H:%M}" == "29 03:30"


def test_an_hour_that_happens_twice_is_the_first_of_the_two():
    assert moment(date(2026, 10, 25), time(2, 30), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


QUIET = [
    ("2026-06-01T20:59", "01 20:59"),
    ("2026-06-01T21:00", "02 08:00"),
    ("2026-06-02T03:00", "02 08:00"),
    ("2026-06-02T07:59", "02 08:00"),
    ("2026-06-02T08:00", "02 08:00"),
    ("2026-03-29T01:30", "29 08:00"),
]


@pytest.mark.parametrize(("asked", "sent"), QUIET)
def test_quiet_hours_wait_for_the_morning(asked, sent):
    when = datetime.fromisoformat(asked).replace(tzinfo=PARIS)
    assert f"{not_before(when, zone=PARIS, delays=COVID.delays).astimezone(PARIS):%d %H:%M}" == sent


@pytest.mark.parametrize("zone", FRENCH_ZONES, ids=str)
def test_every_start_over_four_hundred_days_gives_one_reminder_per_local_day(zone):
    seen = {}
    for shift in range(400):
        on = date(2026, 1, 1) + timedelta(days=shift)
        hour = COVID.delays.hours[shift % len(COVID.delays.hours)]
        late = times_of(on, hour=hour, zone=zone, pathway=COVID, watch=bool(shift % 3))
        assert late.opens < late.due < late.nudge < late.silent < late.closes
        assert not_before(late.silent, zone=zone, delays=COVID.delays) == late.silent
        times = times_of(on, hour=NINE, zone=zone, pathway=COVID, watch=bool(shift % 2))
        local = times.due.astimezone(zone)
        assert (local.date(), local.time()) == (on, NINE)
        assert times.opens < times.due < times.nudge < times.silent < times.closes
        assert times.closes == times_of(on + timedelta(days=1), hour=NINE, zone=zone, pathway=COVID).opens
        seen[times.due] = on
    assert len(seen) == 400


@settings(max_examples=300, deadline=None)
@given(
    zone=st.sampled_from(FRENCH_ZONES),
    minute=st.integers(0, 400 * 24 * 60),
    hour=st.sampled_from(COVID.delays.hours),
    risk=st.booleans(),
    onset_days=st.none() | st.integers(-5, 20),
)
def test_a_follow_up_begun_at_any_minute_is_reminded_by_day_once_a_day_and_in_order(
    zone, minute, hour, risk, onset_days
):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    first = first_day(now, hour=hour, zone=zone)
    onset = None if onset_days is None else first - timedelta(days=onset_days)
    plan = {"first": first, "hour": hour, "zone": zone, "risk": risk, "onset": onset}
    after, dues = now - timedelta(seconds=1), []
    while (due := next_due(COVID, after=after, **plan)) is not None:
        dues.append(due)
        after = due.due
    assert [(due.day, due.on) for due in dues] == list(due_dates(COVID, first=first, risk=risk, onset=onset))
    local = [due.due.astimezone(zone) for due in dues]
    assert [when.date() for when in local] == [due.on for due in dues]
    assert {when.time() for when in local} == {hour}
    assert all(not_before(due.due, zone=zone, delays=COVID.delays) == due.due for due in dues)
    assert timedelta(0) <= dues[0].due - now <= timedelta(hours=25)
