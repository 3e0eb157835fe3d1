"""Stripe Checkout: a page at Stripe, asked for by a form; notices signed with HMAC (header Stripe-Signature, scheme v1).

Stripe sees the neutral label, our reference and the sum: no name, no address, no e-mail.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import httpx

from chevet.kernel.sentences import Sentence
from chevet.payments.port import (
    TIMEOUT,
    Declined,
    Notice,
    NoticeRefused,
    Order,
    Outcome,
    Page,
    Received,
    Refund,
    Setting,
    Standing,
    Unclear,
)

API = "https://api.stripe.com"
VERSION = "2024-06-20"
LIFE = timedelta(minutes=60)  # of a page; Stripe takes 30 minutes to 24 hours
TOLERANCE = timedelta(minutes=5)
AGAIN = frozenset({409, 425, 429})  # somebody else is asking the same, or too much was asked
REFUNDS = {"succeeded": Refund.GIVEN, "failed": Refund.REFUSED, "canceled": Refund.REFUSED}


class Stripe:
    title: ClassVar = Sentence("Stripe", "Stripe")
    settings: ClassVar = (
        Setting(
            "key", Sentence("Clé secrète", "Secret key"), r"(sk|rk)_(test|live)_[A-Za-z0-9]{10,200}",
            Sentence("Commence par sk_ ou rk_.", "Begins with sk_ or rk_."), secret=True,
        ),
        Setting(
            "webhook_secret", Sentence("Secret des notifications", "Signing secret of notices"),
            r"whsec_[A-Za-z0-9+/=]{10,200}", Sentence("Commence par whsec_.", "Begins with whsec_."), secret=True,
        ),
    )  # fmt: skip
    verified: ClassVar = None
    needs_email: ClassVar = False
    origin = "https://checkout.stripe.com"

    def __init__(self, settings: dict[str, str], *, api: str = API) -> None:
        self._webhook_secret = settings["webhook_secret"]
        headers = {"Authorization": f"Bearer {settings['key']}", "Stripe-Version": VERSION}
        self._client = httpx.Client(base_url=api, headers=headers, timeout=TIMEOUT, follow_redirects=False)

    def open(self, order: Order) -> Page:
        session = self._call("POST", "/v1/checkout/sessions", key=f"open-{order.key}", data=_session_of(order))
        return Page(provider_ref=_text(session, "id"), url=_text(session, "url"))

    def look(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        path = f"/v1/checkout/sessions/{_safe(provider_ref)}"
        try:
            return standing_of(self._call("GET", path, params={"expand[]": "payment_intent"}))
        except Declined as refusal:
            if str(refusal) == "resource_missing":
                return Standing(outcome=Outcome.UNKNOWN)
            raise

    def close(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        try:
            return standing_of(self._call("POST", f"/v1/checkout/sessions/{_safe(provider_ref)}/expire"))
        except Declined:  # it was no longer open: then it was paid, or has expired
            return self.look(provider_ref=provider_ref, opened_at=opened_at, now=now)

    def refund(self, *, receipt_ref: str, amount_cents: int, key: UUID) -> Refund:
        listed = self._call("GET", "/v1/refunds", params={"payment_intent": receipt_ref, "limit": "20"})
        for one in listed.get("data", ()):
            if (one.get("metadata") or {}).get("key") == str(key):
                return REFUNDS.get(one.get("status"), Refund.PENDING)
        data = {"payment_intent": receipt_ref, "amount": str(amount_cents), "metadata[key]": str(key)}
        try:
            given = self._call("POST", "/v1/refunds", key=f"refund-{key}", data=data)
        except Declined as refusal:
            return Refund.GIVEN if str(refusal) == "charge_already_refunded" else Refund.REFUSED
        return REFUNDS.get(given.get("status"), Refund.PENDING)

    def read_notice(self, received: Received, *, now: datetime) -> Notice | None:
        header = received.headers.get("Stripe-Signature", "")
        check_signature(header, body=received.body, secret=self._webhook_secret, now=now)
        match _json(received.body):
            case {"id": str(ident), "data": {"object": {"object": "checkout.session", "id": str(ref)}}}:
                return Notice(provider_ref=ref, nonce=ident)
            case {"id": str(ident), "data": {"object": {"object": "refund" | "charge", "payment_intent": str(ref)}}}:
                return Notice(provider_ref="", receipt_ref=ref, nonce=ident)
            case {"id": str(), "type": str()}:
                return None
        raise NoticeRefused

    def _call(self, method: str, path: str, *, key: str = "", **sent: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, headers={"Idempotency-Key": key} if key else {}, **sent)
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Unclear(type(error).__name__) from None
        if answer.status_code >= 500 or answer.status_code in AGAIN:
            raise Unclear(str(answer.status_code))
        if not isinstance(said, dict):
            raise Unclear("not an object")
        if answer.status_code >= 400:
            error = said.get("error") or {}
            raise Declined(str(error.get("code") or error.get("type") or answer.status_code)[:60])
        return said


def standing_of(session: dict[str, Any]) -> Standing:
    """What a checkout session says of itself. The sum and the reference are its own, to be compared."""
    intent = session.get("payment_intent")
    intent = intent if isinstance(intent, dict) else {"id": intent or ""}
    told = {
        "reference": session.get("client_reference_id") or "", "amount_cents": session.get("amount_total"),
        "currency": (session.get("currency") or "").upper(), "receipt_ref": intent.get("id") or "",
    }  # fmt: skip
    return Standing(outcome=_outcome(session, intent), **told)


def _outcome(session: dict[str, Any], intent: dict[str, Any]) -> Outcome:
    match session.get("status"), session.get("payment_status"):
        case _, "paid":
            return Outcome.PAID
        case "expired", _:
            return Outcome.EXPIRED
        case "complete", _:
            failed = intent.get("status") in ("requires_payment_method", "canceled")
            return Outcome.REFUSED if failed else Outcome.PENDING
    return Outcome.OPEN


def check_signature(header: str, *, body: bytes, secret: str, now: datetime) -> None:
    """`t=<seconds>,v1=<hex>[,v1=<hex>…]` over `<t>.<body>`. Raises NoticeRefused."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdecimal() and len(stamps[0]) <= 12):
        raise NoticeRefused
    wanted = hmac.new(secret.encode(), stamps[0].encode() + b"." + body, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given):
        raise NoticeRefused
    if abs(now.timestamp() - int(stamps[0])) > TOLERANCE.total_seconds():
        raise NoticeRefused


def _session_of(order: Order) -> dict[str, str]:
    price = "line_items[0][price_data]"
    return {
        "mode": "payment",
        "client_reference_id": order.reference,
        "line_items[0][quantity]": "1",
        f"{price}[currency]": order.currency.lower(),
        f"{price}[unit_amount]": str(order.amount_cents),
        f"{price}[product_data][name]": order.label,
        "payment_intent_data[description]": order.reference,
        "payment_intent_data[metadata][reference]": order.reference,
        "success_url": order.return_url,
        "cancel_url": order.return_url,
        "expires_at": str(int((order.opened_at + LIFE).timestamp())),
        "locale": order.language,
    }


def _safe(provider_ref: str) -> str:
    if not provider_ref.replace("_", "").isalnum():
        raise Declined("odd reference")
    return provider_ref


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise Unclear(f"no {name}")
    return value


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise NoticeRefused from None
