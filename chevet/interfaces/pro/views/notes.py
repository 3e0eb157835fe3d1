"""Writing a note into a record, and the templates of one's teams."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.forms.record import NoteForm, TemplateForm
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import patient_page
from chevet.interfaces.pro.words import said
from chevet.kernel.errors import Invalid
from chevet.notes.templates import SHIPPED
from chevet.usecases import keep_template as keeping
from chevet.usecases.write_note import write_note


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def write(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """`template` in the address names the beginning: it fills the form, and nothing is written yet."""
    page = patient_page(request, follow_up_id)
    begun = beginnings(request)
    if request.method == "POST":
        form = NoteForm(request.POST, page=page)
        if form.is_valid() and _written(request, follow_up_id, form):
            return redirect("pro:follow_up", follow_up_id=follow_up_id)
    else:
        text = next((one["text"] for one in begun if one["code"] == request.GET.get("template")), "")
        form = NoteForm(page=page, initial={"text": text})
    facts = {"page": page, "follow_up_id": follow_up_id, "form": form, "templates": begun}
    return show(request, "pro/note.html", facts, status=400 if form.errors else 200)


def beginnings(request: HttpRequest) -> list[dict[str, Any]]:
    """The shipped templates in the reader's language, then those of the teams."""
    shipped = [{"code": code, "name": said(name), "text": said(text)} for code, (name, text) in SHIPPED.items()]
    own = keeping.templates_of(actor=request.actor)
    return shipped + [{"code": f"{one.team_id}:{one.name}", "name": one.name, "text": one.text} for one in own]


def _written(request: HttpRequest, follow_up_id: UUID, form: NoteForm) -> bool:
    try:
        write_note(
            actor=request.actor, follow_up_id=follow_up_id, **form.cleaned_data, now=domain_now(),
            machine_now=machine_now(),
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("La note est dans le dossier, signée de votre nom."))
    return True


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def templates(request: HttpRequest) -> HttpResponse:
    form = TemplateForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_valid():
        keeping.keep_template(actor=request.actor, **form.cleaned_data, now=domain_now(), machine_now=machine_now())
        messages.success(request, _("Le modèle est prêt pour toute l’équipe."))
        return redirect("pro:note_templates")
    shipped = [{"name": said(name), "text": said(text)} for name, text in SHIPPED.values()]
    facts = {"form": form, "own": keeping.templates_of(actor=request.actor), "shipped": shipped}
    return show(request, "pro/note_templates.html", facts, status=400 if form.errors else 200)


@require_POST
@admit(*CLINICAL)
def retire(request: HttpRequest, team_id: UUID) -> HttpResponse:
    keeping.retire_template(
        actor=request.actor, team_id=team_id, name=request.POST.get("name", ""), now=domain_now(),
        machine_now=machine_now(),
    )  # fmt: skip
    messages.success(request, _("Le modèle est rangé. Les notes déjà écrites ne changent pas."))
    return redirect("pro:note_templates")
