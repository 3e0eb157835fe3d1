"""Asking a doctor about somebody, and giving the opinion that was asked for."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from chevet.interfaces.pro.at_hand import advice_of
from chevet.interfaces.pro.forms.asking import AdviceForm, AnswerForm
from chevet.interfaces.pro.gate import CLINICAL
from chevet.interfaces.pro.records import RecordPage
from chevet.interfaces.pro.views.acting import asked, clocks
from chevet.usecases.ask_advice import advisers_of, ask_advice, give_advice


def _advisers(request: HttpRequest, page: RecordPage) -> dict[str, Any]:
    return {"advisers": advisers_of(actor=request.actor, follow_up_id=page.id, **clocks())}


def _ask(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    given = form.cleaned_data
    ask_advice(actor=request.actor, follow_up_id=follow_up_id, of=given["of"], question=given["question"], **clocks())
    return _("L’avis est demandé. Un message sans détail vient de partir ; la réponse revient ici.")


def _give(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    give_advice(actor=request.actor, follow_up_id=follow_up_id, answer=form.cleaned_data["answer"], **clocks())
    return _("L’avis est rendu. La personne qui l’a demandé est prévenue.")


ask = asked(AdviceForm, "pro/advice_ask.html", _ask, roles=CLINICAL, more=_advisers)
give = asked(
    AnswerForm, "pro/advice_give.html", _give, roles=CLINICAL, facts=lambda request, page: {"advice": advice_of(page)}
)
