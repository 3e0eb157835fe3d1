"""The first thing every page does: open the link, speak the person's language, stop at what is closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from chevet.access.rules import LinkState
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import address_of, as_sent, visit_of
from chevet.interfaces.patient.frame import framed, speak
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.usecases.count_misses import count_miss
from chevet.usecases.open_link import LinkPage, open_link

GONE = {LinkState.UNKNOWN: 404, LinkState.REVOKED: 410, LinkState.EXPIRED: 410, LinkState.ENDED: 410}
View = Callable[..., HttpResponse]


def of_link(*, to: str = "anybody") -> Callable[[View], View]:
    """Gives the view `token` and `page`. to: anybody, writers (said who they are) or readers (gave a code)."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            token = as_sent(token)
            page = opened_page(request, token)
            speak(request, page)
            if (wanted := request.GET.get("langue")) and request.method == "GET":
                return _in_language(request, wanted)
            if page.state in GONE:
                return closed(request, token, page)
            if to == "writers" and not page.may_write:
                return redirect("patient:home", token)
            if to == "readers" and not page.may_read:
                return redirect("patient:code" if page.may_write else "patient:home", token)
            return view(request, token=token, page=page, **kwargs)

        return opened

    return decorate


def opened_page(request: HttpRequest, token: str) -> LinkPage:
    return open_link(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())


def closed(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Unknown, revoked, too old or ended: each says what to do. Guessing is slowed down."""
    if page.state is LinkState.UNKNOWN:
        wait = count_miss(who=address_of(request), machine_now=clock.machine_now())
        if wait:
            return too_many_requests(request, retry_after=wait)
    return framed(request, token, page, "closed", status=GONE[page.state])


def _in_language(request: HttpRequest, wanted: str) -> HttpResponseRedirect:
    """The choice is kept by this browser; the server notes nothing."""
    rest = request.GET.copy()
    rest.pop("langue")
    response = HttpResponseRedirect(request.path + (f"?{rest.urlencode()}" if rest else ""))
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS
        )
    return response
