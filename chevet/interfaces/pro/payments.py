"""Payments in the words of the professional pages: rows, states, the block of a patient, the sheet that ends a consultation."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from chevet.interfaces.pro.forms.payments import SumForm
from chevet.interfaces.pro.words import name_of, said
from chevet.interfaces.ui.money import euros
from chevet.kernel.errors import Forbidden, Invalid
from chevet.payments.providers import PROVIDERS
from chevet.payments.rules import is_billed
from chevet.payments.states import State
from chevet.payments.vocabulary import EXEMPTIONS, MODALITIES, NOTHING_DUE_WHYS
from chevet.usecases.ask_payment import ask_payment
from chevet.usecases.read_payments import PaymentView, payment_of_act, payments_of

SEEN = 5


def block(request: HttpRequest, page: Any) -> dict[str, Any] | None:
    """Of the patient page: hers, newest first; nothing where payment is off and was never used."""
    found, enabled = payments_of(actor=request.actor, subject_id=page.subject_id)
    if not found and not enabled:
        return None
    return {
        "payments": [row(one) for one in found[:SEEN]], "patient_id": page.id, "enabled": enabled,
        "more": max(0, len(found) - SEEN),
    }  # fmt: skip


def end_sheet(
    request: HttpRequest,
    *,
    consultation_id: UUID,
    appointment_id: UUID | None = None,
    subject_id: UUID,
    modality: str = "",
) -> dict[str, Any]:
    """What pro/payment/end_sheet.html wants, under `payment_sheet`; the form's names begin with `sum-`.

    modality: how it ended, as far as known: by telephone no sum is asked.
    """
    known, enabled = payment_of_act(actor=request.actor, consultation_id=consultation_id, appointment_id=appointment_id)
    form = SumForm(request.POST if "sum-payment" in request.POST else None, prefix="sum")
    return {
        "payment": row(known) if known else None, "enabled": enabled, "form": None if known else form,
        "billed": is_billed(modality), "sound_only": modality == "audio", "subject_id": subject_id,
    }  # fmt: skip


def keep_end_sheet(
    request: HttpRequest, *, consultation_id: UUID, appointment_id: UUID | None = None, subject_id: UUID, professional_id: UUID | None = None,
    modality: str = "", **clocks: Any,
) -> bool:  # fmt: skip
    """Ask what was typed on the sheet. False when nothing was typed; raises Invalid, Conflict, with typed words kept.

    clocks: now, machine_now. An amount or an exemption; neither is an answer too: nothing is asked.
    """
    form = SumForm(request.POST, prefix="sum")
    if not (request.POST.get("sum-amount", "").strip() or request.POST.get("sum-exemption")):
        return False
    if not form.is_valid():
        sentence = next(iter(form.errors.values()))[0]
        raise Invalid(sentence, fields={f"sum-{name}": errors[0] for name, errors in form.errors.items()})
    ask_payment(
        actor=request.actor, payment_id=form.cleaned_data["payment"], subject_id=subject_id,
        wanted=form.wanted(modality=modality), consultation_id=consultation_id, appointment_id=appointment_id,
        professional_id=professional_id, **clocks,
    )  # fmt: skip
    return True


def of_appointment(request: HttpRequest, appointment_id: UUID) -> dict[str, Any]:
    """`payment`: what was asked for it; `may_ask`: nothing was, and payment is on."""
    known, enabled = payment_of_act(actor=request.actor, appointment_id=appointment_id)
    return {"payment": row(known) if known else None, "may_ask": enabled and known is None}


def of_consultation(request: HttpRequest, view: Any) -> dict[str, Any] | None:
    """What was asked for one that has ended; None where nothing was, or for who may not ask for money here."""
    try:
        known, _enabled = payment_of_act(
            actor=request.actor, consultation_id=view.id, appointment_id=view.appointment_id
        )  # fmt: skip
    except Forbidden:
        return None
    return row(known) if known else None


def row(one: PaymentView) -> dict[str, Any]:
    """One line of a list, of a block or of a sheet."""
    word, kind = state_words(one)
    return {
        "id": one.id, "asked_at": one.row.asked_at, "amount": euros(one.row.amount_cents), "state": one.state,
        "word": word, "kind": kind, "act": one.act, "why": why(one), "attention": attention(one),
        "modality": said(MODALITIES.get(one.row.modality)), "received": euros(one.received_cents),
        "returned": euros(one.returned_cents) if one.returned_cents else "",
        "name": name_of(one.row) if getattr(one.row, "birth_name", None) else "",
        "patient_id": getattr(one.row, "patient_id", None), "professional": getattr(one.row, "professional", ""),
        "paid_at": one.row.paid_at, "refunded_at": one.row.refunded_at, "has_sum": one.row.amount_cents > 0,
    }  # fmt: skip


def state_words(one: PaymentView) -> tuple[str, str]:
    """The word, and the kind of tag: due, good, look or off."""
    if one.to_give_back:
        return _("à rembourser"), "look"
    return {
        State.ASKED: (_("demandé"), "due"),
        State.OPENED: (_("en cours"), "due"),
        State.FAILED: (_("pas abouti"), "due"),
        State.PAID: (_("payé"), "good"),
        State.EXEMPT: (_("exonéré"), "off"),
        State.RELEASED: (_("non facturé"), "off"),
        State.CANCELLED: (_("annulé"), "off"),
        State.REFUNDING: (_("remboursement en cours"), "look"),
        State.REFUNDED: (_("remboursé"), "off"),
    }[one.state]


def why(one: PaymentView) -> str:
    """The reason in words: of an exemption, or why nothing is due."""
    if one.exemption:
        return said(EXEMPTIONS.get(one.exemption))
    return said(NOTHING_DUE_WHYS.get(one.row.nothing_due_why))


def attention(one: PaymentView) -> str:
    """What a person must do, or nothing."""
    if one.to_give_back:
        asked, received = euros(one.row.amount_cents), euros(one.received_cents)
        if one.row.nothing_due_why == "differs":
            return _("Reçu %(received)s au lieu de %(asked)s. Remboursez, puis demandez de nouveau.") % {"received": received, "asked": asked}  # fmt: skip
        return _("Reçu %(received)s alors que rien n’était dû. Remboursez.") % {"received": received}
    if one.by_hand:
        return _("Ce service ne rembourse pas lui-même : la régie le fait, puis vous le notez ici.")
    if one.hangs:
        return _("Le service de paiement ne donne pas de réponse. Nous continuons à demander.")
    return ""


def provider_name(name: str) -> str:
    return said(PROVIDERS[name].title) if name in PROVIDERS else ""
