"""The first thing every page does: open the link, speak the person's language, stop at what is closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from chevet.access.rules import LinkState
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import A_YEAR, address_of, as_sent, visit_of
from chevet.interfaces.patient.frame import SIZE_COOKIE, SIZES, framed
from chevet.interfaces.patient.speech import every_code, speak
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.usecases.count_misses import count_miss
from chevet.usecases.open_link import LinkPage, open_link

GONE = {LinkState.UNKNOWN: 404, LinkState.REVOKED: 410, LinkState.EXPIRED: 410, LinkState.ENDED: 410}
CLOSED = {LinkState.UNKNOWN: "link_unknown", LinkState.ENDED: "follow_up_over"}
View = Callable[..., HttpResponse]


def of_link(*, to: str = "anybody", in_every_language: bool = False) -> Callable[[View], View]:
    """Gives the view `token` and `page`. to: anybody, writers (said who they are), readers (gave a code) or returners
    (writers who may take back their stop).

    in_every_language: the page has its words in those of the pathway, not only in French and English.
    """

    def decorate(view: View) -> View:
        @never_cache
        @gzip_page
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            token = as_sent(token)
            page = opened_page(request, token)
            speak(request, page, fully=in_every_language)
            if request.method == "GET" and (kept := _chosen(request)):
                return kept
            if page.state in GONE and not (to == "returners" and page.resumable_until):
                return closed(request, token, page)
            if to in ("writers", "returners") and not page.may_write:
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
    speak(request, page, fully=True)
    return framed(
        request, token, page, "closed", status=GONE[page.state], heading=CLOSED.get(page.state, "link_closed")
    )


def _chosen(request: HttpRequest) -> HttpResponseRedirect | None:
    """A choice of language or of text size is kept by this browser; the server notes nothing."""
    rest, choices = request.GET.copy(), {}
    for name, (cookie, known) in CHOICES.items():
        if name in rest and rest.pop(name)[-1] in known():
            choices[cookie] = request.GET[name]
    if len(rest) == len(request.GET):
        return None
    response = HttpResponseRedirect(request.path + (f"?{rest.urlencode()}" if rest else ""))
    for cookie, choice in choices.items():
        response.set_cookie(cookie, choice, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


CHOICES = {"langue": (settings.LANGUAGE_COOKIE_NAME, every_code), "texte": (SIZE_COOKIE, lambda: SIZES)}
