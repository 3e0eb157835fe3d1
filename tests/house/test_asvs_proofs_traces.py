"""What the security checklist promises of logs and errors."""

import io
import json
import logging
import re

import pytest
from django.test import Client, override_settings
from django.urls import path

from chevet.interfaces.jobs.logs import JsonLines
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire

HERE = __name__


def explodes(request):
    raise ValueError("Odile DUPONT, 3 rue des Lilas")


urlpatterns = [path("explodes", explodes)]


@pytest.fixture
def patient(db):
    return include(make_place())


@pytest.fixture
def nurse(patient):
    return hire(patient.place, "professional").sign_in()


@pytest.fixture
def log():
    written, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(written)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@override_settings(ROOT_URLCONF=HERE)
def test_an_error_nobody_expected_is_recorded_and_its_page_says_nothing(db, log):
    client = Client(raise_request_exception=False)
    page = client.get("/explodes")
    assert (page.status_code, "appelez le 15" in page.text) == (500, True)
    assert not re.search(r"Odile|Lilas|ValueError|Traceback|test_asvs|django|/explodes", page.text)
    assert client.get("/explodes").status_code == 500, "the server still stands"
    line = next(line for line in log() if line.get("error") == "ValueError")
    assert any("explodes" in where for where in line["where"])
    assert "Odile" not in json.dumps(line)


def test_refusals_and_failed_sign_ins_leave_a_line_without_words(patient, log):
    stranger = hire(make_place(name="Ailleurs"), "secretary")
    stranger.give_password("pas la bonne phrase")
    stranger.give_password()
    stranger.post("/accounts/2fa/authenticate/", {"code": "000000"})
    stranger.sign_in().get(f"/pro/follow-ups/{patient.follow_up_id}")
    events = {(line["event"], line.get("route")): line for line in log()}
    assert ("a password was refused", None) in events
    assert ("a code was refused", None) in events
    refused = events["refused", "pro:follow_up"]
    assert (refused["status"], refused["account"]) == (403, str(stranger.account.pk))
    assert stranger.account.email not in json.dumps(list(events.values()))


def test_limits_that_were_hit_and_forged_forms_leave_a_line(patient, log):
    nurse = hire(patient.place, "professional")
    for _ in range(6):
        nurse.give_password("pas la bonne phrase")
    assert any(line.get("status") == 429 and line["route"] == "account_login" for line in log())
    Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert any(line["logger"] == "django.security.csrf" for line in log())


def test_a_sign_in_is_recorded_with_its_proofs(patient):
    from chevet.audit.models import JournalEntry
    from chevet.kernel.tenancy import acting, machine

    nurse = hire(patient.place, "professional").sign_in()
    with acting(machine("seal")):
        line = JournalEntry.objects.get(action="account.signed_in", actor=f"account:{nurse.account.pk}")
    assert line.detail == {"how": "password+totp"}


def test_a_line_break_cannot_forge_a_log_line_and_times_are_utc(log, monkeypatch):
    forged = 'x\n{"at": "2020-01-01", "level": "info", "event": "all is well"}\r\u2028'
    logging.getLogger("chevet.test").warning("told", extra={"fields": {"typed": forged}})
    (line,) = log()
    assert line["typed"] == forged
    record = logging.LogRecord("x", logging.INFO, "", 0, "x", None, None)
    record.created = 0.0
    assert json.loads(JsonLines().format(record))["at"] == "1970-01-01T00:00:00Z"
    assert {"at", "level", "logger", "event"} <= set(line)
