"""Stripe's adapter, word for word: what it sends, what it makes of answers, signatures of its published scheme."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
import pytest

from chevet.payments.port import Declined, Notice, NoticeRefused, Order, Outcome, Received, Refund, Unclear
from chevet.payments.providers.stripe import Stripe, check_signature, standing_of

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SECRET = "whsec_test_secret"
BODY = b'{"id": "evt_test_webhook", "object": "event"}'
SETTINGS = {"key": "sk_test_0123456789", "webhook_secret": SECRET}
ORDER = Order(
    key=uuid4(), reference="7K3M9QXR2TBN", label="Règlement", amount_cents=2550, currency="EUR", opened_at=NOW,
    return_url="https://chevet.test/r/retour-paiement", notify_url="https://chevet.test/hooks/payments/1",
)  # fmt: skip
WHERE = {"opened_at": NOW, "now": NOW}


def speaking(*answers) -> tuple[Stripe, list[httpx.Request]]:
    """The adapter in front of somebody who gives these answers in turn; an exception is thrown."""
    waiting, heard = list(answers), []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        one = waiting.pop(0)
        if isinstance(one, Exception):
            raise one
        status, body = one
        return (
            httpx.Response(status, json=body) if not isinstance(body, bytes) else httpx.Response(status, content=body)
        )

    stripe = Stripe(SETTINGS)
    stripe._client = httpx.Client(
        base_url="https://api.stripe.com", headers=stripe._client.headers, transport=httpx.MockTransport(answer)
    )
    return stripe, heard


def session(**changes):
    return {
        "id": "cs_test_1", "object": "checkout.session", "status": "open", "payment_status": "unpaid",
        "client_reference_id": "7K3M9QXR2TBN", "amount_total": 2550, "currency": "eur", "payment_intent": None,
        "url": "https://checkout.stripe.com/c/pay/cs_test_1",
    } | changes  # fmt: skip


def signed(body: bytes = BODY, *, at: datetime = NOW, secret: str = SECRET) -> str:
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={hmac.new(secret.encode(), stamp.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def test_a_page_is_asked_for_with_our_key_and_nothing_of_the_person():
    stripe, heard = speaking((200, session()))
    page = stripe.open(ORDER)
    assert (page.provider_ref, page.url) == ("cs_test_1", "https://checkout.stripe.com/c/pay/cs_test_1")
    request = heard[0]
    assert request.headers["Idempotency-Key"] == f"open-{ORDER.key}"
    assert request.headers["Authorization"] == "Bearer sk_test_0123456789"
    assert dict(parse_qsl(request.content.decode())) == {
        "mode": "payment", "client_reference_id": "7K3M9QXR2TBN", "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "eur", "line_items[0][price_data][unit_amount]": "2550",
        "line_items[0][price_data][product_data][name]": "Règlement",
        "payment_intent_data[description]": "7K3M9QXR2TBN", "payment_intent_data[metadata][reference]": "7K3M9QXR2TBN",
        "success_url": ORDER.return_url, "cancel_url": ORDER.return_url,
        "expires_at": str(int((NOW + timedelta(minutes=60)).timestamp())), "locale": "fr",
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [httpx.ReadTimeout("late"), (500, {}), (409, {}), (429, {}), (200, b"<html>"), (200, {"id": "cs_1"}), (200, [])],
)
def test_an_answer_that_says_nothing_is_unclear_never_a_refusal(answer):
    stripe, _ = speaking(answer)
    with pytest.raises(Unclear):
        stripe.open(ORDER)


def test_a_refusal_carries_its_code_and_none_of_its_words():
    stripe, _ = speaking((401, {"error": {"type": "invalid_request_error", "message": "key sk_test_0123456789"}}))
    with pytest.raises(Declined) as refused:
        stripe.open(ORDER)
    assert str(refused.value) == "invalid_request_error"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.OPEN),
        ({"status": "expired"}, Outcome.EXPIRED),
        ({"status": "complete", "payment_status": "paid", "payment_intent": {"id": "pi_1"}}, Outcome.PAID),
        ({"status": "complete", "payment_intent": {"id": "pi_1", "status": "processing"}}, Outcome.PENDING),
        (
            {"status": "complete", "payment_intent": {"id": "pi_1", "status": "requires_payment_method"}},
            Outcome.REFUSED,
        ),
    ],
)
def test_a_session_says_how_it_stands(changes, outcome):
    standing = standing_of(session(**changes))
    assert (standing.outcome, standing.reference, standing.amount_cents, standing.currency) == (
        outcome, "7K3M9QXR2TBN", 2550, "EUR",
    )  # fmt: skip


def test_a_page_that_cannot_be_closed_any_more_is_looked_at():
    refusal = (400, {"error": {"type": "invalid_request_error", "code": ""}})
    stripe, heard = speaking(
        refusal, (200, session(status="complete", payment_status="paid", payment_intent={"id": "pi_1"}))
    )
    assert stripe.close(provider_ref="cs_test_1", **WHERE).outcome is Outcome.PAID
    assert [(request.method, request.url.path) for request in heard] == [
        ("POST", "/v1/checkout/sessions/cs_test_1/expire"), ("GET", "/v1/checkout/sessions/cs_test_1"),
    ]  # fmt: skip


def test_an_odd_reference_never_becomes_an_address():
    stripe, heard = speaking()
    with pytest.raises(Declined):
        stripe.look(provider_ref="../accounts", **WHERE)
    assert heard == []


def test_a_refund_is_looked_for_before_it_is_asked():
    key = uuid4()
    stripe, heard = speaking((200, {"data": [{"status": "succeeded", "metadata": {"key": str(key)}}]}))
    assert stripe.refund(receipt_ref="pi_1", amount_cents=2550, key=key) is Refund.GIVEN
    assert [request.method for request in heard] == ["GET"]


@pytest.mark.parametrize(
    ("answer", "refund"),
    [
        ((200, {"status": "succeeded"}), Refund.GIVEN),
        ((200, {"status": "pending"}), Refund.PENDING),
        ((200, {"status": "failed"}), Refund.REFUSED),
        ((400, {"error": {"code": "charge_already_refunded"}}), Refund.GIVEN),
        ((400, {"error": {"code": "amount_too_large"}}), Refund.REFUSED),
    ],
)
def test_what_a_refund_becomes(answer, refund):
    key = uuid4()
    stripe, heard = speaking((200, {"data": []}), answer)
    assert stripe.refund(receipt_ref="pi_1", amount_cents=2550, key=key) is refund
    assert heard[1].headers["Idempotency-Key"] == f"refund-{key}"


def test_a_signature_of_the_published_scheme_passes():
    """The scheme as Stripe publishes it; the digest of this example was made by `openssl dgst -sha256 -hmac`."""
    at = datetime.fromtimestamp(1492774577, UTC)
    body = b'{"id":"evt_1"}'
    digest = "1a501e3f2c9deac3533dba6517e36cb391535448118fa3c1bd05affbd1c5ce79"
    check_signature(f"t=1492774577,v1={'0' * 64},v1={digest},v0=unused", body=body, secret="whsec_abc", now=at)


@pytest.mark.parametrize(
    "header",
    [
        "", "t=,v1=", "v1=abc", f"t={int(NOW.timestamp())}", signed(secret="whsec_other"), signed(body=BODY + b" "),
        signed(at=NOW - timedelta(minutes=6)), signed(at=NOW + timedelta(minutes=6)), signed().replace("v1=", "v0="),
        "t=١,v1=é", signed() + ",t=1",
    ],
)  # fmt: skip
def test_a_forged_old_or_broken_signature_is_refused(header):
    with pytest.raises(NoticeRefused):
        check_signature(header, body=BODY, secret=SECRET, now=NOW)


@pytest.mark.parametrize(
    ("event", "notice"),
    [
        ({"object": "checkout.session", "id": "cs_test_1"}, Notice("cs_test_1", "", "evt_1")),
        ({"object": "refund", "id": "re_1", "payment_intent": "pi_1"}, Notice("", "pi_1", "evt_1")),
        ({"object": "customer", "id": "cus_1"}, None),
    ],
)
def test_an_event_only_says_what_is_worth_looking_at(event, notice):
    body = json.dumps({"id": "evt_1", "object": "event", "type": "x", "data": {"object": event}}).encode()
    received = Received(body=body, headers={"Stripe-Signature": signed(body)})
    assert speaking()[0].read_notice(received, now=NOW) == notice
