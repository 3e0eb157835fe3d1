"""Django for a WSGI listener of its own, behind a reverse proxy."""

from collections.abc import Callable, Iterable
from typing import Any

from config.bridge import LONGEST_BODY
from config.wsgi import application as django

Start = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Refuses what is too long, or of unknown length, before Django sees it."""
    declared = environ.get("CONTENT_LENGTH") or ""
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower() and not declared:
        return refuse(start_response, "411 Length Required", "Longueur inconnue. / Unknown length.")
    if declared.isdigit() and int(declared) > LONGEST_BODY:
        return refuse(start_response, "413 Content Too Large", "Trop volumineux. / Too large.")
    return django(environ, start_response)


def refuse(start_response: Start, status: str, sentence: str) -> list[bytes]:
    content = sentence.encode()
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(content)))])
    return [content]
