"""The region in a database of its own, loaded once for a file of tests; and a small one for those that change it."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from chevet.demo import agenda, cast, crowd, region
from chevet.interfaces import clock
from tests.fixtures.database import point_at


@pytest.fixture(scope="module")
def whole_region(make_database, worker_database, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Everybody, committed, for tests that only read."""
    with django_db_blocker.unblock(), make_database() as database, override_settings(DEMO=True):
        point_at(database)
        try:
            region.load()
            yield
        finally:
            point_at(worker_database)


@pytest.fixture
def few_people(monkeypatch, settings) -> None:
    """Three people are enough to see what loading and starting over do."""
    settings.DEMO = True
    monkeypatch.setattr(cast, "EVERYBODY", (cast.ODILE, cast.AHMED, cast.YVETTE))
    monkeypatch.setattr(crowd, "CROWD", ())
    monkeypatch.setattr(agenda, "EXPECTED", ())
    monkeypatch.setattr(region, "fill_waiting_room", lambda **_: None)
    monkeypatch.setattr(clock, "_read", {})  # what an earlier test moved was rolled back
