"""Day and month of birth: five tries for a browser, fifteen a day for a link, nothing told to who guesses."""

from datetime import timedelta

import pytest

from chevet.access.models import Device, Link
from chevet.access.rules import DeviceState, LinkState
from chevet.access.visits import visit
from chevet.audit.models import JournalEntry
from chevet.kernel.errors import NotFound
from chevet.kernel.tenancy import acting
from chevet.usecases.deny_link import deny_link
from chevet.usecases.identify_device import identify_device
from chevet.usecases.open_link import open_link
from tests.fixtures.care import NOON, include

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"day": 17, "month": 5}, {"day": 17, "month": 6}


@pytest.fixture
def stranger(place):
    return include(place, identified=False)


def identify(patient, *, cookie="", now=NOON, **birthday):
    return identify_device(
        visit=visit(patient.token, cookie or None), label="Android", now=now, machine_now=now, **(birthday or RIGHT)
    )


def page(patient, *, cookie="", now=NOON):
    return open_link(visit=visit(patient.token, cookie or None), now=now, machine_now=now)


def rows(patient, model):
    with acting(patient.place.scope):
        return list(model.objects.all())


def test_the_right_birthday_gives_a_browser_that_may_write_and_not_read(stranger):
    found = identify(stranger)
    assert found.outcome == "identified"
    opened = page(stranger, cookie=found.secret)
    assert (opened.device, opened.may_write, opened.may_read) == (DeviceState.IDENTIFIED, True, False)
    assert [(one.state, one.label, one.tries) for one in rows(stranger, Device)] == [("identified", "Android", 0)]


def test_the_secret_is_stored_only_as_a_hash(stranger):
    found = identify(stranger)
    (device,) = rows(stranger, Device)
    assert found.secret.encode() not in bytes(device.secret_hash)
    assert stranger.token.encode() not in b"".join(bytes(link.token_hash) for link in rows(stranger, Link))


def test_four_wrong_birthdays_leave_one_try_and_the_fifth_none(stranger):
    cookie, left = "", []
    for _ in range(5):
        found = identify(stranger, cookie=cookie, **WRONG)
        cookie = found.secret or cookie
        left.append((found.outcome, found.left))
    assert left == [("wrong", 4), ("wrong", 3), ("wrong", 2), ("wrong", 1), ("refused", 0)]
    assert identify(stranger, cookie=cookie).outcome == "refused", "even the right one comes too late on this browser"
    assert page(stranger, cookie=cookie).device is DeviceState.REFUSED


def test_a_wrong_try_before_the_right_one_is_forgiven_and_the_cookie_changes(stranger):
    first = identify(stranger, **WRONG)
    second = identify(stranger, cookie=first.secret)
    assert second.outcome == "identified"
    assert second.secret != first.secret
    assert page(stranger, cookie=first.secret).device is DeviceState.NONE, "a planted cookie opens nothing"


def test_browsers_that_throw_their_cookie_away_share_fifteen_tries_a_day(stranger):
    outcomes = [identify(stranger, **WRONG).outcome for _ in range(15)]
    assert outcomes == ["wrong"] * 14 + ["refused"]
    assert identify(stranger).outcome == "refused"
    assert page(stranger).state is LinkState.BLOCKED
    tomorrow = NOON + timedelta(days=1)
    assert identify(stranger, now=tomorrow).outcome == "identified"


def test_a_blocked_link_does_not_stop_a_browser_that_is_already_known(stranger):
    known = identify(stranger).secret
    for _ in range(15):
        identify(stranger, **WRONG)
    opened = page(stranger, cookie=known)
    assert (opened.state, opened.may_write) == (LinkState.OK, True)


def test_each_try_leaves_a_line_without_the_birthday(stranger):
    identify(stranger, **WRONG)
    identify(stranger)
    lines = [line for line in rows(stranger, JournalEntry) if line.action.startswith("device.")]
    assert [line.action for line in lines] == ["device.wrong_birthday", "device.identified"]
    assert [line.detail for line in lines] == [None, None]


def test_a_link_that_was_denied_identifies_nobody(stranger):
    deny_link(visit=visit(stranger.token, None), now=NOON, machine_now=NOON)
    with pytest.raises(NotFound):
        identify(stranger)


def test_opening_a_link_writes_nothing(stranger, django_assert_num_queries):
    before = [rows(stranger, model) for model in (Link, Device, JournalEntry)]
    page(stranger), page(stranger, cookie="x")
    assert [rows(stranger, model) for model in (Link, Device, JournalEntry)] == before


def test_what_a_stranger_is_told(stranger):
    opened = page(stranger)
    told = (opened.organisation_name, opened.team_name, opened.first_name, opened.pending_confirmations)
    assert told == ("Hôpital des Tilleuls", "Suivi", "", ())
