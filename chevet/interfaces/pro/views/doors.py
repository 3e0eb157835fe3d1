"""Coming in, being away, coming back."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.pro import limits, sessions
from chevet.interfaces.pro.gate import CLINICAL, EVERYONE, admit, has_second_factor
from chevet.interfaces.pro.sign_in import ReauthenticateForm
from chevet.people.queries import demonstration_account
from chevet.usecases.read_worklist import read_counts


@require_GET
@login_required
@never_cache
def enrol(request: HttpRequest) -> HttpResponse:
    """All that an account with a single factor may see, with the pages it leads to."""
    if has_second_factor(request):
        return redirect("pro:home")
    return render(request, "pro/enrol.html")


@require_POST
def demonstration_sign_in(request: HttpRequest) -> HttpResponse:
    """One click makes a stranger somebody invented. Does not exist outside the demonstration."""
    if not settings.DEMO:
        raise Http404
    limits.check("demonstration", get_adapter().get_client_ip(request), times=60, seconds=60)
    account = demonstration_account(_uuid(request.POST.get("account", "")))
    if account is None:
        raise Http404
    get_adapter(request).login(request, account)
    sessions.begin(request, demonstration=True)
    return redirect(_next(request))


@require_http_methods(["GET", "POST"])
@admit(*EVERYONE, while_locked=True)
def locked(request: HttpRequest) -> HttpResponse:
    """Masks everything but the count of what is red; opens with a password, or by one of the other proofs."""
    sessions.lock(request)
    played = sessions.is_demonstration(request)
    form = None if played else ReauthenticateForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and (played or _proves(request, form)):
        sessions.unlock(request)
        return redirect(_next(request))
    facts = {
        "form": form,
        "next": _next(request),
        "played": played,
        "counts": read_counts(actor=request.actor),
        "actor": request.actor,
    }
    return render(request, "pro/locked.html", facts)


def _proves(request: HttpRequest, form: ReauthenticateForm) -> bool:
    limits.check("unlock", request.user.pk, times=5, seconds=30 * 60)
    return form.is_valid()


@require_GET
@admit(*CLINICAL, while_locked=True, by_itself=True)
def counting(request: HttpRequest) -> HttpResponse:
    """The fragment with how many of each, for a locked screen."""
    return render(request, "pro/parts/counts.html", {"counts": read_counts(actor=request.actor)})


@require_POST
@admit(*EVERYONE)
def here(request: HttpRequest) -> HttpResponse:
    """Somebody types or reads: the session is not idle."""
    return HttpResponse(status=204)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else settings.LOGIN_REDIRECT_URL


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
