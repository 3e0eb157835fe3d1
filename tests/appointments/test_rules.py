"""Free times over changes of clock and overseas, and when somebody is reminded. Golden calendars, then properties."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chevet.appointments.reminding import reminders
from chevet.appointments.rules import Open, free, is_free, joined, overlaps, spans, too_late, without
from chevet.appointments.states import LIVE, MOVES, after
from chevet.kernel.errors import Conflict

PARIS, MIQUELON, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("America/Miquelon"), ZoneInfo("Indian/Reunion")
NOUMEA, MARQUESAS = ZoneInfo("Pacific/Noumea"), ZoneInfo("Pacific/Marquesas")
EVERY_DAY = tuple(range(7))
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # Paris; Miquelon changes on 14 March and 7 November
NIGHT = [Open(days=EVERY_DAY, starts="01:00", ends="05:00")]


def walls(openings, *, day, zone, minutes=60, taken=()):
    """The local hours at which one can be booked that day."""
    start = datetime.combine(day, datetime.min.time(), zone)
    found = free(openings, taken, minutes=minutes, zone=zone, since=start, until=start + timedelta(hours=26))
    return [f"{one.astimezone(zone):%H:%M}" for one in found if one.astimezone(zone).date() == day]


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (SPRING, PARIS, ["01:00", "03:00", "04:00"]),  # two to three does not exist
        (AUTUMN, PARIS, ["01:00", "02:00", "02:00", "03:00", "04:00"]),  # two to three happens twice
        (date(2027, 3, 14), MIQUELON, ["01:00", "03:00", "04:00"]),
        (SPRING, MIQUELON, ["01:00", "02:00", "03:00", "04:00"]),  # not there
        (date(2027, 11, 7), MIQUELON, ["01:00", "01:00", "02:00", "03:00", "04:00"]),
        (SPRING, REUNION, ["01:00", "02:00", "03:00", "04:00"]),
        (AUTUMN, NOUMEA, ["01:00", "02:00", "03:00", "04:00"]),
    ],
)  # fmt: skip
def test_a_night_is_as_long_as_it_lasts(day, zone, expected):
    assert walls(NIGHT, day=day, zone=zone) == expected


def test_the_same_wall_is_another_moment_overseas_and_after_the_change():
    nine = [Open(days=EVERY_DAY, starts="09:00", ends="10:00")]

    def first(day, zone):
        return next(free(nine, (), minutes=60, zone=zone, since=datetime.combine(day, datetime.min.time(), zone), until=datetime(2028, 1, 1, tzinfo=UTC)))  # fmt: skip

    assert f"{first(date(2027, 3, 27), PARIS):%d %H:%M}" == "27 08:00"
    assert f"{first(SPRING, PARIS):%d %H:%M}" == "28 07:00"
    assert f"{first(SPRING, REUNION):%d %H:%M}" == "28 05:00"
    assert f"{first(SPRING, MIQUELON):%d %H:%M}" == "28 11:00"
    assert f"{first(SPRING, MARQUESAS):%d %H:%M}" == "28 18:30"


def test_each_stretch_is_filled_from_its_beginning_on_round_minutes():
    morning = [Open(days=EVERY_DAY, starts="09:00", ends="12:00")]
    day = date(2027, 3, 2)
    at = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)
    taken = [(at + timedelta(minutes=22), at + timedelta(minutes=40)), (at + timedelta(minutes=60), at + timedelta(minutes=110))]  # fmt: skip
    assert walls(morning, day=day, zone=PARIS, minutes=20, taken=taken) == ["09:00", "09:40", "10:50", "11:10", "11:30"]


def test_dates_open_besides_the_week_and_close_over_it():
    week = Open(days=(1,), starts="09:00", ends="11:00")
    besides = Open(day=date(2027, 3, 3), last_day=date(2027, 3, 3), starts="14:00", ends="15:00")
    away = Open(day=date(2027, 3, 1), last_day=date(2027, 3, 5), starts="10:00", ends="24:00", closed=True)
    assert walls([week, besides], day=date(2027, 3, 3), zone=PARIS) == ["14:00"]
    assert walls([week, besides, away], day=date(2027, 3, 2), zone=PARIS) == ["09:00"]
    assert walls([week, besides, away], day=date(2027, 3, 3), zone=PARIS) == []
    assert walls([week, away], day=date(2027, 3, 9), zone=PARIS) == ["09:00", "10:00"]


ZONES = st.sampled_from([PARIS, MIQUELON, REUNION, NOUMEA, MARQUESAS])
QUARTERS = st.integers(0, 95)


@st.composite
def openings_of_a_week(draw):
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, 94))
        end = draw(st.integers(start + 1, 96))
        closed = draw(st.booleans())
        day = SPRING + timedelta(days=draw(st.integers(-3, 3)))
        dated = {"day": day, "last_day": day + timedelta(days=draw(st.integers(0, 2))), "closed": closed}
        when = dated if closed or draw(st.booleans()) else {"days": tuple(draw(st.sets(st.integers(0, 6))))}
        found.append(Open(starts=clock(start), ends=clock(end), **when))
    return found


def clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


@st.composite
def taken_times(draw):
    start = datetime(2027, 3, 25, tzinfo=UTC)
    begins = draw(st.lists(st.integers(0, 7 * 24 * 12), max_size=6))
    return [(start + timedelta(minutes=5 * at), start + timedelta(minutes=5 * at + draw(st.integers(5, 120)))) for at in begins]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(openings=openings_of_a_week(), taken=taken_times(), zone=ZONES, minutes=st.sampled_from([5, 15, 20, 45]))
def test_free_times_lie_in_an_opening_on_nothing_taken_and_never_on_each_other(openings, taken, zone, minutes):
    since, until = datetime(2027, 3, 26, 3, 7, tzinfo=UTC), datetime(2027, 3, 31, tzinfo=UTC)
    length = timedelta(minutes=minutes)
    found = list(free(openings, taken, minutes=minutes, zone=zone, since=since, until=until))
    assert all(one + length <= following for one, following in pairwise(found))
    for one in found:
        assert since <= one and one + length <= until and one.minute % 5 == 0
        assert not overlaps(taken, start=one, end=one + length)
        assert is_free(openings, taken, start=one, minutes=minutes, zone=zone)
    days = [date(2027, 3, 25) + timedelta(days=number) for number in range(8)]
    left = without(joined(span for day in days for span in spans(openings, day=day, zone=zone)), taken)
    for start, end in left:  # nothing that fits is left out
        begins = max(start, since) + timedelta(minutes=5)
        if begins + length <= min(end, until):
            assert any(start <= one < end for one in found)


def said(starts_at: str, *, told_at: str = "2027-03-01T08:00+00:00", zone=PARIS) -> list[tuple[str, str]]:
    known = reminders(starts_at=datetime.fromisoformat(starts_at), told_at=datetime.fromisoformat(told_at), zone=zone)
    return [(one.kind, f"{one.at.astimezone(zone):%d %H:%M}") for one in known]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"starts_at": "2027-03-10T09:00+00:00"}, [("eve", "09 17:00"), ("hour", "10 09:00")]),
        ({"starts_at": "2027-03-10T07:20+00:00"}, [("eve", "09 17:00"), ("hour", "10 08:00")]),  # 08:20: at eight
        ({"starts_at": "2027-03-10T07:10+00:00"}, [("eve", "09 17:00")]),  # 08:10: the evening has said it
        ({"starts_at": "2027-03-28T08:00+00:00"}, [("eve", "27 17:00"), ("hour", "28 09:00")]),  # the night is shorter
        ({"starts_at": "2027-03-10T09:00+00:00", "zone": REUNION}, [("eve", "09 17:00"), ("hour", "10 12:00")]),
        ({"starts_at": "2027-03-10T09:00+00:00", "zone": MIQUELON}, [("eve", "09 17:00")]),  # six in the morning there
        ({"starts_at": "2027-03-10T09:00+00:00", "told_at": "2027-03-09T15:00+00:00"}, [("hour", "10 09:00")]),
        ({"starts_at": "2027-03-10T09:00+00:00", "told_at": "2027-03-10T07:30+00:00"}, []),  # just told
    ],
)  # fmt: skip
def test_somebody_is_reminded_at_a_decent_hour_where_she_is(given_, expected):
    assert said(**given_) == expected


def test_two_hours_before_one_phones():
    start = datetime(2027, 3, 2, 9, tzinfo=UTC)
    assert not too_late(start, now=start - timedelta(hours=2))
    assert too_late(start, now=start - timedelta(hours=1, minutes=59))


def test_only_the_moves_of_the_table_exist():
    states = {"booked", "confirmed", "cancelled", "honoured", "missed"}
    moves = {"confirm", "move", "cancel", "restore", "honour", "miss"}
    assert {state for state, _move in MOVES} | set(MOVES.values()) == states and states > LIVE
    for state in states:
        for move in moves:
            if (state, move) in MOVES:
                assert after(state, move) in states
            else:
                with pytest.raises(Conflict):
                    after(state, move)
