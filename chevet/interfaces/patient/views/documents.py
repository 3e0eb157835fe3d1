"""Documents under the address of a follow-up. Sending asks for the birthday, reading for a code."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chevet.interfaces.patient import documents as shared
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.usecases.open_link import LinkPage

FACE = shared.Face("patient", "patient/own.html", framed)


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="writers", in_every_language=True)
def documents(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    return shared.documents(FACE, request, token, page)


@require_safe
@of_link(to="readers", in_every_language=True)
def document(request: HttpRequest, token: str, page: LinkPage, document_id: UUID) -> HttpResponse:
    return shared.document(FACE, request, token, page, document_id)


@require_safe
@of_link(to="readers", in_every_language=True)
def preview(request: HttpRequest, token: str, page: LinkPage, document_id: UUID, number: int) -> HttpResponse:
    return shared.preview(request, token, document_id, number)


@require_safe
@of_link(to="readers", in_every_language=True)
def file(request: HttpRequest, token: str, page: LinkPage, document_id: UUID) -> Any:
    return shared.file(request, token, document_id)


@require_POST
@of_link(to="readers", in_every_language=True)
def forget(request: HttpRequest, token: str, page: LinkPage, document_id: UUID) -> HttpResponse:
    return shared.forget(FACE, request, token, document_id)
