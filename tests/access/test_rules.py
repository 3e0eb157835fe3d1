"""Tables of what a link, a browser and a code may do."""

from collections import namedtuple
from datetime import UTC, date, datetime, timedelta

import pytest

from chevet.access import permissions, rules
from chevet.access.rules import DeviceState, LinkState
from chevet.kernel.errors import Forbidden, NotFound

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Row = namedtuple("Row", "link_id device_id revoked_at expires_at device_state device_revoked_at")


def row(**facts):
    blank = dict.fromkeys(Row._fields)
    return [Row(**blank | facts)]


@pytest.mark.parametrize(
    ("revoked_at", "expires_at", "state"),
    [
        (None, None, LinkState.OK),
        (None, NOW + MINUTE, LinkState.OK),
        (None, NOW, LinkState.EXPIRED),
        (NOW - DAY, None, LinkState.REVOKED),
        (NOW - DAY, NOW - DAY, LinkState.REVOKED),
    ],
)
def test_a_link_is_good_until_it_is_revoked_or_old(revoked_at, expires_at, state):
    assert rules.link_standing(revoked_at=revoked_at, expires_at=expires_at, now=NOW) is state


@pytest.mark.parametrize(
    ("state", "revoked_at", "standing", "writes", "reads"),
    [
        (None, None, DeviceState.NONE, False, False),
        ("new", None, DeviceState.NEW, False, False),
        ("refused", None, DeviceState.REFUSED, False, False),
        ("identified", None, DeviceState.IDENTIFIED, True, False),
        ("bound", None, DeviceState.BOUND, True, True),
        ("bound", NOW, DeviceState.NONE, False, False),
        ("revoked", NOW, DeviceState.NONE, False, False),
        ("revoked", None, DeviceState.NONE, False, False),
    ],
)
def test_what_a_browser_may_do(state, revoked_at, standing, writes, reads):
    device = rules.device_standing(state=state, revoked_at=revoked_at)
    assert (device, rules.may_write(device), rules.may_read(device)) == (standing, writes, reads)


WRITES, READS = permissions.door_to_write, permissions.door_to_read


@pytest.mark.parametrize(
    ("check", "entered", "refusal"),
    [
        (WRITES, [], NotFound),
        (WRITES, row(device_state="bound", revoked_at=NOW), NotFound),
        (WRITES, row(device_state="bound", expires_at=NOW), NotFound),
        (WRITES, row(), Forbidden),
        (WRITES, row(device_state="new"), Forbidden),
        (WRITES, row(device_state="refused"), Forbidden),
        (WRITES, row(device_state="bound", device_revoked_at=NOW), Forbidden),
        (WRITES, row(device_state="identified"), None),
        (WRITES, row(device_state="bound"), None),
        (READS, [], NotFound),
        (READS, row(device_state="bound", revoked_at=NOW), NotFound),
        (READS, row(), Forbidden),
        (READS, row(device_state="identified"), Forbidden),
        (READS, row(device_state="bound", device_revoked_at=NOW), Forbidden),
        (READS, row(device_state="bound"), None),
    ],
)
def test_who_may_pass(check, entered, refusal):
    if refusal is None:
        assert check(entered, now=NOW).link is LinkState.OK
        return
    with pytest.raises(refusal):
        check(entered, now=NOW)


@pytest.mark.parametrize(
    ("tries", "since", "blocked"),
    [
        (0, None, False),
        (14, NOW, False),
        (15, NOW, True),
        (15, NOW - DAY + MINUTE, True),
        (15, NOW - DAY, False),
        (200, NOW - 2 * DAY, False),
    ],
)
def test_a_link_rests_after_fifteen_wrong_birthdays_in_a_day(tries, since, blocked):
    assert rules.is_blocked(tries=tries, since=since, machine_now=NOW) is blocked


@pytest.mark.parametrize(("device", "link", "left"), [(1, 1, 4), (5, 5, 0), (1, 14, 1), (2, 15, 0), (6, 1, 0)])
def test_the_tries_left_are_those_of_the_browser_or_of_the_link(device, link, left):
    assert rules.tries_left(device_tries=device, link_tries=link) == left


@pytest.mark.parametrize(
    ("born", "day", "month", "same"),
    [
        (date(1948, 2, 29), 29, 2, True),
        (date(1948, 4, 3), 3, 4, True),
        (date(1948, 4, 3), 4, 3, False),
        (date(1948, 4, 3), 48, 4, False),
    ],
)
def test_a_birthday_is_a_day_and_a_month(born, day, month, same):
    assert rules.same_birthday(born, day=day, month=month) is same


@pytest.mark.parametrize(
    ("kind", "age", "tries", "used", "live"),
    [
        ("sms", 9 * MINUTE, 0, False, True),
        ("sms", 10 * MINUTE, 0, False, False),
        ("sms", MINUTE, 2, False, True),
        ("sms", MINUTE, 3, False, False),
        ("sms", MINUTE, 0, True, False),
        ("paper", 6 * DAY, 4, False, True),
        ("paper", 7 * DAY, 0, False, False),
        ("paper", DAY, 5, False, False),
    ],
)
def test_a_code_lives_shortly_is_tried_rarely_and_serves_once(kind, age, tries, used, live):
    expires_at = NOW - age + rules.CODE_RULES[kind].life
    used_at = NOW if used else None
    assert rules.code_is_live(kind=kind, expires_at=expires_at, used_at=used_at, tries=tries, machine_now=NOW) is live


@pytest.mark.parametrize(
    ("ages", "allowed"),
    [
        ([], True),
        ([MINUTE] * 4, True),
        ([MINUTE] * 5, False),
        ([HOUR] * 5, True),
        ([2 * HOUR] * 9, True),
        ([2 * HOUR] * 10, False),
        ([DAY] * 10, True),
    ],
)
def test_codes_are_sent_five_an_hour_and_ten_a_day(ages, allowed):
    assert rules.may_send_code([NOW - age for age in ages], machine_now=NOW) is allowed


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("123456", "sms"), ("12345", "sms"), ("ABCD2345EFGH", "paper"), ("234567234567", "paper"), ("", "paper")],
)
def test_six_digits_are_the_sms_code(typed, kind):
    assert rules.kind_typed(typed) == kind
