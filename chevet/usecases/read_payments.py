"""Payments as people read them: the patient hers, the team its own, in a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.queries import SUBJECT
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import accounts, attempts, operations, queries
from chevet.payments.providers import PROVIDERS
from chevet.payments.states import PAYABLE, State
from chevet.payments.verdicts import HANGS
from chevet.people.actors import Actor
from chevet.usecases.open_visit import enter_visit
from chevet.usecases.owed import check_charges, moving_of, within_circle

MOST = 200
MINE = Statement(
    f"SELECT {queries.COLUMNS}, {queries.KEY} FROM payment p JOIN data_key k ON k.subject_id = p.subject_id"
    f" WHERE p.subject_id = {SUBJECT} AND p.state <> 'cancelled' ORDER BY p.asked_at DESC, p.id DESC LIMIT 20",
    (),
)
NAMED = f"""
SELECT {queries.COLUMNS}, {queries.KEY}, a.name AS professional, a.rpps, t.patient_id, t.first_name, t.birth_name,
       t.used_name, t.used_first_name
  FROM payment p
  JOIN data_key k ON k.subject_id = p.subject_id
  JOIN account a ON a.id = p.professional_id
  LEFT JOIN LATERAL (SELECT q.id AS patient_id, q.first_name, q.birth_name, q.used_name, q.used_first_name
                       FROM patient q WHERE q.subject_id = p.subject_id LIMIT 1) t ON true
"""
LISTED = f"""
{NAMED}
 WHERE p.team_id = ANY(%s) AND p.asked_at >= %s AND p.asked_at < %s AND p.state = ANY(%s)
   AND (%s::uuid IS NULL OR p.professional_id = %s::uuid)
 ORDER BY p.asked_at DESC, p.id DESC LIMIT %s
"""
WHO = """
SELECT DISTINCT a.id, a.name FROM payment p JOIN account a ON a.id = p.professional_id WHERE p.team_id = ANY(%s)
 ORDER BY a.name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """One payment with what is sealed about it, and its pages at the provider. Names only where a list asks for them."""

    row: Any
    act: str = ""
    exemption: str = ""
    attempts: tuple[Any, ...] = ()

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def is_payable(self) -> bool:
        return self.state in PAYABLE

    @property
    def received_cents(self) -> int:
        return sum(attempts.left(one) for one in self.attempts)

    @property
    def returned_cents(self) -> int:
        return sum(one.returned_cents for one in self.attempts)

    @property
    def to_give_back(self) -> bool:
        """Money came that was not due, came twice or is not the sum that was asked."""
        return self.state == State.PAID and self.row.nothing_due_since is not None

    @property
    def by_hand(self) -> bool:
        """It is being given back by a person, outside."""
        waits = [one for one in self.attempts if one.refund_key and not one.refunded_at]
        return self.state == State.REFUNDING and any(one.check_at is None for one in waits)

    @property
    def hangs(self) -> bool:
        """The provider has been silent for a while, and will be asked again."""
        return any(
            one.silent_since and one.check_at and one.check_at - one.silent_since > HANGS for one in self.attempts
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPayments:
    """What a patient may see of hers, the one to pay first. label: what her bank statement will say."""

    payments: tuple[PaymentView, ...] = ()
    enabled: bool = False
    provider: str = ""
    label: str = ""
    needs_email: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ones: asked from `since` until before `until`, in these states, of one professional or of all."""

    since: datetime
    until: datetime
    states: frozenset[State] = frozenset(State)
    professional_id: UUID | None = None
    most: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    payments: tuple[PaymentView, ...] = ()
    professionals: tuple[Any, ...] = field(default=())
    enabled: bool = False


def own_payments(*, visit: Visit, now: datetime, machine_now: datetime) -> OwnPayments:
    """Behind the link of an appointment, once she said who she is. Raises NotFound, Forbidden."""
    with UnitOfWork(visit.scope()) as work:
        _, _, (rows, live) = enter_visit(work, visit, MINE, accounts.plain(), now=now, lock=False)
        views = _viewed(work, rows)
    account = live[0] if live else None
    return OwnPayments(
        payments=tuple(sorted(views, key=lambda one: not one.is_payable)), enabled=bool(account and account.enabled),
        provider=account.provider if account else "", label=account.label if account else "",
        needs_email=bool(account and PROVIDERS[account.provider].needs_email),
    )  # fmt: skip


def payments_of(*, actor: Actor, subject_id: UUID) -> tuple[tuple[PaymentView, ...], bool]:
    """Of one patient whose page is open (its reading is journalled there), and whether payment is switched on."""
    check_charges(actor)
    with UnitOfWork(actor.scope()) as work:
        rows, live = work.fetch(queries.of_subjects([subject_id]), accounts.plain())
        return tuple(_viewed(work, rows)), bool(live and live[0].enabled)


def payment_of_act(
    *, actor: Actor, consultation_id: UUID | None = None, appointment_id: UUID | None = None
) -> tuple[PaymentView | None, bool]:
    """What was asked for a consultation or its appointment, and whether payment is switched on."""
    check_charges(actor)
    with UnitOfWork(actor.scope()) as work:
        rows, live = work.fetch(queries.of_act(consultation_id, appointment_id), accounts.plain())
        views = _viewed(work, rows)
    return (views[0] if views else None), bool(live and live[0].enabled)


def read_payment(*, actor: Actor, payment_id: UUID, now: datetime, machine_now: datetime) -> PaymentView:
    """One, with its pages at the provider; a line in the journal. Raises Forbidden, NotFound."""
    check_charges(actor)
    moving = moving_of(actor, now=now, machine_now=machine_now)
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(Statement(f"{NAMED} WHERE p.id = %s", (payment_id,)))
        row = within_circle(work, actor, rows, moving)
        work.add(operations.journal(row, "payment.read", moving))
        return _viewed(work, rows)[0]


def list_payments(*, actor: Actor, wanted: Wanted, machine_now: datetime, action: str = "payments.listed") -> Listed:
    """Those of the actor's teams, newest first, at most `wanted.most`; one line in the journal. Raises Forbidden.

    action: what the journal says of it.
    """
    check_charges(actor)
    teams = list(actor.team_ids)
    whose = wanted.professional_id
    with UnitOfWork(actor.scope()) as work:
        rows, who, live = work.fetch(
            Statement(LISTED, (teams, wanted.since, wanted.until, sorted(wanted.states), whose, whose, wanted.most)),
            Statement(WHO, (teams,)), accounts.plain(),
        )  # fmt: skip
        views = _viewed(work, rows)
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action=action,
                organisation_id=actor.organisation_id,
                detail={"since": wanted.since.isoformat(), "until": wanted.until.isoformat(), "rows": len(views)},
            )
        )  # fmt: skip
    return Listed(payments=tuple(views), professionals=tuple(who), enabled=bool(live and live[0].enabled))


def _viewed(work: UnitOfWork, rows: Iterable[Any]) -> list[PaymentView]:
    rows = list(rows)
    (known,) = work.fetch(attempts.all_of([row.id for row in rows]))
    pages: dict[UUID, list[Any]] = {}
    for one in known:
        pages.setdefault(one.payment_id, []).append(one)
    return [_view(row, pages.get(row.id, ())) for row in rows]


def _view(row: Any, pages: Iterable[Any]) -> PaymentView:
    details = open_record(row).open(operations.DETAILS, row.details)
    return PaymentView(
        row=row, act=details.get("act", ""), exemption=details.get("exemption", ""), attempts=tuple(pages)
    )
