"""Calling: begin, note in one press what came of it, hand over to the SAMU, correct a number."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chevet.interfaces.pro import at_hand
from chevet.interfaces.pro.forms.asking import ContactForm
from chevet.interfaces.pro.forms.calls import CallForm, StartForm, TransferForm
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import RecordPage, patient_page
from chevet.interfaces.pro.shortcuts import OUTCOMES, keys_of
from chevet.interfaces.pro.summary import summary_of
from chevet.interfaces.pro.views.acting import asked, clocks, done
from chevet.kernel.errors import Invalid
from chevet.organisations.samu import samu_of
from chevet.usecases.change_follow_up import resend_link
from chevet.usecases.choose_shortcuts import read_shortcuts
from chevet.usecases.correct_contact import correct_contact
from chevet.usecases.record_call import record_call
from chevet.usecases.start_call import Calling, drop_call, start_call


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def call(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """The numbers, then the call under way with its outcomes."""
    page = patient_page(request, follow_up_id)
    calls = at_hand.calls_of(page)
    form = CallForm(request.POST if request.method == "POST" else None, page=page, calls=calls)
    with timezone.override(page.zone):
        if form.is_valid():
            try:
                return _noted(request, follow_up_id, form, page)
            except Invalid as refusal:
                form.refuse(refusal)
        facts = _facts(request, page, calls) | {"form": form} | _keys(request)
        return show(request, "pro/call.html", facts, status=400 if form.errors else 200)


def _facts(request: HttpRequest, page: RecordPage, calls: at_hand.Calls) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else request.GET
    return {
        "page": page, "follow_up_id": page.id, "now": page.now, "calls": calls, "list_query": given.get("list", ""),
        "next_words": at_hand.next_words(calls.step, now=page.now),
    }  # fmt: skip


def _keys(request: HttpRequest) -> dict[str, Any]:
    """Each outcome with its key, and that of the call itself; none at all for who switched them off."""
    kept = read_shortcuts(actor=request.actor)
    outcomes = [(one.act.removeprefix("call."), one.key) for one in keys_of(kept, OUTCOMES)]
    return {"outcomes": outcomes, "call_key": next(one.key for one in keys_of(kept) if one.act == "call")}


def _noted(request: HttpRequest, follow_up_id: UUID, form: CallForm, page: RecordPage) -> HttpResponse:
    given = form.cleaned_data
    step = record_call(
        actor=request.actor, follow_up_id=follow_up_id, outcome=given["outcome"], note=given["note"],
        call_back_at=form.call_back_at(), **form.called(), **clocks(),
    )  # fmt: skip
    said = [_("L’appel est noté."), at_hand.next_words(step, now=page.now), _follows(given["outcome"], form)]
    return done(request, follow_up_id, " ".join(one for one in said if one))


def _follows(outcome: str, form: CallForm) -> str:
    at = form.call_back_at()
    if at:
        return _("Rappel promis le %(at)s : il est dans « À rappeler ».") % {"at": date_format(at, "l j F, H:i")}
    return {
        "wrong_number": _("Ce numéro ne sert plus. Corrigez-le avec un proche ou le médecin traitant."),
        "hospitalised": _("Les messages automatiques sont en pause."),
        "deceased": _("Les messages automatiques sont en pause. Une deuxième personne doit vérifier."),
    }.get(outcome, "")


@require_POST
@admit(*CLINICAL)
def start(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """From here on the others see it. A script asks with htmx's header and goes on dialling."""
    form = StartForm(request.POST)
    chosen = form.chosen() if form.is_valid() else {}
    try:
        start_call(actor=request.actor, follow_up_id=follow_up_id, **chosen, **clocks())
    except Calling as refusal:
        said = _("%(name)s appelle déjà cette personne, depuis %(at)s.")
        messages.warning(
            request, said % {"name": refusal.by, "at": date_format(timezone.localtime(refusal.since), "H:i")}
        )
    kept = {"list": request.POST["list"]} if request.POST.get("list") else None
    return redirect(reverse("pro:call", kwargs={"follow_up_id": follow_up_id}, query=kept))


@require_POST
@admit(*CLINICAL)
def drop(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    drop_call(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    messages.info(request, _("Rien n’est noté : personne n’a été appelé."))
    return redirect("pro:follow_up", follow_up_id=follow_up_id)


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def transfer(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """All that the SAMU asks, on one sheet to read aloud or print; then it is noted as done."""
    page = patient_page(request, follow_up_id)
    form = TransferForm(request.POST if request.method == "POST" else None, page=page)
    with timezone.override(page.zone):
        if form.is_valid():
            try:
                return _handed_over(request, follow_up_id, form)
            except Invalid as refusal:
                form.refuse(refusal)
        samu = samu_of(page.record.profile.get("address", ""), directory=settings.SAMU_NUMBERS)
        more = {"form": form, "samu": samu, "summary": summary_of(page)}
        facts = _facts(request, page, at_hand.calls_of(page)) | more
        return show(request, "pro/transfer.html", facts, status=400 if form.errors else 200)


def _handed_over(request: HttpRequest, follow_up_id: UUID, form: TransferForm) -> HttpResponse:
    note, actor = form.cleaned_data["note"], request.actor
    record_call(actor=actor, follow_up_id=follow_up_id, outcome="transferred", whom="samu", note=note, **clocks())
    messages.success(request, _("La transmission au SAMU est notée."))
    return redirect("pro:follow_up", follow_up_id=follow_up_id)


def _correct(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    given = form.cleaned_data
    replaced = correct_contact(
        actor=request.actor, follow_up_id=follow_up_id, kind=given["kind"], typed=given["typed"], label=given["label"],
        wrong_id=given["wrong"], **clocks(),
    )  # fmt: skip
    if not replaced:
        return _("C’est noté.")
    resend_link(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    return _("C’est noté. Un nouveau lien part vers ce contact.")


contact = asked(ContactForm, "pro/contact.html", _correct, roles=CLINICAL)
