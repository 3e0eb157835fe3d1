"""What is written and kept of a consultation: the draft, documents, the end on one sheet, what is added afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chevet.interfaces.pro import limits, payments
from chevet.interfaces.pro.consultation_done import done_facts
from chevet.interfaces.pro.consultation_pdf import kept_report
from chevet.interfaces.pro.consultations import shown
from chevet.interfaces.pro.forms.consultation import AddendumForm, EndForm
from chevet.interfaces.pro.forms.payments import SumForm
from chevet.interfaces.pro.gate import CONSULTS, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.papers import documents_of
from chevet.interfaces.pro.views.consultation import clocks, final, templates_of
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.people.actors import INCLUDES
from chevet.people.models import Role
from chevet.usecases import write_consultation as writing
from chevet.usecases.end_consultation import end_consultation
from chevet.usecases.keep_document import keep_document
from chevet.usecases.read_consultations import ConsultationView, read_consultation
from chevet.usecases.tell_afterwards import tell_afterwards


def _view(request: HttpRequest, consultation_id: UUID) -> ConsultationView:
    return read_consultation(actor=request.actor, consultation_id=consultation_id, by_itself=True, **clocks())


@require_POST
@admit(*CONSULTS)
def draft(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """What is typed so far; the page sends it a moment after the last key."""
    words = {name: request.POST[name] for name in writing.DRAFTED if name in request.POST}
    writing.keep_draft(actor=request.actor, consultation_id=consultation_id, words=words, **clocks())
    return HttpResponse(status=204)


@require_POST
@admit(*CONSULTS)
def documents(request: HttpRequest, consultation_id: UUID) -> JsonResponse:
    """A file that was dropped on the picture: into the record, shown to the person. {"id", "pages", "previews"}"""
    limits.check("documents", request.user.pk, times=60, seconds=600)
    view, upload = _view(request, consultation_id), request.FILES.get("file")
    if view.patient is None or upload is None:
        raise NotFound
    try:
        key = UUID(request.POST.get("key", ""))
        keep_document(
            actor=request.actor, patient_id=view.patient.id, document_id=key, content=upload.read(),
            title=request.POST.get("title", ""), category=request.POST.get("category", "other"), shown=True,
            consultation_id=view.id, **clocks(),
        )  # fmt: skip
    except (ValueError, Invalid, Conflict) as refusal:
        return JsonResponse(
            {"why": _(getattr(refusal, "sentence", "")) or _("Ce document n’a pas pu être gardé.")}, status=422
        )
    at = {"patient_id": view.patient.id, "document_id": key}
    row = next(one for one in documents_of(request, view) if one["id"] == key)
    previews = reverse("pro:document_preview", kwargs=at | {"number": 0})
    return JsonResponse({"id": str(key), "pages": row["previews"], "previews": previews}, status=201)


def sheet_facts(request: HttpRequest, view: ConsultationView, form: EndForm | None = None) -> dict[str, Any]:
    """The end sheet, with what was drafted; notes are the findings while nothing else was written there."""
    kept = (view.conclusion or {}).get("draft", {})
    known = {name: kept.get(name, "") for name in writing.SECTIONS} | {"modality": final(view)}
    known["findings"] = known["findings"] or kept.get("note", "")
    known["motive"] = known["motive"] or view.motive
    return {
        "one": shown(view, **clocks()), "form": form or EndForm(initial=known), "templates": templates_of(request),
        "may_include": request.actor.role in INCLUDES, "may_book": request.actor.role == Role.PROFESSIONAL, "note": kept.get("note", ""),
        "payment_sheet": _payment_sheet(request, view),
    }  # fmt: skip


def _payment_sheet(request: HttpRequest, view: ConsultationView) -> dict[str, Any] | None:
    """None for who may not ask for money here."""
    try:
        return payments.end_sheet(
            request, consultation_id=view.id, appointment_id=view.appointment_id, subject_id=view.subject_id,
            modality=final(view),
        )  # fmt: skip
    except Forbidden:
        return None


@require_http_methods(["GET", "POST"])
@admit(*CONSULTS)
def end(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Ends for everybody, signs the report, keeps it and the prescription; each once, however often it is sent."""
    view = _view(request, consultation_id)
    form = EndForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            return _ended(request, view, form)
        except Invalid as refusal:
            form.refuse(refusal)
    facts = sheet_facts(request, view, form)
    if request.htmx:
        return render(request, "pro/consultation/sheet.html", facts | {"in_call": True})
    status = 400 if form and form.errors else 200
    return show(request, "pro/consultation/end.html", facts, current="consultations", status=status)


