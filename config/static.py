"""The files of the pages, answered before Django wakes up.

ServeStatic's middleware exists only as a coroutine: under WSGI it costs every page an event loop of its own, about
one millisecond. Its WSGI application costs one look into a dictionary.
"""

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from servestatic import ServeStatic

PACKED = {".css", ".js", ".svg"}


def with_files(application: Callable) -> ServeStatic:
    """The application behind the files of all apps, which are listed once, at the start."""
    serving = ServeStatic(application, allow_all_origins=False, add_headers_function=_harden)
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = packed(path, Path(storage.path(path)))
            serving.add_file_to_dictionary(f"{settings.STATIC_URL}{path}", str(source))
    return serving


def packed(path: str, source: Path) -> Path:
    """A copy of a text file with its compressed twin beside it, in STATIC_ROOT; other files as they are.

    An old phone on a slow network waits for bytes. Several processes may start at once: each renames a whole file.
    """
    if source.suffix not in PACKED:
        return source
    kept = Path(settings.STATIC_ROOT) / path
    if not kept.exists() or kept.stat().st_mtime != source.stat().st_mtime:
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")
        draft.write_bytes(gzip.compress(source.read_bytes(), mtime=0))
        draft.replace(f"{kept}.gz")
        shutil.copy2(source, draft)
        draft.replace(kept)
    return kept


def _harden(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
