"""Entering the questionnaire with the patient on the phone."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.at_hand import calls_of
from chevet.interfaces.pro.forms.questionnaire import QuestionnaireForm
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import patient_page
from chevet.kernel.errors import Invalid
from chevet.usecases.answer_for_patient import answer_for_patient
from chevet.usecases.choose_shortcuts import read_shortcuts
from chevet.usecases.receipts import Receipt


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def answer(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """The same questions and rules as the patient's own page; `proxy` words them for a relative on the phone."""
    page = patient_page(request, follow_up_id)
    by_proxy = request.GET.get("proxy", "1" if page.pathway.is_for_minors else "0") == "1"
    form = QuestionnaireForm(
        request.POST if request.method == "POST" else None, questionnaire=page.pathway.questionnaire, by_proxy=by_proxy
    )
    if form.is_valid():
        try:
            receipt = _send(request, follow_up_id, form, by_proxy)
        except Invalid as refusal:
            form.refuse(refusal.fields or {"": refusal.sentence})
        else:
            _tell(request, receipt)
            if not receipt.impossible:
                # Who is on the telephone comes back to the call, and says how it ended.
                calling = calls_of(page).mine
                return redirect("pro:call" if calling else "pro:follow_up", follow_up_id=follow_up_id)
            form.refuse(dict(receipt.impossible))
    facts = {
        "form": form, "page": page, "follow_up_id": follow_up_id, "by_proxy": by_proxy,
        "dangers": json.dumps(form.dangers), "keys_on": not read_shortcuts(actor=request.actor).get("off"),
    }  # fmt: skip
    with timezone.override(page.zone):
        return show(request, "pro/answer.html", facts, status=400 if form.errors else 200)


def _send(request: HttpRequest, follow_up_id: UUID, form: QuestionnaireForm, by_proxy: bool) -> Receipt:
    return answer_for_patient(
        actor=request.actor,
        follow_up_id=follow_up_id,
        key=form.cleaned_data["key"],
        answers=form.answers(),
        on_behalf=by_proxy,
        now=domain_now(),
        machine_now=machine_now(),
    )


def _tell(request: HttpRequest, receipt: Receipt) -> None:
    """What to say to the person who is still on the line; a danger was told even when a value must be corrected."""
    if receipt.emergency:
        messages.error(request, _("Urgence : dites à la personne d’appeler le 15, ou appelez pour elle, maintenant."))
    elif receipt.again:
        messages.warning(request, _("Une valeur inquiète : demandez de mesurer encore, et saisissez la seconde."))
    elif receipt.stored:
        messages.success(request, _("Les réponses sont enregistrées."))
    if receipt.instructions:
        words = _("À lire à la personne : %(words)s")
        messages.info(request, words % {"words": " ".join(map(str, receipt.instructions))})
