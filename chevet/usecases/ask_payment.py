"""A sum is asked for an act, or it is written why nothing is asked. It never stands in the way of care."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import operations, queries
from chevet.payments.rules import checked_act, checked_amount, checked_exemption, is_billed
from chevet.people.actors import Actor
from chevet.usecases.owed import NOT_YOURS, check_charges, in_circle_of, moving_of, record_of

OFF = gettext_noop("Le paiement en ligne n’est pas activé dans votre structure.")
OTHERWISE = gettext_noop("Ce paiement a déjà été demandé autrement.")
NOT_BILLED = gettext_noop(
    "Terminé par téléphone ou sans avoir eu lieu : ce n’est pas facturé comme une téléconsultation."
)
ALREADY = gettext_noop("Un paiement existe déjà pour ce rendez-vous.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What is asked. exemption: a code of vocabulary.EXEMPTIONS, then nothing is due and the sum may be 0.

    modality: how the act ended, where it has: video, audio, phone or none.
    """

    amount_cents: int
    act: str = ""
    exemption: str = ""
    modality: str = ""


def ask_payment(
    *, actor: Actor, payment_id: UUID, subject_id: UUID, wanted: Sum, consultation_id: UUID | None = None,
    appointment_id: UUID | None = None, professional_id: UUID | None = None, now: datetime, machine_now: datetime,
) -> UUID:  # fmt: skip
    """The id of the payment, which the page made: pressed twice, asked once.

    professional_id: whose act it is, the actor's unless said. appointment_id: asked before the consultation; cancelled, it is
    released. An exemption may be written where online payment is off.
    Raises Forbidden, NotFound, Invalid, Conflict (off, another sum under the same id, a consultation that has one).
    """
    check_charges(actor)
    wanted = _checked(wanted)
    moving = moving_of(actor, now=now, machine_now=machine_now)
    try:
        with UnitOfWork(actor.scope()) as work:
            circle, keys, earlier, accounts = work.fetch(
                in_circle_of(actor, subject_id, moving), record_of(actor, subject_id), queries.one(payment_id),
                queries.live_account(actor.organisation_id),
            )  # fmt: skip
            if not circle or not keys:
                raise NotFound(NOT_YOURS)
            if earlier:
                return _same(earlier[0], subject_id, wanted)
            if not wanted.exemption and not (accounts and accounts[0].enabled):
                raise Conflict(OFF)
            work.add(
                *operations.asked(
                    record=open_record(keys[0]), payment_id=payment_id, organisation_id=actor.organisation_id,
                    team_id=_team(actor, circle), professional_id=professional_id or actor.account_id,
                    consultation_id=consultation_id, appointment_id=appointment_id, asked_by=actor.account_id,
                    amount_cents=wanted.amount_cents, act=wanted.act, exemption=wanted.exemption, modality=wanted.modality,
                    moving=moving,
                )
            )  # fmt: skip
    except IntegrityError as error:
        if _constraint(error) in ("one_payment_of_consultation", "one_payment_of_appointment"):
            raise Conflict(ALREADY) from None
        raise
    return payment_id


def _checked(wanted: Sum) -> Sum:
    act = checked_act(wanted.act)
    if not (wanted.exemption or is_billed(wanted.modality)):
        raise Conflict(NOT_BILLED)
    if wanted.exemption:
        checked_exemption(wanted.exemption)
        amount = wanted.amount_cents and checked_amount(wanted.amount_cents)
    else:
        amount = checked_amount(wanted.amount_cents)
    return replace(wanted, amount_cents=amount, act=act)


def _same(row: Any, subject_id: UUID, wanted: Sum) -> UUID:
    kept = open_record(row).open(operations.DETAILS, row.details)
    before = (row.subject_id, row.amount_cents, kept.get("act", ""), kept.get("exemption", ""))
    if before != (subject_id, wanted.amount_cents, wanted.act, wanted.exemption):
        raise Conflict(OTHERWISE)
    return row.id


def _team(actor: Actor, circle: list[Any]) -> UUID:
    """The actor's team that follows this person; her first one where she follows by name."""
    teams = [row.team_id for row in circle if row.team_id in actor.team_ids]
    return teams[0] if teams else min(actor.team_ids)


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
