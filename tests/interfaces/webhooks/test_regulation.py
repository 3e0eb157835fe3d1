"""Regulation software opens a call: signed, once, and told how far it has come."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from chevet.teleregulation.launching import signature, words_of_call, words_of_launch
from chevet.usecases.launch_regulation import add_program, end_program
from tests.fixtures.care import make_place
from tests.interfaces.pro.colleagues import hire

BODY = {"phone": "06 12 34 56 78", "case": "2027-000041", "first_name": "Odile"}


@pytest.fixture
def program(db):
    place = make_place()
    now = datetime.now(UTC)
    made = add_program(organisation_id=place.organisation_id, team_id=place.team_id, name="LRM", machine_now=now)
    made_place[made.id] = place
    return made


made_place: dict = {}


def call(program, body=BODY, *, nonce=None, at=None, secret=None):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp, nonce = str(int((at or datetime.now(UTC)).timestamp())), nonce or uuid4().hex
    words = words_of_call(at=stamp, nonce=nonce, body=content)
    headers = {
        "x-chevet-client": str(program.id), "x-chevet-timestamp": stamp, "x-chevet-nonce": nonce,
        "x-chevet-signature": signature(secret=secret or program.secret, words=words),
    }  # fmt: skip
    return Client().post("/api/regulations", content, content_type="application/json", headers=headers)


def test_a_signed_call_opens_a_regulation_once_and_then_tells_its_state(program):
    first, second = call(program, nonce="n" * 20), call(program, nonce="n" * 20)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert {name: first.json()[name] for name in ("step", "trouble", "ended")} == {
        "step": "written", "trouble": "", "ended": False,
    }  # fmt: skip
    doctor = hire(made_place[program.id], "regulation_doctor").sign_in()
    page = doctor.get(first.json()["url"].removeprefix("http://localhost:8000")).content.decode()
    assert "2027-000041" in page
    assert "Suite donnée" not in page, "no outcome is asked of a call that has its case elsewhere"


@pytest.mark.parametrize(
    "how", [{"secret": "0" * 64}, {"at": datetime.now(UTC) - timedelta(minutes=6)}, {"nonce": "short"}]
)
def test_a_wrong_an_old_or_a_short_signature_opens_nothing(program, how):
    assert call(program, **how).status_code == 403


def test_a_program_that_was_ended_opens_nothing(program):
    end_program(organisation_id=program.organisation_id, client_id=program.id, machine_now=datetime.now(UTC))
    assert call(program).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"[]", 400), ({"phone": 6}, 400), ({"phone": "0472000000"}, 422)]
)
def test_what_cannot_be_read_is_refused(program, body, status):
    assert call(program, body).status_code == status


def launch(program, *, at=None, **given):
    stamp = str(int((at or datetime.now(UTC)).timestamp()))
    parameters = {"client": str(program.id), "at": stamp, "phone": "06 12 34 56 78", "case": "C-7"} | given
    return parameters | {"signature": signature(secret=program.secret, words=words_of_launch(parameters))}


def test_a_signed_launch_fills_the_number_in_and_leaves_the_button_to_a_person(program):
    doctor = hire(made_place[program.id], "regulation_doctor").sign_in()
    page = doctor.client.get("/pro/regulation/launch", launch(program))
    assert page.status_code == 200
    assert 'value="06 12 34 56 78"' in page.content.decode()
    assert "C-7" in page.content.decode()
    changed = launch(program) | {"phone": "06 00 00 00 00"}
    assert "06 00" not in doctor.client.get("/pro/regulation/launch", changed).content.decode()
    old = launch(program, at=datetime.now(UTC) - timedelta(minutes=6))
    assert doctor.client.get("/pro/regulation/launch", old).status_code >= 400


def test_a_launch_of_another_house_is_not_found(program):
    stranger = hire(make_place(name="Clinique du Port"), "regulation_doctor").sign_in()
    assert stranger.client.get("/pro/regulation/launch", launch(program)).status_code == 404
