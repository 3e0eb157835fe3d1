"""Where providers of payment call us back, one address for each account. What is refused is refused without a word.

A notice is not believed: it only makes the worker ask the provider about that page, so that a forged one costs nothing.
"""

import logging
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chevet.interfaces.clock import machine_now
from chevet.kernel.errors import NotFound
from chevet.payments.port import Declined, NoticeRefused, Received
from chevet.payments.providers import provider_of
from chevet.usecases.receive_payment_notice import receive_payment_notice

log = logging.getLogger(__name__)

LONGEST_BODY = 200_000  # an event of Stripe carries the whole object


@csrf_exempt
@require_http_methods(["GET", "POST"])
def payments(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """200 also for a copy or for what is settled: the provider has nothing to try again. GET: PayFiP may use it."""
    body = request.read(LONGEST_BODY + 1) if request.method == "POST" else b""
    if len(body) > LONGEST_BODY:
        return HttpResponse(status=413)
    received = Received(body=body, headers=request.headers, query=request.META.get("QUERY_STRING", ""))
    return HttpResponse(status=heard(account_id, received))


def heard(account_id: UUID, received: Received) -> int:
    """The status of the answer."""
    try:
        receive_payment_notice(account_id=account_id, received=received, desk=provider_of, machine_now=machine_now())
    except NotFound:
        return 404
    except (NoticeRefused, Declined, ValueError) as refusal:
        log.warning("a notice of payment was refused", extra={"fields": {"why": type(refusal).__name__}})
        return 403
    return 200
