"""The double of a payment provider, for tests and the demonstration. Its pages are a table, its notices are signed.

It behaves as providers do: one page for the same order, a sum that counts only once somebody pays, somebody who pays
late, a notice that comes twice. Outside the demonstration it declines everything.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings as site

from chevet.kernel.sealing import derive
from chevet.kernel.sentences import Sentence
from chevet.payments.models import RehearsedPayment
from chevet.payments.port import (
    Declined,
    Notice,
    NoticeRefused,
    Order,
    Outcome,
    Page,
    Received,
    Refund,
    Standing,
)

PATH = "/demo/paiement/"
HEADER = "X-Rehearsal-Signature"
LIFE = timedelta(minutes=60)  # of a page, as at Stripe
CLOSED = {"refused": Outcome.REFUSED, "abandoned": Outcome.ABANDONED, "closed": Outcome.EXPIRED}


class Rehearsal:
    title: ClassVar = Sentence("Double de paiement", "Double of payment")
    settings: ClassVar = ()
    verified: ClassVar = Sentence("Un double : il ne prend l’argent de personne.", "A double: it takes nobody’s money.")
    needs_email: ClassVar = False
    origin = ""

    def __init__(self, settings: dict[str, str]) -> None:
        self.allowed = site.DEMO

    def open(self, order: Order) -> Page:
        self._check()
        page, _ = RehearsedPayment.objects.get_or_create(
            reference=order.reference,
            defaults={
                "label": order.label, "amount_cents": order.amount_cents, "currency": order.currency,
                "return_url": order.return_url, "notify_url": order.notify_url, "opened_at": order.opened_at,
            },
        )  # fmt: skip
        return Page(provider_ref=page.reference, url=f"{site.SITE_URL}{PATH}{page.reference}")

    def look(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        self._check()
        page = RehearsedPayment.objects.filter(reference=provider_ref).first()
        return Standing(outcome=Outcome.UNKNOWN) if page is None else standing_of(page, now=now)

    def close(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        """Who has typed a card and is waiting for the bank is not turned away: that is how money comes late."""
        self._check()
        RehearsedPayment.objects.filter(reference=provider_ref, state="open").update(state="closed")
        return self.look(provider_ref=provider_ref, opened_at=opened_at, now=now)

    def refund(self, *, receipt_ref: str, amount_cents: int, key: UUID) -> Refund:
        self._check()
        page = RehearsedPayment.objects.filter(reference=receipt_ref, state="paid").first()
        known = (page.refunds or {}) if page is not None else {}
        if str(key) in known:
            return Refund.GIVEN
        if page is None or amount_cents > page.taken_cents - page.refunded_cents:
            return Refund.REFUSED
        given = {
            "refunds": known | {str(key): amount_cents},
            "refunded_cents": page.refunded_cents + amount_cents,
        }
        RehearsedPayment.objects.filter(pk=page.pk).update(**given)
        return Refund.GIVEN

    def read_notice(self, received: Received, *, now: datetime) -> Notice | None:
        self._check()
        given = received.headers.get(HEADER, "")
        if not hmac.compare_digest(signature(received.body).encode(), given.encode()):
            raise NoticeRefused
        match json.loads(received.body):
            case {"id": str(ident), "reference": str(reference)}:
                return Notice(provider_ref=reference, nonce=ident)
        raise NoticeRefused

    def _check(self) -> None:
        if not self.allowed:
            raise Declined("only in the demonstration")


def standing_of(page: RehearsedPayment, *, now: datetime) -> Standing:
    if page.state == "paid" and page.paid_from and page.paid_from <= now:
        outcome = Outcome.PAID
    elif page.state == "paid":
        outcome = Outcome.PENDING
    elif page.state == "open" and now > page.opened_at + LIFE:
        outcome = Outcome.EXPIRED
    else:
        outcome = CLOSED.get(page.state, Outcome.OPEN)
    return Standing(
        outcome=outcome, reference=page.reference, amount_cents=page.taken_cents, currency=page.currency,
        receipt_ref=page.reference,
    )  # fmt: skip


def signature(body: bytes) -> str:
    return hmac.new(derive("rehearsed payments", b""), body, hashlib.sha256).hexdigest()
