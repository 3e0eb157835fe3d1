"""Documents under the address of an appointment, and the code that lets them be read."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chevet.interfaces import clock
from chevet.interfaces.patient import documents as shared
from chevet.interfaces.patient.doorway import remember_browser, visit_of
from chevet.interfaces.patient.forms import CodeForm
from chevet.interfaces.patient.views.record import refusal_of
from chevet.interfaces.patient.visit_opening import of_visit, visit_framed
from chevet.kernel.errors import Forbidden, TooMany
from chevet.usecases.bind_device import bind_device
from chevet.usecases.open_visit import VisitPage
from chevet.usecases.send_code import send_code

FACE = shared.Face(
    "visit", "patient/visit/page.html", visit_framed, told=gettext_lazy("Qui vous attend est prévenu et l’ouvrira."),
    home=gettext_lazy("Mon rendez-vous"),
)  # fmt: skip


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A browser that gave a code; others are led to where one gives it."""

    @of_visit(to="visitors")
    @wraps(view)
    def opened(request: HttpRequest, token: str, page: VisitPage, **kwargs: Any) -> HttpResponse:
        return view(request, token=token, page=page, **kwargs) if page.may_read else redirect("visit:code", token)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@of_visit(to="visitors")
def documents(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    return shared.documents(FACE, request, token, page)


@require_safe
@for_readers
def document(request: HttpRequest, token: str, page: VisitPage, document_id: UUID) -> HttpResponse:
    return shared.document(FACE, request, token, page, document_id)


@require_safe
@for_readers
def preview(request: HttpRequest, token: str, page: VisitPage, document_id: UUID, number: int) -> HttpResponse:
    return shared.preview(request, token, document_id, number)


@require_safe
@for_readers
def file(request: HttpRequest, token: str, page: VisitPage, document_id: UUID) -> Any:
    return shared.file(request, token, document_id)


@require_POST
@for_readers
def forget(request: HttpRequest, token: str, page: VisitPage, document_id: UUID) -> HttpResponse:
    return shared.forget(FACE, request, token, document_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_visit(to="visitors")
def code(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    if page.may_read:
        return redirect("visit:documents", token)
    form = CodeForm(request.POST or None, label=page.label)
    if request.method != "POST" or not form.is_valid():
        sent = "envoye" in request.GET
        return visit_framed(
            request, token, page, "visit/code", form=form, sent=sent, status=422 if form.errors else 200
        )
    bound = bind_device(
        visit=visit_of(request, token), code=form.cleaned_data["code"], agreed=form.cleaned_data.get("agreed", False),
        now=clock.domain_now(), machine_now=clock.machine_now(),
    )  # fmt: skip
    if bound.outcome != "bound":
        form.add_error("code", refusal_of(bound.outcome, bound.left))
        return visit_framed(request, token, page, "visit/code", form=form, sent=True, status=422)
    response = redirect("visit:documents", token)
    remember_browser(response, token, bound.secret)
    return response


@require_POST
@of_visit(to="visitors")
def send(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    try:
        send_code(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    except (Forbidden, TooMany) as refused:
        status = 429 if isinstance(refused, TooMany) else 403
        facts = {"form": CodeForm(label=page.label), "sent": False, "refused": _(refused.sentence)}
        response = visit_framed(request, token, page, "visit/code", status=status, **facts)
        if isinstance(refused, TooMany):
            response["Retry-After"] = str(refused.retry_after)
        return response
    response = redirect("visit:code", token)
    response["Location"] += "?envoye=1"
    return response
