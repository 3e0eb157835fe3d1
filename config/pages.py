"""Django and the probes: the WSGI application of both kinds of listener."""

from collections.abc import Callable, Iterable
from typing import Any

from chevet.interfaces.jobs.probes import PROBES, TEXT
from chevet.kernel.group_commit import travel_together
from config.bridge import longest_body
from config.hot import with_hot_routes
from config.wsgi import application as django

ABOUT = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
Start = Callable[[str, list[tuple[str, str]]], Any]

travel_together()
pages = with_hot_routes(django)


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answers the probes, refuses TRACE and what is too long or of unknown length, gives the rest to the pages."""
    if probe := PROBES.get(environ["PATH_INFO"]):
        return answer(start_response, *probe(environ))
    if environ["REQUEST_METHOD"] in ("TRACE", "CONNECT"):
        return answer(start_response, "405 Method Not Allowed", TEXT, b"")
    declared = environ.get("CONTENT_LENGTH") or ""
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower() and not declared:
        return answer(start_response, "411 Length Required", TEXT, b"Longueur inconnue. / Unknown length.")
    if declared.isdigit() and int(declared) > longest_body(environ["PATH_INFO"]):
        return answer(start_response, "413 Content Too Large", TEXT, b"Trop volumineux. / Too large.")
    return pages(environ, start_response)


def answer(start_response: Start, status: str, kind: str, content: bytes) -> list[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(content))), *ABOUT]
    start_response(status, headers)
    return [content]
