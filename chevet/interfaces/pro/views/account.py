"""My account: my devices, my proofs, how I hear of reds, my address."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import letters, limits, sessions
from chevet.interfaces.pro.administrating import acted, asked
from chevet.interfaces.pro.forms.account import AlertsForm, EmailForm
from chevet.interfaces.pro.gate import EVERYONE, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.proofs import proven
from chevet.interfaces.pro.session_store import SessionStore
from chevet.interfaces.ui.phones import phone_words
from chevet.kernel.tenancy import acting
from chevet.people.models import Account, AccountSession, Membership
from chevet.usecases.change_own_account import change_email, choose_alerts
from chevet.usecases.end_sessions import end_other_sessions, end_session, reference_of

A_DAY = 24 * 3600  # seconds
SALT = "chevet.account.email"


@dataclass(frozen=True, slots=True)
class OpenSession:
    reference: str
    device: str
    began_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def _sessions(request: HttpRequest) -> list[OpenSession]:
    """Every browser in which the account is signed in, this one first."""
    began = machine_now() - timedelta(seconds=sessions.LONGEST)
    rows = AccountSession.objects.filter(account_id=request.user.pk, began_at__gt=began).order_by("-began_at")
    found = [_opened(row, request.session.session_key) for row in rows]
    return sorted(found, key=lambda one: not one.is_this)


def _opened(row: AccountSession, mine: str | None) -> OpenSession:
    seen = SessionStore().decode(row.session_data).get(sessions.SEEN)
    return OpenSession(
        reference_of(row.session_key), row.device, row.began_at, seen and datetime.fromtimestamp(seen, UTC),
        row.session_key == mine,
    )  # fmt: skip


def _alerts_of(request: HttpRequest) -> dict[str, str]:
    actor = request.actor
    with acting(actor.scope()):
        ways = list(
            Membership.objects.filter(account_id=actor.account_id, until=None).values_list("alerts_by", flat=True)
        )
    return {
        "alerts_by": next((way for way in ways if way != "none"), "none"),
        "mobile": phone_words(request.user.mobile) if request.user.mobile else "",
    }


@require_GET
@admit(*EVERYONE)
def account(request: HttpRequest) -> HttpResponse:
    facts = {
        "sessions": _sessions(request),
        "alerts": AlertsForm(initial=_alerts_of(request)) if request.actor.is_clinical else None,
        "is_played": sessions.is_demonstration(request),
    }
    return show(request, "pro/account/account.html", facts, current="account")


@require_POST
@admit(*EVERYONE)
def account_alerts(request: HttpRequest) -> HttpResponse:
    form = AlertsForm(request.POST)

    def act() -> None:
        choose_alerts(
            actor=request.actor, **form.cleaned_data, now=domain_now(), machine_now=machine_now(),
            fiction=settings.DEMO,
        )  # fmt: skip

    facts = {"sessions": _sessions(request), "alerts": form, "is_played": sessions.is_demonstration(request)}
    return asked(
        request, form, act, template="pro/account/account.html", facts=facts, to=reverse("pro:account"),
        done=_("C’est changé."), current="account",
    )  # fmt: skip


@require_POST
@admit(*EVERYONE)
def account_session_end(request: HttpRequest) -> HttpResponse:
    reference = request.POST.get("reference", "")
    return acted(
        request,
        lambda: end_session(account_id=request.user.pk, reference=reference, machine_now=machine_now()),
        to=reverse("pro:account"),
        done=_("Cet appareil est déconnecté."),
    )


@require_POST
@admit(*EVERYONE)
def account_sign_out_others(request: HttpRequest) -> HttpResponse:
    keep = request.session.session_key or ""
    return acted(
        request,
        lambda: end_other_sessions(account_id=request.user.pk, keep=keep, machine_now=machine_now()),
        to=reverse("pro:account"),
        done=_("Vos autres appareils sont déconnectés."),
    )


@require_http_methods(["GET", "POST"])
@admit(*EVERYONE)
@proven
def account_email(request: HttpRequest) -> HttpResponse:
    """A letter goes to the new address; nothing changes before it is opened. The same answer for an address in use."""
    form = EmailForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        limits.check("account.email", request.user.pk, times=5, seconds=3600)
        after = form.cleaned_data["email"].strip().lower()
        if not Account.objects.filter(email=after).exists():
            letters.send_new_address(request.user, after, _link(request.user, after))

    return asked(
        request, form, act, template="pro/account/email.html", facts={}, to=reverse("pro:account"),
        done=_("Un message part à cette adresse. Ouvrez-le pour terminer."), current="account",
    )  # fmt: skip


def _link(account: Account, after: str) -> str:
    key = signing.dumps({"a": str(account.pk), "b": account.email, "n": after}, salt=SALT)
    return settings.SITE_URL + reverse("pro:account_email_confirm", args=[key])


@require_http_methods(["GET", "POST"])
@admit(*EVERYONE)
def account_email_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Opening changes nothing; the button does, once, and the address before is told."""
    given = _read(request, key)
    if request.method == "POST":
        change_email(account_id=request.user.pk, before=given["b"], after=given["n"], machine_now=machine_now())
        EmailAddress.objects.filter(user_id=request.user.pk).delete()
        letters.tell_of_change(request.user, letters.MOVED, address=given["b"])
        messages.success(request, _("Votre adresse est changée."))
        return redirect("pro:account")
    return show(request, "pro/account/email_confirm.html", {"after": given["n"]}, current="account")


def _read(request: HttpRequest, key: str) -> dict[str, Any]:
    """What the link holds; not found when it is old, was used, or is another's."""
    try:
        given = signing.loads(key, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise Http404 from None
    if given["a"] != str(request.user.pk) or given["b"] != request.user.email:
        raise Http404
    return given
