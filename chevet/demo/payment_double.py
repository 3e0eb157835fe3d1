"""The page of the double of a payment provider: pay, refuse, walk away, pay late, and a notice that comes wrong.

It is the outside world: it knows a reference and a sum, and speaks to the product only by signed notices at its door.
"""

import json
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from chevet.demo.views import only_here
from chevet.interfaces import clock
from chevet.interfaces.ui.money import euros
from chevet.interfaces.webhooks.payments import heard
from chevet.payments.models import RehearsedPayment
from chevet.payments.port import Received
from chevet.payments.providers.rehearsal import HEADER, signature

LATE = timedelta(minutes=2)
# What the buttons say, and what each does to the page: its state, how late it counts, which notices leave.
ACTS = {
    "pay": gettext_lazy("Payer"),
    "refuse": gettext_lazy("Carte refusée"),
    "abandon": gettext_lazy("Abandonner"),
    "late": gettext_lazy("Payer, la banque répond dans deux minutes"),
    "silent": gettext_lazy("Payer, aucune notification ne part"),
    "twice": gettext_lazy("Payer, la notification part deux fois"),
    "other": gettext_lazy("Payer un euro de moins"),
    "forged": gettext_lazy("Envoyer une fausse notification"),
}
STATES = {"refuse": "refused", "abandon": "abandoned"}


@only_here
@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def payment(request: HttpRequest, reference: str) -> HttpResponse:
    page = get_object_or_404(RehearsedPayment, pk=reference)
    act = request.POST.get("act", "")
    if request.method == "GET" or act not in ACTS or page.state != "open":
        extra = [(name, label) for name, label in ACTS.items() if name not in ("pay", "refuse", "abandon")]
        return render(request, "demo/payment.html", {"page": page, "acts": extra, "sum": euros(page.amount_cents)})
    if act == "forged":
        status = _notify(page, sign=False)
        told.info(request, _("La fausse notification est partie. La porte a répondu %(status)s.") % {"status": status})
        return redirect("demo:payment", reference)
    _decide(page, act)
    if act not in ("silent", "late"):
        _notify(page)
    if act == "twice":
        _notify(page)
    return redirect(page.return_url)


def _decide(page: RehearsedPayment, act: str) -> None:
    now = clock.machine_now()
    page.state = STATES.get(act, "paid")
    if page.state == "paid":
        page.paid_from = now + LATE if act == "late" else now
        page.taken_cents = page.amount_cents - (100 if act == "other" else 0)
    page.save()


def _notify(page: RehearsedPayment, *, sign: bool = True) -> int:
    """The status that the product's door answered. The two notices of `twice` are the same one."""
    ident = page.reference if sign else str(uuid4())
    body = json.dumps({"id": f"{ident}-{page.state}", "reference": page.reference}).encode()
    headers = {HEADER: signature(body) if sign else "0" * 64}
    account_id = UUID(urlsplit(page.notify_url).path.rpartition("/")[2])
    return heard(account_id, Received(body=body, headers=headers))
