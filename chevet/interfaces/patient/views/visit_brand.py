"""The establishment's colours and logo, for the pages of an appointment's link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import as_sent, visit_of
from chevet.interfaces.patient.views.brand import KEPT
from chevet.interfaces.patient.visit_opening import closed
from chevet.organisations.brand import stylesheet
from chevet.usecases.brand_organisation import read_logo
from chevet.usecases.open_visit import VisitPage, open_visit


@require_safe
def colours(request: HttpRequest, token: str) -> HttpResponse:
    page = _page(request, token)
    if page.brand is None:
        return _missing(request, token, page)
    return _kept(HttpResponse(stylesheet(page.brand), content_type="text/css; charset=utf-8"))


@require_safe
def logo(request: HttpRequest, token: str) -> HttpResponse:
    page = _page(request, token)
    if page.brand is None or not page.brand.has_logo:
        return _missing(request, token, page)
    content = read_logo(visit=visit_of(request, as_sent(token)), now=clock.domain_now())
    return _kept(HttpResponse(content, content_type="image/png"))


def _page(request: HttpRequest, token: str) -> VisitPage:
    visit = visit_of(request, as_sent(token))
    return open_visit(visit=visit, now=clock.domain_now(), machine_now=clock.machine_now())


def _missing(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """Guessing addresses is slowed down here too."""
    if page.state == "unknown":
        return closed(request, token, page)
    raise Http404


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"], response["Vary"] = KEPT, "Cookie"
    return response
