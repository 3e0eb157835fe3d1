"""A patient's own page: registered, found, checked, reached, included, by those whose role it is."""

from uuid import uuid4

import pytest

from chevet.people.identity import Traits
from chevet.people.matricule import NIR_TEST, key_of
from tests.fixtures.care import include
from tests.interfaces.pro.colleagues import hire
from tests.usecases.acts_of_people import registration
from tests.usecases.doing import read

CODE = (
    "IS01" + "0" * 22 + "S12490569383045" + key_of("2490569383045")[:0] + "{key}S2" + NIR_TEST
    + "\x1dS3PAULE ANNE\x1dS4MARTIN\x1dS5FS617-05-1949S769383"
)  # fmt: skip
CLINICAL_WORDS = ("Covid", "SpO", "BPCO", "Suivis", "follow-ups/")


@pytest.fixture(autouse=True)
def simulated(settings):
    settings.NATIONAL_IDENTITY, settings.DEMO = "simulator", settings.DEMO


@pytest.fixture
def typed(place) -> dict:
    return {
        "key": str(uuid4()), "birth_name": "Martin", "first_name": "Paule", "birth_date_day": "17",
        "birth_date_month": "5", "birth_date_year": "1949", "sex": "F", "mobile": "06 12 34 56 78",
        "team_id": str(place.team_id),
    }  # fmt: skip


@pytest.fixture
def secretary(place):
    return hire(place, "secretary").sign_in()


def test_a_secretary_registers_finds_and_opens_somebody_and_reads_nothing_clinical(secretary, place, typed):
    made = secretary.post("/pro/patients/new", typed, follow=True)
    assert made.redirect_chain == [(f"/pro/patients/{typed['key']}", 302)]
    assert "Identité provisoire" in made.text
    found = secretary.post("/pro/people", {"typed": "martin"}).text
    assert f'href="/pro/patients/{typed["key"]}"' in found
    assert [word for word in CLINICAL_WORDS if word in made.text + found] == []
