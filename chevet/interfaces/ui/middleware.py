"""What every request passes through."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from chevet.interfaces.ui.refusals import answer
from chevet.kernel.errors import Refusal


class HotRoutes:
    """Sends the few routes that must stay cheap to their views at once: no session, no account, no template.

    `settings.HOT_ROUTES` names functions that answer a request or give None. What stands above this class in
    MIDDLEWARE (counting, security headers) still applies; the views refuse foreign origins and say their own policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.serving = [import_string(name) for name in settings.HOT_ROUTES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for serve in self.serving:
            if (response := serve(request)) is not None:
                return response
        return self.get_response(request)


class Refusals:
    """Turns the named errors of the rooms into pages, or into fragments for htmx. Views may catch Invalid before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, Refusal) else None
