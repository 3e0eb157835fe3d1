"""The patient presses Pay: her page at the provider is written down, asked for, and given back.

The attempt is committed before the provider is asked, and the provider is asked outside any transaction. Whatever is
lost on the way, the next press finds the same attempt and asks under the same reference.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.access.visits import Visit
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import accounts, attempts, operations, queries
from chevet.payments.operations import Moving
from chevet.payments.port import Declined, Order, Page, Unclear
from chevet.payments.providers import PROVIDERS, Desk
from chevet.payments.states import PAYABLE, State
from chevet.payments.verdicts import ask_again_at
from chevet.usecases.open_visit import enter_visit
from chevet.usecases.settle_attempt import shut

UNKNOWN = gettext_noop("Ce paiement n’existe pas.")
NO_MORE = gettext_noop("Le paiement en ligne n’est plus proposé. Votre équipe vous dira comment régler.")
DECLINED = gettext_noop("Le service de paiement n’a pas pu ouvrir sa page. Rien n’a été débité. Réessayez plus tard.")
SILENT = gettext_noop("Le service de paiement ne répond pas. Rien n’a été débité. Réessayez dans un instant.")
ODD_EMAIL = gettext_noop("Écrivez une adresse e-mail, par exemple prenom@exemple.fr.")
EMAIL = re.compile(r"[^@\s<>&\"']{1,40}@[^@\s<>&\"']{1,35}\.[^@\s<>&\"']{2,}")
RETURN_PATH = "/r/retour-paiement"


def open_payment(
    *, visit: Visit, payment_id: UUID, email: str = "", desk: Desk, now: datetime, machine_now: datetime
) -> str | None:
    """The address at the provider where she pays, or None when there is nothing to pay any more.

    email: for the provider's receipt, where it asks for one; not kept. Raises NotFound, Forbidden, Invalid, Conflict
    (payment switched off, the provider silent or unwilling).
    """
    with UnitOfWork(visit.scope()) as work:
        door, _, (found, current, live) = enter_visit(
            work, visit, queries.one(payment_id, lock=True), attempts.open_of(payment_id), accounts.plain(),
            now=now, lock=False,
        )  # fmt: skip
        if not found:
            raise NotFound(UNKNOWN)
        payment = found[0]
        if payment.state not in PAYABLE:
            return None
        if current and current[0].page is not None:
            return open_record(payment).open(attempts.PAGE, current[0].page)
        moving = Moving(f"link:{door.link_id}", now, machine_now)
        attempt_id = current[0].id if current else _begun(work, payment, live, email, moving)
    return _asked(payment, attempt_id, email, desk, now=now, machine_now=machine_now)


def _begun(work: UnitOfWork, payment: Any, live: list[Any], email: str, moving: Moving) -> UUID:
    if not live or not live[0].enabled:
        raise Conflict(NO_MORE)
    if PROVIDERS[live[0].provider].needs_email and not EMAIL.fullmatch(email.strip()):
        raise Invalid(ODD_EMAIL, fields={"email": ODD_EMAIL})
    attempt_id = new_id()
    work.add(attempts.opened(payment, attempt_id=attempt_id, account_id=live[0].id, machine_now=moving.machine_now))
    if payment.state != State.OPENED:
        work.add(*operations.moved(payment, State.OPENED, moving))
    return attempt_id


def _asked(
    payment: Any, attempt_id: UUID, email: str, desk: Desk, *, now: datetime, machine_now: datetime
) -> str | None:
    """Outside any transaction. The scope of the machine: a patient's request never holds the keys of a provider."""
    whose = machine("payment", organisation=payment.organisation_id)
    with UnitOfWork(whose) as work:
        ((attempt,),) = work.fetch(attempts.with_account(attempt_id))
    try:
        page = desk(attempt.provider, accounts.settings_of(attempt)).open(_order(attempt, email))
    except Unclear:
        raise Conflict(SILENT) from None
    except Declined as refusal:
        with UnitOfWork(whose) as work:
            _declined(work, payment.id, attempt_id, str(refusal), Moving(whose.actor, now, machine_now))
        raise Conflict(DECLINED) from None
    with UnitOfWork(whose) as work:
        return _answered(work, payment.id, attempt_id, page, machine_now)


def _order(attempt: Any, email: str) -> Order:
    return Order(
        key=attempt.id, reference=attempt.reference, label=attempt.label, amount_cents=attempt.amount_cents,
        currency=attempt.currency, opened_at=attempt.opened_at, return_url=f"{settings.SITE_URL}{RETURN_PATH}",
        notify_url=f"{settings.SITE_URL}/hooks/payments/{attempt.account_id}", email=email.strip(),
    )  # fmt: skip


def _answered(work: UnitOfWork, payment_id: UUID, attempt_id: UUID, page: Page, machine_now: datetime) -> str:
    """The address that counts: the first that came, where two presses asked at once."""
    ((payment,),) = work.fetch(queries.one(payment_id, lock=True))
    record = open_record(payment)
    check_at = ask_again_at(checks=1, machine_now=machine_now)
    first, kept = work.fetch(
        attempts.answered(
            attempt_id, record=record, provider_ref=page.provider_ref, url=page.url, check_at=check_at
        ),
        attempts.all_of([payment_id]),
    )  # fmt: skip
    if first:
        return page.url
    return next(record.open(attempts.PAGE, one.page) for one in kept if one.id == attempt_id)


def _declined(work: UnitOfWork, payment_id: UUID, attempt_id: UUID, code: str, moving: Moving) -> None:
    (found,), current = work.fetch(queries.one(payment_id, lock=True), attempts.open_of(payment_id))
    for attempt in current:
        if attempt.id == attempt_id and not attempt.provider_ref:
            work.add(
                *shut(found, attempt, "declined", moving),
                operations.journal(found, "payment.declined", moving, attempt=str(attempt_id), code=code),
            )
