"""What an answer of a provider leads to: the sum, the currency and the reference are compared with what was asked. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chevet.payments.port import Outcome, Standing

FORGOTTEN = timedelta(days=1)  # a page that its provider does not know by then was never made
UNANSWERED = timedelta(hours=1)  # nobody was given the address of a page that was never answered: nobody can pay it
WAITS = (15, 15, 15, 30, 60, 120, 300, 900, 3600, 3 * 3600, 6 * 3600)  # seconds between two questions
HANGS = timedelta(minutes=10)  # of silence, after which a person is shown that it hangs


class Verdict(StrEnum):
    WAIT = "wait"
    PAID = "paid"
    DIFFERS = "differs"  # paid, but not what was asked
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    reference: str
    amount_cents: int
    currency: str
    opened_at: datetime


def judge(standing: Standing, asked: Asked, *, machine_now: datetime) -> Verdict:
    if standing.outcome is Outcome.PAID:
        told = (standing.reference, standing.amount_cents, standing.currency)
        same = told == (asked.reference, asked.amount_cents, asked.currency)
        return Verdict.PAID if same else Verdict.DIFFERS
    if standing.outcome is Outcome.UNKNOWN:
        return Verdict.CLOSED if machine_now > asked.opened_at + FORGOTTEN else Verdict.WAIT
    return Verdict.WAIT if standing.outcome in (Outcome.OPEN, Outcome.PENDING) else Verdict.CLOSED


def ask_again_at(*, checks: int, machine_now: datetime) -> datetime:
    """`checks`: how often it was asked so far, with this one."""
    return machine_now + timedelta(seconds=WAITS[min(checks, len(WAITS)) - 1])
