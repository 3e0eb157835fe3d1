"""What is done with a sum: asked, opened, looked after, given back, ready to be played (see acts.py)."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings as django_settings

from chevet.access.models import Device, Link
from chevet.access.operations import new_link
from chevet.access.tokens import device_secret, hash_device, token_for
from chevet.access.visits import visit
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import insert
from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments.models import Payment, PaymentAccount, PaymentAttempt
from chevet.payments.port import Notice, NoticeRefused, Outcome, Page, Received, Refund, Standing
from chevet.people.models import Role
from chevet.usecases import (
    ask_payment,
    check_payment,
    configure_payments,
    exempt_payment,
    open_payment,
    read_payments,
    receive_payment_notice,
    refund_payment,
    release_payment,
)
from tests.fixtures.care import Place

from .act import Act
from .acts_of_people import registered
from .stages import AT, Stage

KEYS = {"key": "sk_test_0123456789", "webhook_secret": "whsec_0123456789"}
EXACT = object()


@dataclass
class Counter:
    """A provider that does as it is told, and counts what it was asked. `page`: what `open` answers or raises."""

    outcome: Outcome = Outcome.OPEN
    amount_cents: Any = EXACT
    currency: str = "EUR"
    reference: Any = EXACT
    page: Any = None
    refunds: Any = Refund.GIVEN
    orders: list[Any] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str, settings: dict[str, str]) -> "Counter":
        self.settings = settings
        return self

    def open(self, order: Any) -> Page:
        self.orders.append(order)
        if isinstance(self.page, Exception):
            raise self.page
        return self.page or Page(f"cs_{order.reference}", f"https://checkout.stripe.com/c/{order.reference}")

    def look(self, *, provider_ref: str, opened_at: Any, now: Any) -> Standing:
        self.looked.append(provider_ref)
        return self._standing(provider_ref)

    def close(self, *, provider_ref: str, opened_at: Any, now: Any) -> Standing:
        self.closed.append(provider_ref)
        return self._standing(provider_ref)

    def refund(self, *, receipt_ref: str, amount_cents: int, key: Any) -> Refund:
        self.given.append((receipt_ref, amount_cents, key))
        if isinstance(self.refunds, Exception):
            raise self.refunds
        return self.refunds

    def read_notice(self, received: Received, *, now: Any) -> Notice | None:
        if received.headers.get("signed") != "yes":
            raise NoticeRefused
        return Notice(**json.loads(received.body))

    def _standing(self, provider_ref: str) -> Standing:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        amount = 2500 if self.amount_cents is EXACT else self.amount_cents
        reference = provider_ref.removeprefix("cs_") if self.reference is EXACT else self.reference
        return Standing(
            outcome=self.outcome, reference=reference, amount_cents=amount, currency=self.currency,
            receipt_ref=f"pi_{provider_ref}",
        )  # fmt: skip


def administrator(place: Place) -> Any:
    from dataclasses import replace

    return replace(place.actor, role=Role.ADMINISTRATOR, team_ids=frozenset())


def switch_on(place: Place, *, provider: str = "stripe", settings: dict[str, str] = KEYS, **changes: Any) -> None:
    wanted = {"provider": provider, "label": "Règlement", "enabled": True, "settings": settings} | changes
    configure_payments.configure_payments(
        actor=administrator(place), wanted=configure_payments.Wanted(**wanted), demonstration=django_settings.DEMO, now=AT,
        machine_now=AT,
    )  # fmt: skip


def payable() -> Stage:
    """Somebody known to the team, whose telephone said who it is; payment is switched on."""
    stage = registered()
    switch_on(stage.place)
    stage.desk, stage.payment_id, stage.consultation_id = Counter(), uuid4(), uuid4()
    link_id, secret = new_id(), device_secret()
    whose = {"organisation_id": stage.place.organisation_id, "subject_id": stage.subject_id}
    with UnitOfWork(stage.place.scope) as work:
        work.add(
            new_link(
                **whose, target_id=stage.patient_id, contact_id=None, now=AT, link_id=link_id, purpose="visit"
            ),
            insert(
                Device, id=uuid4(), **whose, link=link_id, secret_hash=hash_device(secret), state="identified",
                tries=0, label="test", created_at=AT, seen_at=AT,
            ),
        )  # fmt: skip
    stage.token, stage.device = token_for(link_id, 1), secret
    stage.visit = visit(stage.token, secret)
    return stage


def asked(*, exemption: str = "", state: str = "") -> Stage:
    """`state`: how far it is: opened, paid, released."""
    stage = payable()
    ask(stage, exemption=exemption)
    if state:
        press(stage)
    if state == "paid":
        pay(stage)
    if state == "released":
        release(stage)
    return stage


def ask(stage: Stage, *, cents: int = 2500, exemption: str = "", modality: str = "", **changes: Any) -> Any:
    wanted = ask_payment.Sum(amount_cents=cents, act="TCG", exemption=exemption, modality=modality)
    given = {"payment_id": stage.payment_id, "subject_id": stage.subject_id, "consultation_id": stage.consultation_id}
    return ask_payment.ask_payment(
        actor=stage.actor, wanted=wanted, **({"now": AT, "machine_now": AT} | given | changes)
    )


def press(stage: Stage, **changes: Any) -> str | None:
    return open_payment.open_payment(
        visit=stage.visit, payment_id=stage.payment_id, desk=stage.desk, now=AT, machine_now=AT, **changes
    )


def check(stage: Stage, *, after: timedelta = timedelta(minutes=1)) -> None:
    """The job asks about the newest page of the payment."""
    with acting(stage.place.scope):
        attempt = PaymentAttempt.objects.order_by("opened_at", "id").last()
    check_payment.check_payment(
        attempt_id=attempt.id, organisation_id=stage.place.organisation_id, desk=stage.desk, now=AT + after,
        machine_now=AT + after,
    )  # fmt: skip


def pay(stage: Stage, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(stage.desk, name, value)
    stage.desk.outcome = Outcome.PAID
    check(stage)


def of_payment(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.actor, "payment_id": stage.payment_id, "now": AT, "machine_now": AT}


def release(stage: Stage, why: str = "waived") -> None:
    release_payment.release_payment(**of_payment(stage), why=why)


def refund(stage: Stage, cents: int | None = None) -> Refund:
    return refund_payment.refund_payment(**of_payment(stage), amount_cents=cents, desk=stage.desk)


def refunding() -> Stage:
    stage = asked(state="paid")
    stage.desk.refunds = Refund.BY_HAND
    refund(stage)
    return stage


def kept(stage: Stage) -> Payment:
    with acting(stage.place.scope):
        return Payment.objects.get(pk=stage.payment_id)


def pages(stage: Stage) -> list[PaymentAttempt]:
    with acting(stage.place.scope):
        return list(PaymentAttempt.objects.order_by("opened_at", "id"))


def account(stage: Stage) -> PaymentAccount:
    with acting(stage.place.scope):
        return PaymentAccount.objects.get(ended_at=None)


def notice(stage: Stage, *, nonce: str = "evt_1", signed: str = "yes", ref: str | None = None) -> bool:
    told = {"provider_ref": ref or pages(stage)[-1].provider_ref, "nonce": nonce}
    received = Received(body=json.dumps(told).encode(), headers={"signed": signed})
    return receive_payment_notice.receive_payment_notice(
        account_id=account(stage).id, received=received, desk=stage.desk, machine_now=AT
    )


def listed(stage: Stage) -> int:
    wanted = read_payments.Wanted(since=AT - timedelta(days=1), until=AT + timedelta(days=1))
    return len(read_payments.list_payments(actor=stage.actor, wanted=wanted, machine_now=AT).payments)


def links(stage: Stage) -> int:
    with acting(stage.place.scope):
        return Link.objects.count()


PAYMENTS = {
    "ask_payment.ask_payment": Act(ask, payable, keyed=True),
    "open_payment.open_payment": Act(press, asked, several=True),
    "check_payment.check_payment": Act(pay, lambda: asked(state="opened"), several=True),
    "check_payment.check_payments": Act(
        lambda s: check_payment.check_payments(desk=s.desk, now=AT, machine_now=AT + timedelta(minutes=1)),
        lambda: asked(state="opened"),
        several=True,
    ),
    "check_payment.give_back": Act(refund, lambda: asked(state="paid"), several=True),
    "receive_payment_notice.receive_payment_notice": Act(notice, lambda: asked(state="opened"), several=True),
    "release_payment.release_payment": Act(release, asked, keyed=True),
    "refund_payment.refund_payment": Act(refund, lambda: asked(state="paid"), several=True),
    "refund_payment.record_refund": Act(
        lambda s: refund_payment.record_refund(**of_payment(s)), refunding
    ),
    "exempt_payment.exempt_payment": Act(
        lambda s: exempt_payment.exempt_payment(**of_payment(s), exemption="maternity"), asked
    ),
    "configure_payments.configure_payments": Act(lambda s: switch_on(s.place), registered),
    "configure_payments.read_payment_settings": Act(
        lambda s: configure_payments.read_payment_settings(actor=administrator(s.place)).kept, payable
    ),
    "read_payments.own_payments": Act(
        lambda s: len(read_payments.own_payments(visit=s.visit, now=AT, machine_now=AT).payments), asked
    ),
    "read_payments.payments_of": Act(
        lambda s: len(read_payments.payments_of(actor=s.actor, subject_id=s.subject_id)[0]), asked
    ),
    "read_payments.payment_of_act": Act(
        lambda s: bool(
            read_payments.payment_of_act(actor=s.actor, consultation_id=s.consultation_id)[0]
        ),
        asked,
    ),
    "read_payments.read_payment": Act(
        lambda s: read_payments.read_payment(**of_payment(s)).id, asked
    ),
    "read_payments.list_payments": Act(listed, asked),
}  # fmt: skip
