"""Stripe's adapter against localstripe, a program of others that speaks Stripe's interface and signs its notices.

It knows refunds, idempotent or not, errors and signed events; it does not know Checkout: those pages, and everything at
the real Stripe, remain not verified here.
"""

import os
import queue
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import httpx
import pytest

from chevet.payments.port import Declined, NoticeRefused, Received, Refund
from chevet.payments.providers.stripe import Stripe

pytestmark = pytest.mark.slow

PROGRAM = shutil.which("localstripe", path=f"{os.environ.get('PATH', '')}:{os.environ.get('LOCALSTRIPE', '')}")
SETTINGS = {"key": "sk_test_0123456789", "webhook_secret": "whsec_0123456789abcdef"}
CARD = {
    "type": "card", "card[number]": "4242424242424242", "card[exp_month]": "12", "card[exp_year]": "2035",
    "card[cvc]": "123",
}  # fmt: skip


class Door(ThreadingHTTPServer):
    """Keeps what is sent to it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Knock)
        self.came: queue.Queue[Received] = queue.Queue()


class Knock(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.put(Received(body=body, headers=dict(self.headers)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Silence."""


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    if not PROGRAM:
        pytest.skip("localstripe is not installed (its folder in LOCALSTRIPE): Stripe's adapter is not verified")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PROGRAM, "--port", str(port), "--from-scratch"]
    with subprocess.Popen(command, cwd=tmp_path_factory.mktemp("stripe"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:  # fmt: skip
        _wait(port)
        yield f"http://127.0.0.1:{port}"
        program.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("localstripe did not start")


@pytest.fixture
def door():
    with Door() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def paid(api: str, cents: int = 2550) -> str:
    """Somebody pays: the number of the payment."""
    with httpx.Client(base_url=api, auth=(SETTINGS["key"], "")) as client:
        method = client.post("/v1/payment_methods", data=CARD).json()["id"]
        given = {"amount": str(cents), "currency": "eur", "payment_method": method, "confirm": "true"}
        return client.post("/v1/payment_intents", data=given).json()["id"]


def test_a_sum_is_given_back_once_however_often_it_is_asked(api):
    stripe, intent, key = Stripe(SETTINGS, api=api), paid(api), uuid4()
    given = [stripe.refund(receipt_ref=intent, amount_cents=2550, key=key) for _ in range(3)]
    assert given == [Refund.GIVEN] * 3
    listed = httpx.get(f"{api}/v1/refunds", params={"payment_intent": intent}, auth=(SETTINGS["key"], "")).json()
    assert [(one["amount"], one["metadata"]) for one in listed["data"]] == [(2550, {"key": str(key)})]


def test_what_is_not_there_is_declined(api):
    with pytest.raises(Declined):
        Stripe(SETTINGS, api=api).refund(receipt_ref="pi_nobody", amount_cents=100, key=uuid4())


def test_a_wrong_key_is_declined(api):
    stripe = Stripe(SETTINGS | {"key": "nonsense"}, api=api)
    with pytest.raises(Declined):
        stripe.refund(receipt_ref="pi_nobody", amount_cents=100, key=uuid4())


def test_its_signed_notices_are_read_and_a_changed_one_is_not(api, door):
    stripe, secret = Stripe(SETTINGS, api=api), SETTINGS["webhook_secret"]
    url = f"http://127.0.0.1:{door.server_address[1]}/"
    httpx.post(f"{api}/_config/webhooks/ours", json={"url": url, "secret": secret}).raise_for_status()
    paid(api)
    came = door.came.get(timeout=15)
    now = datetime.now(UTC)
    stripe.read_notice(came, now=now)  # signed by another program: it passes, whatever it speaks of
    changed = Received(body=came.body.replace(b"evt_", b"evt-", 1), headers=came.headers)
    with pytest.raises(NoticeRefused):
        stripe.read_notice(changed, now=now)
