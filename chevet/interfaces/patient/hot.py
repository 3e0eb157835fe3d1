"""The three sendings of the patient's page as JSON, dispatched before sessions, forms and accounts (ui HotRoutes).

A browser may be made to post a form to us, never to add a header of its own to a request from another site: that
header, the origin it declares and a `Lax` cookie stand where forms have their token.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic_core import from_json, to_json

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import address_of, as_sent, visit_of
from chevet.interfaces.patient.refusals import refused_in
from chevet.interfaces.patient.speech import every_code, worded
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from chevet.pathways import languages
from chevet.pathways.languages import Wording
from chevet.usecases.count_misses import count_miss
from chevet.usecases.receipts import Receipt
from chevet.usecases.report_danger_sign import report_danger_sign
from chevet.usecases.report_measure import MeasureReceipt, report_measure
from chevet.usecases.submit_answers import submit_answers

FOREIGN = gettext_noop("Ouvrez votre lien pour envoyer vos réponses.")
UNREADABLE = gettext_noop("Ces réponses n’ont pas pu être lues. Rouvrez la page.")
TOO_LONG = gettext_noop("Ces réponses sont trop longues.")
LONGEST_BODY = 64 * 1024  # bytes
RETRY_AFTER = 10  # seconds, while the database is away
STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422, TooMany: 429}
PATH = re.compile(r"/s/([^/]{1,80})/(answers|measure|danger)\.json")
ABOUT = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex, nofollow",
}
Body = dict[str, Any]


def serve(request: HttpRequest) -> HttpResponse | None:
    """The answer to a hot route, None when the path is not one."""
    found = PATH.fullmatch(request.path_info)
    if found is None:
        return None
    token, view, body = as_sent(found[1]), VIEWS[found[2]], {}
    try:
        body = body_of(request)
        return answered(view(request, token, body))
    except Refusal as refusal:
        return refused(request, refusal, body)
    except (OperationalError, InterfaceError):
        return away(request)


def submit_json(request: HttpRequest, token: str, body: Body) -> Body:
    """{"key": uuid, "answers": {link id: typed}, "on_behalf": bool, "between": bool} -> the receipt.

    Here and below, "language": code asks for refusals in that one.
    """
    receipt = submit_answers(
        visit=visit_of(request, token),
        key=key_of(body),
        answers=field(body, "answers", dict),
        on_behalf=body.get("on_behalf") is True,
        between=body.get("between") is True,
        now=clock.domain_now(),
        machine_now=clock.machine_now(),
    )
    return receipt_data(receipt) | said_in(body, receipt) | {"impossible": in_words_of(body, receipt.impossible)}


def measure_json(request: HttpRequest, token: str, body: Body) -> Body:
    """{"key": uuid, "kind": code, "typed": text} -> {"outcome", "value", "sentence"}."""
    receipt = report_measure(
        visit=visit_of(request, token),
        key=key_of(body),
        kind=field(body, "kind", str),
        typed=field(body, "typed", str),
        now=clock.domain_now(),
        machine_now=clock.machine_now(),
    )
    return {"outcome": receipt.outcome, "value": receipt.value, "sentence": _told(body, receipt)}


def _told(body: Body, receipt: MeasureReceipt) -> str:
    """What the measure is answered, in the language that the page is read in."""
    language = language_of(body)
    if language and receipt.outcome == "emergency":
        return languages.without_pathway(language).phrase("call_now", number="15")
    if language and receipt.outcome != "impossible":
        return languages.without_pathway(language).saying(receipt.sentence)
    return in_words_of(body, {body["kind"]: receipt.sentence})[body["kind"]]


def danger_json(request: HttpRequest, token: str, body: Body) -> Body:
    """{"key": uuid, "item": link id, "choice": code, "on_behalf": bool} -> {"emergency", "sentence"}."""
    receipt = report_danger_sign(
        visit=visit_of(request, token),
        key=key_of(body),
        item=field(body, "item", str),
        choice=field(body, "choice", str),
        by_proxy=body.get("on_behalf") is True,
        now=clock.domain_now(),
        machine_now=clock.machine_now(),
    )
    wording = reading_of(body, receipt.version_id)
    said = wording.saying(receipt.sentence) if wording else receipt.sentence
    return {"emergency": receipt.emergency, "sentence": said}


VIEWS: dict[str, Callable[[HttpRequest, str, Body], Body]] = {
    "answers": submit_json,
    "measure": measure_json,
    "danger": danger_json,
}


def body_of(request: HttpRequest) -> Body:
    """The JSON object that our own page sent. Raises Forbidden for anybody else's, Invalid."""
    if request.method != "POST" or not is_ours(request):
        raise Forbidden(FOREIGN)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        raise Invalid(TOO_LONG)
    try:
        body = from_json(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Invalid(UNREADABLE)
    return body


def is_ours(request: HttpRequest) -> bool:
    """From a page of this site: its header, its origin, and what the browser says of where it comes from."""
    told, origin = request.META, request.META.get("HTTP_ORIGIN")
    own = (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
    return (
        told.get("HTTP_X_CHEVET") == "1"
        and (origin is None or origin in own)
        and told.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
    )


def key_of(body: Body) -> UUID:
    try:
        return UUID(field(body, "key", str))
    except ValueError:
        raise Invalid(UNREADABLE) from None


def field(body: Body, name: str, kind: type) -> Any:
    value = body.get(name)
    if not isinstance(value, kind):
        raise Invalid(UNREADABLE)
    return value


def receipt_data(receipt: Receipt) -> Body:
    """Moments in ISO 8601, UTC: the page says them in the person's hours."""
    return {
        "answer": str(receipt.answer_id),
        "level": receipt.level,
        "emergency": receipt.emergency,
        "again": receipt.again,
        "impossible": receipt.impossible,
        "call_before": _written(receipt.call_before),
        "call_from": receipt.call_from,
        "on_duty": receipt.on_duty,
        "instructions": receipt.instructions,
        "distress": receipt.distress,
        "next_due": _written(receipt.next_due),
        "stored": receipt.stored,
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def said_in(body: Body, receipt: Receipt) -> Body:
    """The receipt's own sentences, in the language that the page is read in."""
    wording = reading_of(body, receipt.version_id)
    if wording is None:
        return {}
    return {
        "instructions": [wording.saying(sentence) for sentence in receipt.instructions],
        "distress": [(number, wording.saying(label)) for number, label in receipt.distress],
    }


def reading_of(body: Body, version_id: UUID | None) -> Wording | None:
    """The pathway's words in the page's own language; None when the sender names none that we know."""
    language = language_of(body)
    return worded(version_id, language) if language and version_id else None


def language_of(body: Body) -> str:
    """The code of a language that we write, else nothing."""
    language = body.get("language")
    return language if isinstance(language, str) and language in every_code() else ""


def in_words_of(body: Body, errors: Mapping[str, str]) -> Mapping[str, str]:
    """What is refused, in the language that the page says it is read in ("language"); without one, as it came."""
    language = language_of(body)
    if not errors or not language:
        return errors
    typed = body["answers"] if "answers" in body else {body.get("kind"): body.get("typed")}
    return refused_in(languages.without_pathway(language), errors, typed)


def refused(request: HttpRequest, refusal: Refusal, body: Body) -> HttpResponse:
    """{"sentence", "fields"}; a link that nobody knows is counted, and whoever guesses on is slowed down."""
    if isinstance(refusal, NotFound):
        wait = count_miss(who=address_of(request), machine_now=clock.machine_now())
        refusal = TooMany("", retry_after=wait) if wait else refusal
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)
    with translation.override(language_of(body) or translation.get_language_from_request(request)):
        said = _(refusal.sentence) if refusal.sentence else ""
    fields = in_words_of(body, getattr(refusal, "fields", {}))
    response = answered({"sentence": said, "fields": fields}, status=status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def away(request: HttpRequest) -> HttpResponse:
    """The database does not answer: nothing was kept, the page keeps it and tries again under the same key."""
    with translation.override(translation.get_language_from_request(request)):
        said = _("Vos réponses ne sont pas encore parties. Gardez cette page ouverte, elle essaie encore.")
    response = answered({"sentence": said, "fields": {}}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def answered(data: Body, *, status: int = 200) -> HttpResponse:
    content = to_json(data)
    about = {**ABOUT, "Content-Length": str(len(content))}
    return HttpResponse(content, status=status, headers=about)
