"""By whom the house is paid: its administrator chooses, types what the provider gave, names it, switches it on."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chevet.interfaces.pro.administrating import asked, by
from chevet.interfaces.pro.forms.payments import PaymentSettingsForm, choosable
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.proofs import proven
from chevet.interfaces.pro.words import said
from chevet.payments.providers import PROVIDERS
from chevet.people.models import Role
from chevet.usecases.configure_payments import PaymentSettings, configure_payments, read_payment_settings


@require_GET
@admit(Role.ADMINISTRATOR)
def payment_settings(request: HttpRequest) -> HttpResponse:
    """Which providers there are, which one is in use, and what of each was ever tried for real."""
    known = read_payment_settings(actor=request.actor)
    providers = [_provider(name, known) for name in choosable(demonstration=settings.DEMO)]
    return show(request, "pro/administration/payments.html", {"known": known, "providers": providers}, current="home")


@require_http_methods(["GET", "POST"])
@admit(Role.ADMINISTRATOR)
@proven
def payment_provider(request: HttpRequest, provider: str) -> HttpResponse:
    if provider not in choosable(demonstration=settings.DEMO):
        raise Http404
    known = read_payment_settings(actor=request.actor)
    mine = known if known.provider == provider else PaymentSettings(label=known.label)
    form = PaymentSettingsForm(
        request.POST if request.method == "POST" else None, provider=provider, known=mine,
        initial={"label": mine.label, "enabled": mine.enabled, **mine.plain},
    )  # fmt: skip
    facts = {"one": _provider(provider, known), "known": mine, "replaces": known.provider not in ("", provider)}
    return asked(
        request, form,
        lambda: configure_payments(**by(request), wanted=form.wanted(), demonstration=settings.DEMO),
        template="pro/administration/payment_provider.html", facts=facts, to=reverse("pro:payment_settings"),
        done=_("C’est enregistré."),
    )  # fmt: skip


def _provider(name: str, known: PaymentSettings) -> dict[str, Any]:
    provider = PROVIDERS[name]
    return {
        "name": name, "title": said(provider.title), "verified": said(provider.verified), "in_use": known.provider == name,
        "enabled": known.provider == name and known.enabled,
    }  # fmt: skip
