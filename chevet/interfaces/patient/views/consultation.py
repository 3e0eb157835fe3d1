"""The waiting room and the call, as the patient sees them: one page, whose screens follow what the server knows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chevet.interfaces import clock
from chevet.interfaces.patient.calling import REFUSALS, no_ticket, refused, status_of, wants_json, with_media
from chevet.interfaces.patient.doorway import as_sent, visit_of
from chevet.interfaces.patient.moments import hour_words
from chevet.interfaces.patient.visit_opening import of_visit, visit_framed
from chevet.interfaces.patient.visit_words import when_at
from chevet.kernel.errors import Invalid, NotFound, Refusal
from chevet.kernel.identifiers import new_id
from chevet.teleconsultation.rules import LONGEST_LINE, State
from chevet.usecases.arrive_in_waiting_room import (
    arrive_in_waiting_room,
    consultation_ticket,
    leave_waiting_room,
    report_quality,
)
from chevet.usecases.confirm_place import ELSEWHERE, HOME, Said
from chevet.usecases.open_visit import VisitPage
from chevet.usecases.pass_to_phone import ask_for_phone, come_back_to_video
from chevet.usecases.read_own_consultation import OwnConsultation, own_consultation
from chevet.usecases.write_in_waiting_room import write_in_waiting_room

ADMITTED = (State.ADMITTED, State.IN_CALL)
# What the page opens on. By phone because the network is gone, the page of the call goes on trying.
SCREENS = {
    State.PLANNED: "prepare", State.TESTING: "prepare", State.WAITING: "waiting", State.ADMITTED: "live",
    State.IN_CALL: "live", State.BY_PHONE: "phone", State.ENDED: "over", State.MISSED: "over",
}  # fmt: skip


@require_safe
@of_visit(to="visitors")
def room(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """Before, in and after the call. Looking writes nothing."""
    return _shown(request, token, page)


@require_POST
@of_visit(to="visitors")
def ready(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """ "Je suis prêt": a chair in the waiting room, and where she is."""
    return _done(request, token, page, lambda: arrive_in_waiting_room(**_hers(request, token), said=_said(request)))


@require_POST
@of_visit(to="visitors")
def phone(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """ "Passer au téléphone", before the call or in it; without script too."""
    return _done(request, token, page, lambda: ask_for_phone(**_hers(request, token), said=_said(request)))


@require_POST
@of_visit(to="visitors")
def video(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    return _done(request, token, page, lambda: come_back_to_video(**_hers(request, token)))


@require_POST
@of_visit(to="visitors")
def leave(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """ "Revenir plus tard": the chair is free again, the place in the agenda stays."""
    return _done(request, token, page, lambda: leave_waiting_room(**_hers(request, token)))


@require_POST
@of_visit(to="visitors")
def line(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """A line of the waiting room."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = new_id()
    text = request.POST.get("text", "")
    return _done(request, token, page, lambda: write_in_waiting_room(**_hers(request, token), key=key, text=text))


@require_safe
@of_visit(to="visitors")
def news(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """What has changed, for the page that is open: the screen, and the words of the waiting room."""
    own = _own(request, token)
    if own is None:
        return JsonResponse({}, status=404)
    facts = _facts(page, own)
    return JsonResponse({
        "screen": facts["screen"], "by": own.phone_by,
        "news": render_to_string("patient/consultation/news.html", facts | {"own": own}, request),
        "phone": render_to_string("patient/consultation/phone_words.html", facts | {"own": own}, request),
    })  # fmt: skip


@require_POST
@of_visit(to="visitors")
def ticket(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    try:
        return JsonResponse({"url": f"/stream/call?ticket={consultation_ticket(**_hers(request, token))}"})
    except REFUSALS as refusal:
        return no_ticket(refusal)


@require_POST
@of_visit(to="visitors")
def step(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """The ladder moved: video, audio, phone."""
    try:
        report_quality(**_hers(request, token), step=request.POST.get("step", ""))
    except REFUSALS as refusal:
        return refused(refusal)
    return JsonResponse({})


def _done(request: HttpRequest, token: str, page: VisitPage, act: Callable[[], Any]) -> HttpResponse:
    """Done: the room again. Refused: the room with the sentence and what was typed. The script wants it as JSON."""
    try:
        act()
    except REFUSALS as refusal:
        return refused(refusal) if wants_json(request) else _shown(request, token, page, refusal=refusal)
    return JsonResponse({}) if wants_json(request) else redirect("call:home", token)


def _shown(request: HttpRequest, token: str, page: VisitPage, *, refusal: Refusal | None = None) -> HttpResponse:
    own = _own(request, token)
    if own is None:
        return redirect("visit:home", token)
    typed = request.POST if refusal else {}
    problem = {
        "refused": _(refusal.sentence) if refusal and refusal.sentence else "",
        "wrong": {name: _(words) for name, words in refusal.fields.items()} if isinstance(refusal, Invalid) else {},
    }
    facts = _facts(page, own) | {
        "own": own, "typed": typed, "key": new_id(), "longest": LONGEST_LINE,
        "elsewhere": typed.get("where", "") == ELSEWHERE or not own.knows_home,
    }  # fmt: skip
    status = status_of(refusal) if refusal else 200
    return with_media(visit_framed(request, token, page, "consultation/room", status=status, **facts, **problem))


def _facts(page: VisitPage, own: OwnConsultation) -> dict[str, Any]:
    def hour(moment: Any) -> str:
        return hour_words(moment, page.zone) if moment else ""

    return {
        "screen": SCREENS[own.state], "at": when_at(page, own.starts_at) if own.starts_at else None,
        "opens": when_at(page, own.opens_at) if own.opens_at else None, "since": hour(own.since),
        "late_until": hour(own.delay_until), "late_said": hour(own.delay_said_at),
        "lines": [{"by": one.by, "words": one.words, "hour": hour(one.at)} for one in own.lines],
        "may_call": own.opens_at is None and own.state not in (State.ENDED, State.MISSED),
    }  # fmt: skip


def _own(request: HttpRequest, token: str) -> OwnConsultation | None:
    try:
        return own_consultation(**_hers(request, token))
    except NotFound:
        return None


def _hers(request: HttpRequest, token: str) -> dict[str, Any]:
    return {
        "visit": visit_of(request, as_sent(token)),
        "now": clock.domain_now(),
        "machine_now": clock.machine_now(),
    }


def _said(request: HttpRequest) -> Said | None:
    """None when the page did not ask: she has said it before."""
    if "where" not in request.POST:
        return None
    where = ELSEWHERE if request.POST["where"] == ELSEWHERE else HOME
    return Said(where=where, address=request.POST.get("address", ""), number=request.POST.get("number", ""))
