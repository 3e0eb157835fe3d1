"""The files of the pages, answered before Django wakes up.

ServeStatic's middleware exists only as a coroutine: under WSGI it costs every page an event loop of its own, about
one millisecond. Its WSGI application costs one look into a dictionary.
"""

from collections.abc import Callable
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from servestatic import ServeStatic


def with_files(application: Callable) -> ServeStatic:
    """The application behind the files of all apps, which are listed once, at the start."""
    serving = ServeStatic(application, allow_all_origins=False, add_headers_function=_harden)
    for finder in get_finders():
        for path, storage in finder.list([]):
            serving.add_file_to_dictionary(f"{settings.STATIC_URL}{path}", storage.path(path))
    return serving


def _harden(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
