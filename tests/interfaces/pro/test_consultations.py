"""The professional's pages of a teleconsultation: who sees what, one press, what is kept while it is written."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.teleconsultation.held import hold


@pytest.fixture
def place(db):
    return make_place()


@pytest.fixture
def doctor(place):
    return hire(place, "professional").sign_in()


@pytest.fixture
def held(place):
    """Somebody in the waiting room."""
    waits = hold(place, now=datetime.now(UTC))
    waits.arrive()
    return waits


def at(held, more: str = "") -> str:
    return f"/pro/consultations/{held.id}{more}"


def test_cockpit(doctor, held):
    page = doctor.get(at(held))
    assert page.status_code == 200
    print(page.content.decode()[:100])
    assert doctor.get(at(held, "/end")).status_code == 200
    for part in ("where", "people", "documents"):
        assert doctor.get(at(held, f"/parts/{part}")).status_code == 200
