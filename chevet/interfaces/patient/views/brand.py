"""The establishment's colours and logo, for pages of a link that is known. Kept by the browser: the address has a version."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chevet.access.rules import LinkState
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import as_sent, visit_of
from chevet.interfaces.patient.opening import closed, opened_page
from chevet.organisations.brand import Brand, stylesheet
from chevet.usecases.brand_organisation import read_logo

KEPT = "private, max-age=86400"


def of_brand(view: Callable[[HttpRequest, str, Brand], HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the brand that the page may show; there is none, or not yet: not found."""

    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        token = as_sent(token)
        page = opened_page(request, token)
        if page.state is LinkState.UNKNOWN:
            return closed(request, token, page)
        if page.brand is None:
            raise Http404
        response = view(request, token, page.brand)
        response["Cache-Control"], response["Vary"] = KEPT, "Cookie"
        return response

    return shown


@of_brand
def colours(request: HttpRequest, token: str, brand: Brand) -> HttpResponse:
    return HttpResponse(stylesheet(brand), content_type="text/css; charset=utf-8")


@of_brand
def logo(request: HttpRequest, token: str, brand: Brand) -> HttpResponse:
    if not brand.has_logo:
        raise Http404
    return HttpResponse(read_logo(visit=visit_of(request, token), now=clock.domain_now()), content_type="image/png")
