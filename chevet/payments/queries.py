"""Reads of payments."""

from collections.abc import Sequence
from uuid import UUID

from chevet.kernel.rows import Statement

COLUMNS = """
p.id, p.organisation_id, p.subject_id, p.team_id, p.professional_id, p.consultation_id, p.appointment_id, p.asked_by, p.asked_at,
p.amount_cents, p.currency, p.details, p.modality, p.state, p.moved_at, p.nothing_due_since, p.nothing_due_why,
p.paid_at, p.refunded_at
"""
KEY = "k.family, k.generation, k.wrapped"
ONE = f"""
SELECT {COLUMNS}, {KEY} FROM payment p JOIN data_key k ON k.subject_id = p.subject_id WHERE {{of}} {{lock}}
"""
LIVE_ACCOUNT = """
SELECT a.id, a.provider, a.enabled, a.label, a.settings, a.changed_by, a.changed_at, k.subject_id, k.family,
       k.generation, k.wrapped
  FROM payment_account a JOIN data_key k ON k.subject_id = a.id WHERE a.organisation_id = %s AND a.ended_at IS NULL
"""


def one(payment_id: UUID, *, lock: bool = False) -> Statement:
    """A payment with its wrapped key; no row when it is not of the acting organisation."""
    return Statement(ONE.format(of="p.id = %s", lock=_lock(lock)), (payment_id,))


def of_act(consultation_id: UUID | None, appointment_id: UUID | None = None, *, lock: bool = False) -> Statement:
    """The payment of one consultation or of its appointment, if one was asked; the consultation's own first."""
    of = "(p.consultation_id = %s OR p.appointment_id = %s) AND p.state <> 'cancelled' ORDER BY p.consultation_id IS NULL LIMIT 1"
    return Statement(ONE.format(of=of, lock=_lock(lock)), (consultation_id, appointment_id))


def of_subjects(subject_ids: Sequence[UUID]) -> Statement:
    """Every payment of these people, newest first."""
    of = "p.subject_id = ANY(%s) ORDER BY p.asked_at DESC, p.id DESC LIMIT 100"
    return Statement(ONE.format(of=of, lock=""), (list(subject_ids),))


def live_account(organisation_id: UUID) -> Statement:
    """By whom the organisation is paid now, with the key of its settings; no row where payment was never set up."""
    return Statement(LIVE_ACCOUNT, (organisation_id,))


def _lock(lock: bool) -> str:
    return "FOR UPDATE OF p" if lock else ""
