"""The patient's sendings, straight to the middlewares that stand above Django's routes (decision: hot-routes).

Django's handler tells six listeners of every request and converts every layer's errors: a tenth of the CPU of an
answer. Here the same middlewares are called in the same order, and the connection is looked after once.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from chevet.interfaces.patient.hot import PATH
from chevet.interfaces.ui.middleware import HotRoutes

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]


def with_hot_routes(django: Application) -> Application:
    """Everything else goes to Django."""
    serve = chain()

    def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not PATH.fullmatch(environ["PATH_INFO"]):
            return django(environ, start_response)
        connection.close_if_unusable_or_obsolete()
        response = serve(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    return application


def chain() -> Callable[[HttpRequest], HttpResponse]:
    """The middlewares down to the one that knows the hot routes, each around the next."""
    names = settings.MIDDLEWARE[: settings.MIDDLEWARE.index(f"{HotRoutes.__module__}.HotRoutes") + 1]
    serve: Any = unreachable
    for name in reversed(names):
        serve = import_string(name)(serve)
    return convert_exception_to_response(serve)


def unreachable(request: HttpRequest) -> HttpResponse:
    raise LookupError("a path of the hot routes, and no hot route answered")
