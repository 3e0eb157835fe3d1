"""The addresses that SMS providers call: only what is signed, timely and new is believed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from chevet.interfaces.webhooks import views
from chevet.notifications.receipts import sign
from chevet.usecases.dispatch_messages import dispatch_messages
from tests.usecases.outbox import NOON, Dead, Hand, Outbox

SECRET = "a-secret-of-thirty-two-characters"


@pytest.fixture
def message(own_database, settings):
    settings.WEBHOOK_SECRET = SECRET
    outbox = Outbox()
    outbox.write()
    dispatch_messages(now=NOON, machine_now=datetime.now(UTC), post=Hand(), on_dead=Dead())
    return outbox.only


def post(message, *, state="delivered", at=None, secret=SECRET, body=None):
    body = body or json.dumps({"type": "receipt", "reference": str(message().id), "state": state}).encode()
    headers = sign(body=body, at=at or datetime.now(UTC), secret=secret.encode()) if secret else {}
    request = RequestFactory().post("/hooks/sms/receipt", body, content_type="application/json", headers=headers)
    return views.receipt(request).status_code


def test_a_signed_receipt_is_believed(message):
    assert post(message) == 200
    assert message().state == "delivered"


@pytest.mark.parametrize(
    "how",
    [
        {"secret": ""},
        {"secret": "another-secret-of-thirty-two-chars"},
        {"at": datetime.now(UTC) - timedelta(minutes=6)},
    ],
    ids=["unsigned", "wrong secret", "too old"],
)
def test_a_forged_or_old_receipt_changes_nothing(message, how):
    assert post(message, **how) == 403
    assert message().state == "handed"


def test_a_recording_played_again_is_answered_and_forgotten(message):
    at = datetime.now(UTC)
    assert post(message, state="failed", at=at) == 200
    assert message().state == "dead"
    assert post(message, state="delivered") == 200
    assert post(message, state="failed", at=at) == 200
    assert message().state == "delivered"


def test_without_a_secret_nobody_gets_in(message, settings):
    settings.WEBHOOK_SECRET = ""
    assert post(message, secret="") == 403
    assert message().state == "handed"


def test_a_signed_nonsense_is_unreadable(message):
    assert post(message, body=b"[]") == 400


def test_the_former_secret_still_opens_while_it_is_replaced(message, settings):
    settings.WEBHOOK_SECRET = f"a-new-secret-of-thirty-two-chars-x,{SECRET}"
    assert post(message) == 200
    assert message().state == "delivered"


def test_kannels_way_in_is_closed_without_its_profile(message):
    request = RequestFactory().get(f"/hooks/sms/receipt?secret={SECRET}&reference={message().id}&state=1")
    assert views.receipt(request).status_code == 403
    assert message().state == "handed"
