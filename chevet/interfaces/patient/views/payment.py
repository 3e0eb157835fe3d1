"""What the patient owes, if anything, and the way to the provider. It never stands in the way of care."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.visit_opening import of_visit, visit_framed
from chevet.interfaces.ui.money import euros
from chevet.kernel.errors import Conflict, Invalid
from chevet.payments.providers import PROVIDERS, provider_of
from chevet.payments.states import NOTHING_DUE, State
from chevet.usecases.open_payment import open_payment
from chevet.usecases.open_visit import VisitPage
from chevet.usecases.read_payments import OwnPayments, PaymentView, own_payments

RETURN_COOKIE = "__Host-payment-return" if settings.HTTPS else "payment-return"
RETURN_LIFE = timedelta(hours=2)
LOOKS = 24  # times the page looks again by itself, five seconds apart
# The form's answer leads to a provider: the browser's policy must let that one navigation leave.
LEAVING = {
    **settings.SECURE_CSP,
    "form-action": ["'self'", "https://checkout.stripe.com", "https://www.payfip.gouv.fr"],
}


@require_http_methods(["GET", "POST"])
@csp_override(LEAVING)
@of_visit(to="visitors")
def payment(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """GET shows; POST opens the page at the provider and goes there."""
    if request.method == "POST":
        return _leave(request, token, page)
    return _shown(request, token, page)


@require_GET
@never_cache
def came_back(request: HttpRequest) -> HttpResponse:
    """Where every provider sends people back. It learns no link: the browser that left knows where it came from."""
    token = request.COOKIES.get(RETURN_COOKIE, "")
    if not token.replace("-", "").replace("_", "").isalnum() or len(token) > 40:
        return render(request, "patient/visit/came_back.html")
    response = redirect(f"{reverse('visit:payment', args=[token])}?retour=1")
    response.delete_cookie(RETURN_COOKIE)
    return response


def _leave(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    try:
        way = open_payment(
            visit=visit_of(request, token), payment_id=_uuid(request.POST.get("payment", "")),
            email=request.POST.get("email", ""), desk=provider_of, now=clock.domain_now(),
            machine_now=clock.machine_now(),
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        typed = {"email": request.POST.get("email", "")[:80], "refusal": _(refusal.sentence)}
        return _shown(request, token, page, status=400 if isinstance(refusal, Invalid) else 503, **typed)
    if way is None:
        return redirect("visit:payment", token)
    response = HttpResponseRedirect(way)
    response.set_cookie(RETURN_COOKIE, token, max_age=RETURN_LIFE, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def _shown(request: HttpRequest, token: str, page: VisitPage, *, status: int = 200, **typed: Any) -> HttpResponse:
    own = own_payments(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    back = _count(request.GET.get("retour", ""))
    waits = any(one.state is State.OPENED for one in own.payments)
    facts = {
        "payments": [_facts(one, own) for one in own.payments],
        "due": any(one.is_payable for one in own.payments),
        "checking": bool(back and waits),
    }
    response = visit_framed(request, token, page, "visit/payment", status=status, **facts, **typed)
    if facts["checking"] and back < LOOKS:
        response["Refresh"] = f"5; url={reverse('visit:payment', args=[token])}?retour={back + 1}"
    return response


def _facts(one: PaymentView, own: OwnPayments) -> dict[str, Any]:
    title, words, kind = _words(one)
    service = PROVIDERS[own.provider].title.said_in(get_language() or "fr") if own.provider else ""
    return {
        "id": one.id, "amount": euros(one.received_cents if one.state is State.PAID else one.row.amount_cents),
        "state": one.state, "title": title, "words": words, "kind": kind, "payable": one.is_payable and own.enabled,
        "offline": one.is_payable and not own.enabled, "again": one.state is State.FAILED, "service": service,
        "begun": one.state is State.OPENED, "shows_sum": one.state not in NOTHING_DUE, "asked_at": one.row.asked_at,
        "reference": next((page.reference for page in one.attempts if page.paid_at), ""),
        "needs_email": own.needs_email and not any(not page.closed_at for page in one.attempts),
        "label": own.label, "returned": euros(one.returned_cents) if one.returned_cents else "",
    }  # fmt: skip


def _words(one: PaymentView) -> tuple[str, str, str]:
    """Title, sentence and kind of notice. Why nothing is due stays with the team: it would tell an illness."""
    if one.to_give_back:
        return (
            _("Somme reçue"),
            _("Elle n’était pas due, ou pas de ce montant. Votre équipe s’occupe de vous la rendre."),
            "warning",
        )
    words = {
        State.ASKED: (_("À payer"), _("En ligne, en deux minutes. Vous pouvez aussi le faire plus tard."), "info"),
        State.OPENED: (
            _("Paiement commencé"),
            _("Nous attendons la réponse du service de paiement. Vous pouvez fermer cette page : rien n’est perdu."),
            "info",
        ),
        State.FAILED: (_("Le paiement n’a pas abouti"), _("Rien n’a été débité. Vous pouvez réessayer."), "warning"),
        State.PAID: (_("C’est payé, merci"), _("Gardez cette référence avec votre reçu."), "success"),
        State.REFUNDING: (_("Remboursement en cours"), _("La banque met en général quelques jours."), "info"),
        State.REFUNDED: (_("C’est remboursé"), _("La banque met en général quelques jours à l’afficher."), "success"),
    }  # fmt: skip
    return words.get(
        one.state, (_("Vous n’avez rien à payer"), _("Votre équipe l’a noté pour ce rendez-vous."), "success")
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
