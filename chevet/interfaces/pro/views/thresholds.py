"""One person's own bounds: setting one, lifting it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chevet.interfaces.pro.forms.record import ThresholdForm
from chevet.interfaces.pro.gate import PROFESSIONAL, admit
from chevet.interfaces.pro.views.acting import asked, clocks, done
from chevet.usecases import set_threshold as setting


def _set(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    given = form.cleaned_data
    setting.set_threshold(
        actor=request.actor, follow_up_id=follow_up_id, kind=given["kind"], side=given["side"],
        value=float(given["value"]), until_on=given["until_on"], reason=given["reason"], **clocks(),
    )  # fmt: skip
    return _("Le seuil est posé. Il vaut dès la prochaine mesure ; la bande d’urgence ne bouge pas.")


bound = asked(ThresholdForm, "pro/threshold.html", _set, roles=PROFESSIONAL)


@require_POST
@admit(*PROFESSIONAL)
def lift(request: HttpRequest, follow_up_id: UUID, threshold_id: UUID) -> HttpResponse:
    setting.lift_threshold(actor=request.actor, follow_up_id=follow_up_id, threshold_id=threshold_id, **clocks())
    return done(request, follow_up_id, _("Le seuil est levé : les règles du parcours valent de nouveau."))
