"""A row in every table of payments, for the walls."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from chevet.kernel.tenancy import acting
from chevet.payments.models import Payment, PaymentAccount, PaymentAttempt
from tests.fixtures.care import NOON


def fill_payments(place: Any, subjects: Iterable[UUID]) -> None:
    """One account, and for each subject a sum with a page that was opened for it."""
    with acting(place.scope):
        account = PaymentAccount.objects.create(
            organisation_id=place.organisation_id, provider="payfip", enabled=True, label="Règlement", settings=b"x",
            changed_by=place.actor.account_id, changed_at=NOON,
        )  # fmt: skip
        for subject_id in subjects:
            whose = {"organisation_id": place.organisation_id, "subject_id": subject_id}
            payment = Payment.objects.create(
                id=uuid4(), **whose, team_id=place.team_id, professional_id=place.actor.account_id,
                asked_by=place.actor.account_id, asked_at=NOON, amount_cents=2500, details=b"x", state="opened",
                moved_at=NOON,
            )  # fmt: skip
            PaymentAttempt.objects.create(
                **whose, payment=payment, account=account, reference=uuid4().hex[:12], amount_cents=2500,
                currency="EUR", opened_at=NOON,
            )  # fmt: skip
