"""Follow-ups that are running now, on the clocks that pages read."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chevet.interfaces import clock
from tests.fixtures.care import include, make_place
from tests.interfaces.patient.phone import Phone

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def noon(monkeypatch):
    """Both clocks stand at 9:30 in Paris of a fixed Tuesday; `noon.shift(minutes=…)` moves them."""
    return StandingClock(monkeypatch)


class StandingClock:
    def __init__(self, monkeypatch) -> None:
        from tests.fixtures.care import NOON

        self.now = NOON + timedelta(days=1, hours=1, minutes=30)
        monkeypatch.setattr(clock, "machine_now", lambda: self.now)
        monkeypatch.setattr(clock, "domain_now", lambda: self.now)

    def shift(self, **length) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def place(db, noon):
    return make_place()


@pytest.fixture
def include_now(place, noon):
    """`include_now(…)`: somebody included yesterday, whose first questionnaire was due this morning at 9."""

    def include_(**changes):
        return include(place, now=noon.now - timedelta(hours=20), **({"hour": time(9)} | changes))

    return include_


@pytest.fixture
def patient(include_now):
    return include_now()


@pytest.fixture
def phone(patient) -> Phone:
    return Phone.of(patient)