def _ended(request: HttpRequest, view: ConsultationView, form: EndForm) -> HttpResponse:
    given, about = form.cleaned_data, {"actor": request.actor, "consultation_id": view.id} | clocks()
    report = {name: writing.checked(text, name) for name, text in form.report().items()}
    _check_payment(request)
    if given["prescription"]:
        _keep_prescription(request, view, form)
    end_consultation(**about, modality=given["modality"])
    _ask_payment(request, view, given["modality"])
    if any(report[name] for name in ("findings", "conclusion", "plan")):
        _signed(request, view, report, shown=given["shown"])
    told = tell_afterwards(**about)
    messages.success(
        request,
        _("C’est terminé. La personne reçoit un lien vers la suite.")
        if told
        else _("La téléconsultation est terminée."),
    )
    return _after(request, view, request.POST.get("then", ""))


def _check_payment(request: HttpRequest) -> None:
    """Before anything is done: a sum that cannot be read."""
    form = SumForm(request.POST, prefix="sum")
    if (request.POST.get("sum-amount", "").strip() or request.POST.get("sum-exemption")) and not form.is_valid():
        raise Invalid(next(iter(form.errors.values()))[0])


def _ask_payment(request: HttpRequest, view: ConsultationView, modality: str) -> None:
    """Never in the way of the end: what is refused is said, and can be asked from the patient's page."""
    try:
        payments.keep_end_sheet(
            request, consultation_id=view.id, appointment_id=view.appointment_id, subject_id=view.subject_id,
            professional_id=view.account_id, modality=modality, **clocks(),
        )  # fmt: skip
    except (Invalid, Conflict, Forbidden) as refusal:
        messages.warning(request, _(refusal.sentence))


def _keep_prescription(request: HttpRequest, view: ConsultationView, form: EndForm) -> None:
    """Before the end, so that a file that cannot be kept is said while one is still on the sheet."""
    limits.check("documents", request.user.pk, times=60, seconds=600)
    try:
        keep_document(
            actor=request.actor, patient_id=view.patient.id, document_id=form.cleaned_data["key"],
            content=form.cleaned_data["prescription"].read(), title="", category="prescription", shown=True,
            consultation_id=view.id, **clocks(),
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        raise Invalid(refusal.sentence, fields={"prescription": refusal.sentence}) from None


def _signed(request: HttpRequest, view: ConsultationView, report: dict[str, str], *, shown: bool) -> None:
    """Signed, then drawn and kept; what cannot be drawn now is asked for again on the page of what was held."""
    try:
        writing.sign_report(actor=request.actor, consultation_id=view.id, report=report, shown=shown, **clocks())
        kept_report(request, view.id)
    except (Conflict, Forbidden, NotFound) as refusal:
        messages.warning(request, _(refusal.sentence))


def _after(request: HttpRequest, view: ConsultationView, then: str) -> HttpResponse:
    """Two things that often follow, with who is meant filled in."""
    ways = {"include": "pro:include", "appointment": "pro:appointment_new"}
    if then in ways and view.patient is not None:
        about = {"patient": str(view.patient.id)} | ({"consultation": str(view.id)} if then == "include" else {})
        return redirect(f"{reverse(ways[then])}?{urlencode(about)}")
    return redirect("pro:consultation", consultation_id=view.id)


@require_POST
@admit(*CONSULTS)
def report(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """The PDF of a report that was signed and, for some reason, not drawn then."""
    kept_report(request, consultation_id)
    messages.success(request, _("Le compte rendu est dans les documents."))
    return redirect("pro:consultation", consultation_id=consultation_id)


@require_POST
@admit(*CONSULTS)
def addendum(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    form = AddendumForm(request.POST)
    if form.is_valid():
        try:
            writing.add_addendum(
                actor=request.actor, consultation_id=consultation_id, key=form.cleaned_data["key"],
                text=form.cleaned_data["text"], **clocks(),
            )  # fmt: skip
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("C’est ajouté, signé de votre nom."))
            return redirect("pro:consultation", consultation_id=consultation_id)
    facts = done_facts(request, _view(request, consultation_id), form)
    return show(request, "pro/consultation/done.html", facts, current="consultations", status=400)
