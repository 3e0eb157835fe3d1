"""While the database is away the professionals' pages say so, calmly, and say when to come back."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from tests.fixtures.care import make_place
from tests.interfaces.pro.colleagues import hire


@contextmanager
def database_away():
    """The socket leads nowhere."""
    connection.close()
    there = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/tmp/nowhere"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"] = there


@pytest.mark.parametrize("path", ["/pro/", "/pro/include", "/pro/account", "/pro/lines"])
def test_a_page_answers_503_with_the_time_to_wait_and_comes_back(own_database, path):
    nurse = hire(make_place(), "professional").sign_in()
    nurse.client.raise_request_exception = False
    with database_away():
        answer = nurse.get(path)
        fragment = nurse.get(path, headers={"hx-request": "true"})
    assert (answer.status_code, answer["Retry-After"], fragment.status_code) == (503, "60", 503)
    assert "Le service est arrêté un moment" in answer.text
    assert nurse.get(path).status_code == 200


def test_signing_in_answers_503(own_database):
    client = Client(raise_request_exception=False, headers={"accept-language": "fr"})
    with database_away():
        answer = client.post("/accounts/login/", {"login": "a@exemple.fr", "password": "une phrase assez longue"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_any_other_error_stays_a_500(own_database, monkeypatch):
    nurse = hire(make_place(), "professional").sign_in()
    nurse.client.raise_request_exception = False
    monkeypatch.setattr("chevet.interfaces.pro.gate.the_actor", lambda request: 1 / 0)
    answer = nurse.get("/pro/account")
    assert (answer.status_code, "Panne de notre côté" in answer.text) == (500, True)
