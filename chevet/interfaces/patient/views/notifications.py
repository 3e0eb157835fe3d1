"""Being told on this telephone, beside the SMS: allowed and refused on the page of the devices."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from os import urandom
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.opening import of_link
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.keyring import keyring
from chevet.notifications.webpush import INBOX, new_secret, public_key
from chevet.usecases.notify_device import allow_notifications, is_notified, stop_notifications
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_record import RecordView

ASKED = ("endpoint", "p256dh", "auth")


@require_POST
@of_link(to="readers", in_every_language=True)
def notifications(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """What the browser gave (push.js fills the form in), or "stop"."""
    clocks = {"now": clock.domain_now(), "machine_now": clock.machine_now()}
    visit = visit_of(request, token)
    try:
        if "stop" in request.POST:
            stop_notifications(visit=visit, **clocks)
            messages.success(request, _("Cet appareil ne reçoit plus de notifications."))
        else:
            allow_notifications(visit=visit, told={name: request.POST.get(name, "") for name in ASKED}, **clocks)
            messages.success(request, _("Cet appareil vous dira quand un questionnaire est prêt. Le SMS part aussi."))
    except (Invalid, Conflict) as refused:
        messages.warning(request, _(refused.sentence))
    return redirect("patient:access", token)


def push_facts(request: HttpRequest, token: str, view: RecordView) -> dict[str, Any]:
    """For the page of the devices. Nothing where the operator has no keys."""
    if not settings.PUSH:
        return {"push": None}
    return {
        "push": {
            "on": is_notified(visit=visit_of(request, token), now=clock.domain_now()),
            "key": "" if settings.DEMO else public_key(keyring().secret("push")),
            "played": _played(view) if settings.DEMO else {},
        }
    }


def _played(view: RecordView) -> Mapping[str, str]:
    """In the demonstration no maker of browsers is called: the drawn telephone listens at the demonstration's inbox."""
    usual = view.situation.followed.contact_id
    number = next((one.value for one in view.contacts if one.id == usual), "")
    auth = urlsafe_b64encode(urandom(16)).rstrip(b"=").decode()
    return {"endpoint": INBOX + number, "p256dh": public_key(new_secret()), "auth": auth}
