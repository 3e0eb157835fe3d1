"""What leaves at once, before the questionnaire is finished: each measure, each danger sign. Answers the script."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import as_sent, visit_of
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from chevet.usecases.report_danger_sign import report_danger_sign
from chevet.usecases.report_measure import report_measure

STATUS = {NotFound: 410, Forbidden: 403, Conflict: 409, Invalid: 422}


def answering_in_json(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """A refusal is a sentence and a status, never a page."""

    @require_POST
    @wraps(view)
    def answered(request: HttpRequest, token: str) -> JsonResponse:
        try:
            return view(request, as_sent(token), UUID(request.POST.get("key", "")))
        except ValueError:
            return JsonResponse({"sentence": _("Cette page est trop ancienne. Rechargez-la.")}, status=422)
        except Refusal as refused:
            status = next((code for kind, code in STATUS.items() if isinstance(refused, kind)), 400)
            return JsonResponse({"sentence": _(refused.sentence) if refused.sentence else ""}, status=status)

    return answered


@answering_in_json
def measure(request: HttpRequest, token: str, key: UUID) -> JsonResponse:
    told = report_measure(
        visit=visit_of(request, token), key=key, kind=request.POST.get("kind", ""),
        typed=request.POST.get("typed", ""), now=clock.domain_now(), machine_now=clock.machine_now(),
    )  # fmt: skip
    return JsonResponse({"outcome": told.outcome, "sentence": told.sentence})


@answering_in_json
def sign(request: HttpRequest, token: str, key: UUID) -> JsonResponse:
    told = report_danger_sign(
        visit=visit_of(request, token), key=key, item=request.POST.get("item", ""),
        choice=request.POST.get("choice", ""), by_proxy=request.POST.get("pour") == "proche",
        now=clock.domain_now(), machine_now=clock.machine_now(),
    )  # fmt: skip
    return JsonResponse({"emergency": told.emergency, "sentence": told.sentence})
