"""The answer to the answer, and the second measure it may ask for."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.frame import emergency_numbers, framed
from chevet.interfaces.patient.moments import Saying
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.refusals import refused_in
from chevet.interfaces.patient.screens import ANSWER, Question, answers_in, screens
from chevet.interfaces.patient.speech import wording_of
from chevet.kernel.errors import NotFound
from chevet.pathways.languages import Wording
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_receipt import read_receipt
from chevet.usecases.receipts import Receipt
from chevet.usecases.report_measure import report_measure
from chevet.vitals.kinds import KINDS

LEVELS = ("green", "yellow", "orange", "red")
ORANGE, RED = 2, 3
# What to do, drawn; the sentences beside say it too.
PICTURES = {
    "green": ("resting", "drinking", "airing"),
    "yellow": ("resting", "drinking", "airing"),
    "orange": ("phone_near", "resting"),
    "red": ("calling", "sitting", "door"),
}


@require_safe
@of_link(to="writers", in_every_language=True)
def receipt(request: HttpRequest, token: str, page: LinkPage, key: UUID) -> HttpResponse:
    """Word and shape, one sentence, who calls and before when, what to do, what comes next."""
    try:
        told = _read(request, token, key)
    except NotFound:
        return redirect("patient:home", token)
    return framed(request, token, page, "receipt", **_facts(request, page, told))


def _read(request: HttpRequest, token: str, key: UUID) -> Receipt:
    return read_receipt(
        visit=visit_of(request, token), key=key, now=clock.domain_now(), machine_now=clock.machine_now()
    )


def _facts(request: HttpRequest, page: LinkPage, told: Receipt) -> dict[str, Any]:
    wording, then = wording_of(page, request.LANGUAGE_CODE), request.GET.get("suite", "")
    say = Saying(wording=wording, now=clock.domain_now(), zone=page.zone)
    emergency = told.emergency or then == "urgence" or (told.level == RED and not told.again and not told.on_duty)
    return {
        "receipt": told,
        "level": LEVELS[told.level],
        "word": wording.phrase("word_call" if told.call_before else f"word_{LEVELS[told.level]}"),
        "sentence": _sentence(wording, told, emergency_numbers(page.territory, wording)[0].number),
        "grave": "grave_measure" if told.of_measure else "grave_in_answers",
        "instructions": [wording.saying(sentence) for sentence in told.instructions],
        "distress": [(number, wording.saying(label)) for number, label in told.distress],
        "pictures": PICTURES[LEVELS[min(told.level, ORANGE) if told.call_before and not emergency else told.level]],
        "emergency": emergency,
        "already": "deja" in request.GET,
        "second": then == "recue",
        "again": _measures(request, page, told.again) if then != "sans" else [],
        "call_before": say.promise(told.call_before) if told.call_before else "",
        "coming": say.moment(told.next_due) if told.next_due else "",
    }


def _sentence(wording: Wording, told: Receipt, number: str) -> str:
    if not told.of_measure:
        return wording.phrase(f"sentence_{LEVELS[told.level]}")
    words = {"number": number} if told.level == 0 else {}
    return wording.phrase(f"measure_{LEVELS[told.level]}", **words)


def level_word(level: int) -> str:
    """What a level is called to the person herself."""
    return (_("Stable"), _("Conseil"), _("À surveiller"), _("Signe d'alerte"))[level]


def _measures(
    request: HttpRequest, page: LinkPage, kinds: Collection[str], *, given: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> list[Question]:  # fmt: skip
    wording, given = wording_of(page, request.LANGUAGE_CODE), given or {}
    put = screens(
        page.pathway.questionnaire, by_proxy=page.pathway.is_for_minors, wording=wording, given=given,
        errors=refused_in(wording, errors or {}, answers_in(given)),
    )  # fmt: skip
    return [question for screen in put for question in screen.questions if question.link_id in kinds]


@require_POST
@of_link(to="writers", in_every_language=True)
def again(request: HttpRequest, token: str, page: LinkPage, key: UUID) -> HttpResponse:
    """The second measure of a page without script. "Je n'ai pas pu" leaves the first one as it is."""
    body = request.POST.dict()
    typed = {kind: text for kind, text in answers_in(body).items() if kind in KINDS and ANSWER + kind in body}
    outcomes, errors = {}, {}
    for kind, text in typed.items():
        if text in ("-", "?"):
            continue
        told = report_measure(
            visit=visit_of(request, token), key=uuid5(key, f"{kind}|{text}"), kind=kind, typed=text,
            now=clock.domain_now(), machine_now=clock.machine_now(),
        )  # fmt: skip
        outcomes[kind] = told.outcome
        if told.outcome == "impossible":
            errors[kind] = told.sentence
    if errors:
        return _correct_again(request, token, page, key, body, errors)
    then = "urgence" if "emergency" in outcomes.values() else "recue" if outcomes else "sans"
    return redirect(f"{reverse('patient:receipt', args=[token, key])}?suite={then}")


def _correct_again(
    request: HttpRequest, token: str, page: LinkPage, key: UUID, body: dict[str, str], errors: dict[str, str]
) -> HttpResponse:
    facts = _facts(request, page, _read(request, token, key))
    facts["again"] = _measures(request, page, list(errors), given=body, errors=errors)
    return framed(request, token, page, "receipt", status=422, **facts)
