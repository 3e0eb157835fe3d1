"""What every request passes through."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from chevet.interfaces.ui.refusals import answer
from chevet.kernel.errors import Refusal

log = logging.getLogger("chevet.refusals")
REFUSED = {401, 403, 404, 409, 429}


class HotRoutes:
    """Sends the few routes that must stay cheap to their views at once: none of the middlewares beneath, no form.

    `settings.HOT_ROUTES` names functions that answer a request or give None. What stands above this class in
    MIDDLEWARE (counting, security headers) still applies; the views refuse foreign origins and say their own policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.serving = [import_string(name) for name in settings.HOT_ROUTES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for serve in self.serving:
            if (response := serve(request)) is not None:
                tell(request, response, route="hot")
                return response
        return self.get_response(request)


class Refusals:
    """Turns the named errors of the rooms into pages, or into fragments for htmx. Views may catch Invalid before.

    What did not say how long it may be kept is kept by nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        matched = getattr(request, "resolver_match", None)
        tell(request, response, route=matched.view_name if matched else "none")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, Refusal) else None


def tell(request: HttpRequest, response: HttpResponse, *, route: str) -> None:
    """A line for each refusal: the name of the route, never its path, and the account when there is one."""
    if response.status_code in REFUSED:
        user = getattr(request, "_cached_user", None)  # asked already, or not at all
        account = str(user.pk) if user and user.pk else ""
        about = {"status": response.status_code, "route": route, "account": account}
        log.warning("refused", extra={"fields": about})
