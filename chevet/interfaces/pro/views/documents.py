"""Documents of a record: the list, one more, one of them with its pages, the file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import limits
from chevet.interfaces.pro.documents import READERS, listed, looks_of, row_of, shown
from chevet.interfaces.pro.forms.documents import KeepForm
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.words import name_of
from chevet.interfaces.ui.documents import file_response, led_to, pages_of, picture_response
from chevet.kernel.errors import Conflict, Invalid, TooMany
from chevet.usecases import forget_document as forgetting
from chevet.usecases import read_document as reading
from chevet.usecases import show_document as showing
from chevet.usecases.keep_document import keep_document
from chevet.usecases.list_documents import documents_of

STATUS = {Invalid: 422, Conflict: 409, TooMany: 429}


def about(request: HttpRequest, patient_id: UUID, document_id: UUID) -> dict[str, Any]:
    clocks = {"now": domain_now(), "machine_now": machine_now()}
    return {"actor": request.actor, "patient_id": patient_id, "document_id": document_id} | clocks


@require_GET
@admit(*READERS)
def documents(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The list: a page of its own, or the part that stands on other pages."""
    if request.htmx:
        return render(request, "pro/patient/documents.html", {"block": listed(request, patient_id)})
    return _page(request, patient_id, KeepForm())


@require_http_methods(["GET", "POST"])
@admit(*READERS)
def add(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    if request.method == "GET":
        return _page(request, patient_id, KeepForm())
    limits.check("documents", request.user.pk, times=60, seconds=600)
    form = KeepForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, patient_id, form, status=422)
    now = domain_now()
    try:
        keep_document(
            actor=request.actor, patient_id=patient_id, **form.keeping(now=now), now=now, machine_now=machine_now()
        )
    except (Invalid, Conflict, TooMany) as refused:
        form.refuse(refused if isinstance(refused, Invalid) else Invalid(refused.sentence))
        return _page(request, patient_id, form, status=STATUS[type(refused)])
    messages.success(request, _("Le document est au dossier."))
    return led_to(request, reverse("pro:documents", args=[patient_id]))


def _page(request: HttpRequest, patient_id: UUID, form: KeepForm, *, status: int = 200) -> HttpResponse:
    now = domain_now()
    patient, rows = documents_of(actor=request.actor, patient_id=patient_id, now=now, machine_now=machine_now())
    documents = shown(request.actor, patient_id, rows, now=now)
    facts = {"documents": documents, "patient_id": patient_id, "name": name_of(patient), "form": form}
    return show(request, "pro/documents.html", facts, current="people", status=status)


@require_GET
@admit(*READERS)
def document(request: HttpRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    """Its pages as pictures. Written down as an opening."""
    opened = reading.read_document(**about(request, patient_id, document_id), whole=False)
    facts = {
        "name": name_of(opened.patient), "one": row_of(opened.row, request.actor, now=domain_now()), "patient_id": patient_id,
        "pages": pages_of(opened.row), "more": opened.row.pages - opened.row.previews, "looks": looks_of(opened.looks),
    }  # fmt: skip
    return show(request, "pro/document.html", facts, current="people")


@require_GET
@admit(*READERS)
def preview(request: HttpRequest, patient_id: UUID, document_id: UUID, number: int) -> HttpResponse:
    return picture_response(reading.preview_document(**about(request, patient_id, document_id), number=number))


@require_GET
@admit(*READERS)
def file(request: HttpRequest, patient_id: UUID, document_id: UUID) -> StreamingHttpResponse:
    opened = reading.read_document(**about(request, patient_id, document_id))
    row = opened.row
    return file_response(opened.pieces(), media_type=row.media_type, size=row.size, kept_at=row.kept_at)


@require_POST
@admit(*READERS)
def let_read(request: HttpRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    """Show it to the person, or hide it: the button says which."""
    if "hide" in request.POST:
        showing.hide_document(**about(request, patient_id, document_id))
        messages.success(request, _("La personne ne voit plus ce document."))
    elif showing.show_document(**about(request, patient_id, document_id)):
        messages.success(request, _("La personne peut lire ce document. Un message la prévient."))
    else:
        messages.success(request, _("La personne peut lire ce document. Aucun message ne part : dites-le-lui."))
    return _back(request, patient_id)


@require_POST
@admit(*READERS)
def forget(request: HttpRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    forgetting.forget_document(**about(request, patient_id, document_id))
    messages.success(request, _("Le document est effacé."))
    return _back(request, patient_id)


def _back(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A part of another page is drawn again in its place; else the list."""
    if request.htmx:
        facts = {"block": listed(request, patient_id), "said": list(messages.get_messages(request))}
        return render(request, "pro/patient/documents.html", facts)
    return redirect("pro:documents", patient_id=patient_id)
