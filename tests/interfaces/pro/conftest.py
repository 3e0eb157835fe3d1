"""A working day: both clocks stand where the test puts them, colleagues of every role are signed in."""

from datetime import UTC, datetime, timedelta

import pytest

from chevet.interfaces import clock
from chevet.pathways.models import PathwayVersion
from tests.fixtures.care import NOON, include, make_place
from tests.interfaces.pro.colleagues import Colleague, hire


class StandingClock:
    """What `datetime` is for the clocks' module: 10:00 in Paris of a fixed Tuesday, until it is shifted."""

    def __init__(self) -> None:
        self.at = NOON + timedelta(days=1, hours=2)

    def now(self, zone=UTC) -> datetime:
        return self.at

    def shift(self, **length: float) -> None:
        self.at += timedelta(**length)


@pytest.fixture
def day(monkeypatch) -> StandingClock:
    standing = StandingClock()
    monkeypatch.setattr(clock, "datetime", standing)
    return standing


@pytest.fixture
def place(db, day):
    made = make_place()
    signed = {"validated_by": "Dr Essai", "validated_rpps": "10000000001", "validated_on": day.at.date()}
    PathwayVersion.objects.filter(pk=made.version.pk).update(**signed)
    return made


@pytest.fixture
def patient(place, day):
    """Somebody included yesterday, whose first questionnaire was due this morning."""
    return include(place, now=day.at - timedelta(hours=26))


@pytest.fixture
def nurse(place) -> Colleague:
    return hire(place, "professional").sign_in()
