"""The questionnaire: one document, one form; with script, one question at a time."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from chevet.access.rules import LinkState
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import as_sent, visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import GONE, of_link, opened_page
from chevet.interfaces.patient.refusals import refused_in
from chevet.interfaces.patient.screens import answers_in, has_danger, screens
from chevet.interfaces.patient.speech import chosen_on, every_code, speak, wording_of
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_yesterday import read_yesterday
from chevet.usecases.receipts import Receipt
from chevet.usecases.submit_answers import submit_answers

PROXY, SELF = "proche", "moi"


@require_safe
@of_link(to="writers", in_every_language=True)
def questions(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """The questions of the day. Nothing of an earlier day is filled in; yesterday's numbers only where a code was given."""
    if not page.due:
        return redirect("patient:today", token)
    return _asked(request, token, page, between=False)


@require_safe
@of_link(to="writers", in_every_language=True)
def report(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """ "Ça ne va pas", at any hour: an answer like another."""
    return _asked(request, token, page, between=not page.due, unwell=True)


@require_POST
def submit(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the answers; then another page, so that a reload sends nothing twice."""
    token, body = as_sent(token), request.POST.dict()
    try:
        key = UUID(body.get("key", ""))
        receipt = _submitted(request, token, key, body)
    except (Invalid, ValueError) as refused:
        return _to_correct(request, token, body, errors=getattr(refused, "fields", {}))
    except Forbidden:
        return redirect("patient:home", token)
    except NotFound:
        return _not_received(request, token)
    except Conflict:
        return _already(token, key)
    except (OperationalError, InterfaceError):
        return _away(request, token, body)
    if receipt.impossible:
        return _to_correct(request, token, body, errors=receipt.impossible, emergency=True)
    return redirect("patient:receipt", token, receipt.answer_id)


def _submitted(request: HttpRequest, token: str, key: UUID, body: dict[str, str]) -> Receipt:
    return submit_answers(
        visit=visit_of(request, token), key=key, answers=answers_in(body), on_behalf=body.get("pour") == PROXY,
        between=body.get("between") == "1", now=clock.domain_now(), machine_now=clock.machine_now(),
    )  # fmt: skip


def _to_correct(
    request: HttpRequest, token: str, body: dict[str, str], *, errors: dict[str, str], emergency: bool = False
) -> HttpResponse:
    """The same form with what was typed, and a sentence for each field to correct."""
    page = opened_page(request, token)
    speak(request, page, fully=True)
    if page.state in GONE or not page.may_write:
        return _not_received(request, token)
    told = emergency
    emergency = told or has_danger(page.pathway.questionnaire, answers_in(body))
    between = body.get("between") == "1"
    grave = "told" if told else "seen" if emergency else ""
    return _asked(request, token, page, between=between, body=body, errors=errors, emergency=grave)


def _asked(
    request: HttpRequest, token: str, page: LinkPage, *, between: bool, body: dict[str, str] | None = None,
    errors: dict[str, str] | None = None, emergency: str = "", unwell: bool = False,
) -> HttpResponse:  # fmt: skip
    by_proxy = _is_by_proxy(request, page, body)
    wording, given = wording_of(page, request.LANGUAGE_CODE), body or {}
    put = screens(
        page.pathway.questionnaire, by_proxy=by_proxy, wording=wording, given=given,
        errors=refused_in(wording, errors or {}, answers_in(given)), yesterday=_yesterday(request, token, page),
    )  # fmt: skip
    facts: dict[str, Any] = {
        "screens": put,
        "wrong": [question for screen in put for question in screen.questions if question.error],
        "by_proxy": by_proxy,
        "between": between,
        "unwell": unwell or between,
        "emergency": emergency,
        "told": emergency == "told",
        "key": (body or {}).get("key") or new_id(),
        "title": wording.title,
        "other_wording": SELF if by_proxy else PROXY,
    }
    return framed(request, token, page, "questions", status=422 if body else 200, **facts)


def _is_by_proxy(request: HttpRequest, page: LinkPage, body: dict[str, str] | None) -> bool:
    """What was sent says it; before, what the address asks for; else a parent answers for a child."""
    if body:
        return body.get("pour") == PROXY
    asked = request.GET.get("pour", PROXY if page.pathway.is_for_minors else SELF)
    return asked == PROXY


def _yesterday(request: HttpRequest, token: str, page: LinkPage) -> Mapping[str, float]:
    if not page.may_read:
        return {}
    return read_yesterday(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())


def _not_received(request: HttpRequest, token: str) -> HttpResponse:
    """The record is gone or the link is closed: say plainly that nothing arrived."""
    page = opened_page(request, token)
    speak(request, page, fully=True)
    return framed(request, token, page, "not_received", status=GONE.get(page.state, 403))


def _already(token: str, key: UUID) -> HttpResponse:
    """This key brought other answers before: those are safe, and the page says how to add to them."""
    return redirect(reverse("patient:receipt", args=[token, key]) + "?deja=1")


def _away(request: HttpRequest, token: str, body: dict[str, str]) -> HttpResponse:
    """The database does not answer: nothing was kept. The page holds the answers, under the same key."""
    body.pop("csrfmiddlewaretoken", None)
    nobody = LinkPage(state=LinkState.UNKNOWN)
    if (chosen := chosen_on(request)) in every_code():
        translation.activate(chosen)
    response = framed(request, token, nobody, "unsent", status=503, body=body)
    response["Retry-After"] = "10"
    return response
