"""Reads and writes of the pages that were opened at a provider, as statements for a unit of work."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.kernel import rows
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.payments.models import PaymentAttempt
from chevet.payments.port import Standing
from chevet.payments.rules import reference_of
from chevet.payments.verdicts import UNANSWERED

PAGE = "payment_attempt.page"
LEASE = timedelta(minutes=2)

COLUMNS = """
t.id, t.organisation_id, t.subject_id, t.payment_id, t.account_id, t.reference, t.amount_cents, t.currency, t.opened_at,
t.provider_ref, t.page, t.check_at, t.checks, t.silent_since, t.closed_at, t.closed_why, t.paid_at, t.received_cents, t.differs,
t.receipt_ref, t.refund_key, t.refund_cents, t.returned_cents, t.refunded_at, t.refunded_by_hand
"""
ALL = f"SELECT {COLUMNS} FROM payment_attempt t WHERE t.payment_id = ANY(%s) ORDER BY t.opened_at, t.id"
OPEN = f"SELECT {COLUMNS} FROM payment_attempt t WHERE t.payment_id = %s AND t.closed_at IS NULL AND t.paid_at IS NULL"
WITH_ACCOUNT = f"""
SELECT {COLUMNS}, a.provider, a.label, a.settings, k.subject_id AS account_key, k.family, k.generation, k.wrapped
  FROM payment_attempt t JOIN payment_account a ON a.id = t.account_id JOIN data_key k ON k.subject_id = a.id
 WHERE t.id = %s
"""
CLAIM = """
UPDATE payment_attempt SET check_at = %s WHERE id IN (
  SELECT id FROM payment_attempt WHERE check_at <= %s ORDER BY check_at LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, organisation_id
"""
ANSWERED = "UPDATE payment_attempt SET provider_ref = %s, page = %s, check_at = %s WHERE id = %s AND provider_ref = '' RETURNING id"
NOTICED = """
UPDATE payment_attempt SET check_at = least(check_at, %s)
 WHERE account_id = %s AND check_at IS NOT NULL
   AND ((%s <> '' AND provider_ref = %s) OR (%s <> '' AND receipt_ref = %s))
RETURNING id
"""


def opened(
    payment: Any, *, attempt_id: UUID, account_id: UUID, machine_now: datetime
) -> Statement:  # fmt: skip
    """Before the provider is asked. No address of it is known: unless it is answered, it ends by itself."""
    return rows.insert(
        PaymentAttempt, id=attempt_id, organisation_id=payment.organisation_id, subject_id=payment.subject_id,
        payment=payment.id, account=account_id, reference=reference_of(attempt_id), amount_cents=payment.amount_cents,
        currency=payment.currency, opened_at=machine_now, provider_ref="", check_at=machine_now + UNANSWERED, checks=0,
        closed_why="", differs=False, receipt_ref="", returned_cents=0,
    )  # fmt: skip


def answered(attempt_id: UUID, *, record: Record, provider_ref: str, url: str, check_at: datetime) -> Statement:
    """One row for the first answer; a second one, to a question asked twice at once, is left aside."""
    return Statement(ANSWERED, (provider_ref, record.seal(PAGE, url), check_at, attempt_id))


def open_of(payment_id: UUID) -> Statement:
    """The one that may still be paid."""
    return Statement(OPEN, (payment_id,))


def all_of(payment_ids: Sequence[UUID]) -> Statement:
    return Statement(ALL, (list(payment_ids),))


def with_account(attempt_id: UUID) -> Statement:
    """With the sealed settings of its provider. Not readable by a patient's request: her scope does not see that key."""
    return Statement(WITH_ACCOUNT, (attempt_id,))


def claim(*, machine_now: datetime, most: int) -> Statement:
    """Those to ask about, for two minutes nobody else's. Needs the purpose "payment"."""
    return Statement(CLAIM, (machine_now + LEASE, machine_now, most))


def noticed(*, account_id: UUID, provider_ref: str, receipt_ref: str, machine_now: datetime) -> Statement:
    """A notice: ask about it now. One that is settled stays so."""
    return Statement(NOTICED, (machine_now, account_id, provider_ref, provider_ref, receipt_ref, receipt_ref))


def later(attempt: Any, *, check_at: datetime | None, silent_since: datetime | None = None) -> Statement:
    """It is asked about again then. silent_since: kept from the first question that found no answer."""
    return rows.update(
        PaymentAttempt, {"id": attempt.id}, check_at=check_at, checks=min(attempt.checks + 1, 30_000),
        silent_since=silent_since and (attempt.silent_since or silent_since),
    )  # fmt: skip


def closed(attempt: Any, *, why: str, machine_now: datetime) -> Statement:
    return rows.update(PaymentAttempt, {"id": attempt.id}, closed_at=machine_now, closed_why=why, check_at=None)


def paid(attempt: Any, standing: Standing, *, differs: bool, machine_now: datetime) -> Statement:
    return rows.update(
        PaymentAttempt, {"id": attempt.id}, paid_at=machine_now, received_cents=standing.amount_cents, differs=differs,
        receipt_ref=standing.receipt_ref, check_at=None,
    )  # fmt: skip


def left(attempt: Any) -> int:
    """Cents that came and were not given back."""
    took = attempt.amount_cents if attempt.received_cents is None else attempt.received_cents
    return took - attempt.returned_cents if attempt.paid_at and not attempt.refunded_at else 0


def on_its_way(attempt: Any) -> int:
    """What the refund under way gives back."""
    return left(attempt) if attempt.refund_cents is None else attempt.refund_cents


def refunding(attempt: Any, *, cents: int, key: UUID, check_at: datetime) -> Statement:
    return rows.update(PaymentAttempt, {"id": attempt.id}, refund_key=key, refund_cents=cents, check_at=check_at)


def not_refunded(attempt: Any) -> Statement:
    return rows.update(PaymentAttempt, {"id": attempt.id}, refund_key=None, refund_cents=None, check_at=None)


def refunded(attempt: Any, *, machine_now: datetime, by_hand: UUID | None = None) -> Statement:
    """What was under way is given back. A part: the page stays paid, and another part may follow."""
    given = on_its_way(attempt)
    whole = given >= left(attempt)
    key = {} if whole else {"refund_key": None, "refund_cents": None}
    return rows.update(
        PaymentAttempt, {"id": attempt.id}, returned_cents=attempt.returned_cents + given, check_at=None,
        refunded_at=machine_now if whole else None, refunded_by_hand=by_hand, **key,
    )  # fmt: skip
