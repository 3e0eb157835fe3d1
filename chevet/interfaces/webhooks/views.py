"""Where SMS providers call us back. Signed JSON by POST; Kannel, which cannot sign, by GET when its profile is in use.

What is refused is refused without a word: the caller is a machine, or somebody who should learn nothing.
"""

import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chevet.interfaces.clock import domain_now, machine_now
from chevet.notifications.gateway_profile import read_profile
from chevet.notifications.receipts import (
    LONGEST_BODY,
    Callback,
    CallbackRefused,
    Incoming,
    Receipt,
    Unreadable,
    read_kannel_incoming,
    read_kannel_receipt,
    read_signed,
)
from chevet.usecases.open_task import stop_channel
from chevet.usecases.receive_incoming import receive_incoming
from chevet.usecases.receive_receipt import receive_receipt

log = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """What became of a message. 200 also for what we knew or do not know: the provider has nothing to try again."""
    return _heard(request, read_kannel_receipt)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def incoming(request: HttpRequest) -> HttpResponse:
    """A text message from a person."""
    return _heard(request, read_kannel_incoming)


def _heard(request: HttpRequest, read_kannel: Callable[..., Callback]) -> HttpResponse:
    try:
        callback = _read(request, read_kannel)
    except Unreadable:
        return HttpResponse(status=400)
    except CallbackRefused as refusal:
        log.warning("a callback was refused", extra={"fields": {"why": type(refusal).__name__}})
        return HttpResponse(status=403)
    content, times = callback.content, {"now": domain_now(), "machine_now": machine_now()}
    if isinstance(content, Receipt):
        receive_receipt(receipt=content, nonce=callback.nonce, **times)
    elif isinstance(content, Incoming):
        receive_incoming(incoming=content, nonce=callback.nonce, on_stop=stop_channel, **times)
    return HttpResponse(status=200)


def _read(request: HttpRequest, read_kannel: Callable[..., Callback]) -> Callback:
    if request.method == "POST":
        body = request.read(LONGEST_BODY + 1)
        return read_signed(body=body, headers=request.headers, secrets=_secrets(), now=machine_now())
    if _way_back() != "kannel":
        raise CallbackRefused
    query = request.META.get("QUERY_STRING", "")
    return read_kannel(query, secret=_secrets()[0], now=machine_now())


def _secrets() -> list[bytes]:
    """The present secret first, then the former one while it is being replaced: CHEVET_WEBHOOK_SECRET="new,old"."""
    return [one.strip().encode() for one in settings.WEBHOOK_SECRET.split(",")]


@cache
def _way_back() -> str:
    if not settings.SMS_GATEWAY:
        return "none"
    text = Path(settings.SMS_GATEWAY).read_text(encoding="utf-8")
    return read_profile(text, variables=os.environ, sender=settings.SMS_SENDER).receipts
