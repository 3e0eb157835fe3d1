"""Writing to the patient, from her page or with a short answer ready to be completed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.forms.acts import ReplyForm
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import RecordPage, patient_page
from chevet.interfaces.pro.words import said
from chevet.kernel.errors import Invalid
from chevet.kernel.identifiers import new_id
from chevet.messaging.replies import REPLIES
from chevet.usecases.answer_patient import answer_patient


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def write(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """`ready` in the address names a short answer of messaging.replies: it fills the form, and is sent by nobody yet."""
    page = patient_page(request, follow_up_id)
    if request.method == "POST":
        form = ReplyForm(request.POST, page=page)
        if form.is_valid() and _sent(request, follow_up_id, form):
            return redirect("pro:follow_up", follow_up_id=follow_up_id)
    else:
        form = reply_form(page, ready=request.GET.get("ready", ""))
    with timezone.override(page.zone):
        facts = {"page": page, "follow_up_id": follow_up_id, "form": form, "replies": replies()}
        return show(request, "pro/write.html", facts, status=400 if form.errors else 200)


def reply_form(page: RecordPage, *, ready: str = "") -> ReplyForm:
    """Empty, or with a short answer in the patient's language."""
    text = REPLIES[ready].said_in(page.follow_up.language) if ready in REPLIES else ""
    return ReplyForm(initial={"key": new_id(), "text": text}, page=page)


def replies() -> list[tuple[str, str]]:
    """(code, sentence in the reader's language)."""
    return [(code, said(sentence)) for code, sentence in REPLIES.items()]


def _sent(request: HttpRequest, follow_up_id: UUID, form: Any) -> bool:
    given = form.cleaned_data
    try:
        told = answer_patient(
            actor=request.actor, follow_up_id=follow_up_id, key=given["key"], text=given["text"], now=domain_now(),
            machine_now=machine_now(),
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    if told:
        messages.success(request, _("Le message est parti. La personne est prévenue, sans un mot de ce qu’il dit."))
    else:
        messages.warning(request, _("Le message est gardé, mais rien ne peut l’annoncer à la personne : appelez-la."))
    return True
