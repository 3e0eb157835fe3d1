"""Writes of payments, as statements for a unit of work. `moved` is the one function that changes a state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel import rows
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.payments.models import Payment
from chevet.payments.states import NOTHING_DUE, PAYABLE, State, check_move

# {act (code of the nomenclature), exemption (code of vocabulary.EXEMPTIONS)}
DETAILS = "payment.details"
ONCE = "ON CONFLICT (id) DO NOTHING RETURNING id"


@dataclass(frozen=True, slots=True)
class Moving:
    """Who moves it and when. by: account:…, link:… or machine:…, as in the journal."""

    by: str
    now: datetime
    machine_now: datetime


def asked(
    *, record: Record, payment_id: UUID, organisation_id: UUID, team_id: UUID, professional_id: UUID,
    consultation_id: UUID | None, appointment_id: UUID | None, asked_by: UUID, amount_cents: int, act: str,
    exemption: str, modality: str, moving: Moving,
) -> list[Statement]:  # fmt: skip
    """A new payment; the first statement gives one row, none when this page has already asked.

    With an exemption nothing is due from the beginning.
    """
    state = State.EXEMPT if exemption else State.ASKED
    subject_id = UUID(bytes=record.subject)
    new = rows.insert(
        Payment, on_conflict=ONCE, id=payment_id, organisation_id=organisation_id, subject_id=subject_id,
        team_id=team_id, professional_id=professional_id, consultation_id=consultation_id,
        appointment_id=appointment_id, asked_by=asked_by, asked_at=moving.now, amount_cents=amount_cents, currency="EUR",
        details=sealed_details(record, act=act, exemption=exemption), modality=modality, state=state, moved_at=moving.now,
        **_facts(state, "exempt" if exemption else "", moving.now),
    )  # fmt: skip
    journalled = journal(
        _Named(payment_id, organisation_id, subject_id), f"payment.{state}", moving, cents=amount_cents
    )
    return [new, journalled]


def moved(payment: Any, target: State, moving: Moving, *, why: str = "", **facts: Any) -> list[Statement]:
    """The row and its line in the journal. `payment` was read under a lock.

    why: a code of vocabulary.NOTHING_DUE_WHYS, where nothing is due any more. Raises ForbiddenMove.
    """
    check_move(source=payment.state, target=target)
    known = _facts(target, why, moving.now) | facts
    if payment.paid_at is not None:
        known.pop("paid_at", None)
    return [
        rows.update(
            Payment, {"id": payment.id, "state": payment.state}, state=target, moved_at=moving.now, **known
        ),
        journal(payment, f"payment.{target}", moving, before=str(payment.state), **({"why": why} if why else {})),
    ]  # fmt: skip


def let_go(payment: Any, target: State, moving: Moving, *, why: str, **facts: Any) -> list[Statement]:
    """Nothing is due any more. What was already paid stays paid, and is to be given back; the rest takes `target`."""
    if payment.state in PAYABLE:
        return moved(payment, target, moving, why=why, **facts)
    if payment.state == State.PAID and payment.nothing_due_since is None:
        return [
            rows.update(Payment, {"id": payment.id}, nothing_due_since=moving.now, nothing_due_why=why, **facts),
            journal(payment, "payment.nothing_due", moving, why=why),
        ]
    return [rows.update(Payment, {"id": payment.id}, **facts)] if facts else []


def due_again(payment: Any, moving: Moving, *, why: str) -> list[Statement]:
    """What was let go for that reason alone is asked again, or stays paid after all."""
    if payment.nothing_due_why != why:
        return []
    if payment.state == State.RELEASED:
        return moved(payment, State.ASKED, moving)
    if payment.state == State.PAID:
        return [
            rows.update(Payment, {"id": payment.id}, nothing_due_since=None, nothing_due_why=""),
            journal(payment, "payment.due_again", moving),
        ]
    return []


def sealed_details(record: Record, *, act: str, exemption: str) -> bytes:
    return record.seal(DETAILS, {name: value for name, value in (("act", act), ("exemption", exemption)) if value})


def journal(payment: Any, action: str, moving: Moving, **detail: Any) -> Statement:
    """`detail` holds codes, ids and sums."""
    return entry(
        at=moving.machine_now, actor=moving.by, action=action, organisation_id=payment.organisation_id,
        subject_id=payment.subject_id, detail={"payment": str(payment.id), **detail},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Named:
    id: UUID
    organisation_id: UUID
    subject_id: UUID


def _facts(target: State, why: str, now: datetime) -> dict[str, Any]:
    """When and why, together with the state that asks for them."""
    if target in NOTHING_DUE:
        return {"nothing_due_since": now, "nothing_due_why": why}
    if target in PAYABLE:
        return {"nothing_due_since": None, "nothing_due_why": ""}
    return {State.PAID: {"paid_at": now}, State.REFUNDED: {"refunded_at": now}}.get(target, {})


def how_it_ended(payment_id: UUID, modality: str) -> Statement:
    """video, audio, phone or none."""
    return rows.update(Payment, {"id": payment_id}, modality=modality)
