"""Writing to the team, which a birthday allows, and reading what it wrote, which takes a code."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.forms import MessageForm
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.moments import moment_words
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.ui.hours import duty_words
from chevet.kernel.errors import Conflict, Invalid, Refusal, TooMany
from chevet.kernel.identifiers import new_id
from chevet.messaging.rules import ANSWER_WITHIN
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_messages import OwnMessages, own_messages
from chevet.usecases.write_to_team import write_to_team

STATUS = {Invalid: 422, Conflict: 409, TooMany: 429}


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(in_every_language=True)
def messages(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """One page for both; what was typed stays in the form until it is kept."""
    if not page.may_write:
        lost = "?message=perdu" if request.method == "POST" else ""
        return redirect(reverse("patient:home", args=[token]) + lost)
    if request.method == "POST":
        return _send(request, token, page)
    return _shown(request, token, page, form=MessageForm(initial={"key": new_id()}), sent=_key(request))


def _send(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _shown(request, token, page, form=form, status=422)
    key = form.cleaned_data["key"]
    try:
        write_to_team(
            visit=visit_of(request, token), key=key, text=form.cleaned_data["text"], now=clock.domain_now(),
            machine_now=clock.machine_now(),
        )  # fmt: skip
    except (Invalid, Conflict, TooMany) as refused:
        return _refused(request, token, page, form, refused)
    return redirect(f"{reverse('patient:messages', args=[token])}?parti={key}")


def _refused(
    request: HttpRequest, token: str, page: LinkPage, form: MessageForm, refused: Refusal
) -> HttpResponse:  # fmt: skip
    form.add_error("text", _(refused.sentence))
    response = _shown(request, token, page, form=form, status=STATUS[type(refused)])
    if isinstance(refused, TooMany):
        response["Retry-After"] = str(refused.retry_after)
    return response


def _shown(
    request: HttpRequest, token: str, page: LinkPage, *, form: MessageForm, sent: UUID | None = None, status: int = 200
) -> HttpResponse:
    own = own_messages(
        visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now(), sent=sent
    )
    return framed(request, token, page, "messages", form=form, own=own, status=status, **_words(page, own))


def _words(page: LinkPage, own: OwnMessages) -> dict[str, Any]:
    now = clock.domain_now()

    def when(moment: Any) -> str:
        return moment_words(moment, now=now, zone=page.zone)

    return {
        "hours": duty_words(own.hours),
        "within": int(ANSWER_WITHIN.total_seconds()) // 3600,
        "back": when(own.back_at),
        "promised": when(own.sent) if own.sent else "",
        "thread": [{"one": one, "mine": bool(one.link_id), "when": when(one.at)} for one in own.thread or ()],
    }


def _key(request: HttpRequest) -> UUID | None:
    """The message that this browser has just sent."""
    try:
        return UUID(request.GET.get("parti", ""))
    except ValueError:
        return None
