"""The first thing every page under /r/<token> does: open the link of an appointment, stop at what is closed, frame it.

French and English by gettext. A page that needs to know who is there says `@of_visit(to="visitors")`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from chevet.access.rules import LinkState
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import A_YEAR, address_of, as_sent, visit_of
from chevet.interfaces.patient.frame import emergency_numbers
from chevet.interfaces.patient.opening import GONE
from chevet.interfaces.patient.typography import typeset
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.pathways.languages import without_pathway
from chevet.usecases.count_misses import count_miss
from chevet.usecases.open_visit import VisitPage, open_visit

View = Callable[..., HttpResponse]


def of_visit(*, to: str = "anybody") -> Callable[[View], View]:
    """Gives the view `token` and `page` (usecases.open_visit.VisitPage). to: anybody, or visitors (said who they are)."""

    def decorate(view: View) -> View:
        @never_cache
        @gzip_page
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            token = as_sent(token)
            page = open_visit(
                visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now()
            )  # fmt: skip
            speak(request, page)
            if request.method == "GET" and (kept := _chosen(request)):
                return kept
            if page.state in GONE:
                return closed(request, token, page)
            if to == "visitors" and not (page.may_write and page.state is LinkState.OK):
                return redirect("visit:home", token)
            return view(request, token=token, page=page, **kwargs)

        return opened

    return decorate


def speak(request: HttpRequest, page: VisitPage) -> None:
    """The language chosen on this browser, else that of the convocation."""
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = next((code for code in (chosen, page.language) if code in known), "fr")
    translation.activate(language)
    request.LANGUAGE_CODE = language


def closed(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """Unknown, revoked or too old. Guessing is slowed down."""
    if page.state is LinkState.UNKNOWN:
        wait = count_miss(who=address_of(request), machine_now=clock.machine_now())
        if wait:
            return too_many_requests(request, retry_after=wait)
    return visit_framed(request, token, page, "visit/closed", status=GONE[page.state])


def visit_framed(
    request: HttpRequest, token: str, page: VisitPage, template: str, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """A page of the visit: patient/<template>.html, which extends patient/visit/page.html. Never kept by a cache."""
    numbers = emergency_numbers(page.territory, without_pathway(translation.get_language() or "fr"))
    context = {
        "token": token, "page": page, "appointment": page.appointment, "organisation_name": page.organisation_name,
        "team_name": page.team_name, "brand": page.brand, "emergency_numbers": numbers,
        "first_number": numbers[0].number, "languages": [], "tongues": settings.LANGUAGES,
        "speaks": translation.get_language(), "now": clock.domain_now(), "home_url": reverse("visit:home", args=[token]),
    }  # fmt: skip
    content = render_to_string(f"patient/{template}.html", context | facts, request)
    if translation.get_language() == "fr":
        content = typeset(content)
    response = HttpResponse(content, status=status)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _chosen(request: HttpRequest) -> HttpResponseRedirect | None:
    """A choice of language is kept by this browser; the server notes nothing."""
    if request.GET.get("langue") not in dict(settings.LANGUAGES):
        return None
    response = HttpResponseRedirect(request.path)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, request.GET["langue"], max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS
    )
    return response
