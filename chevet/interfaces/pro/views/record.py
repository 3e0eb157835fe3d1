"""The patient's page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chevet.interfaces.pro import documents, labels
from chevet.interfaces.pro.answers import table_of
from chevet.interfaces.pro.circles import circle_of, forced_until, is_ours
from chevet.interfaces.pro.gate import CLINICAL, PROFESSIONAL, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import RecordPage, patient_page
from chevet.interfaces.pro.shortcuts import keys_of
from chevet.interfaces.pro.summary import looks_of, summary_of, thresholds_of
from chevet.interfaces.pro.timeline import SHOWN, before_of, shown_of, stream_of
from chevet.interfaces.pro.views.messages import replies, reply_form
from chevet.usecases.choose_shortcuts import read_shortcuts


@require_GET
@admit(*CLINICAL)
def follow_up(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    page = patient_page(request, follow_up_id)
    with timezone.override(page.zone):
        return show(request, "pro/record.html", facts_of(request, page) | _keys(request, follow_up_id))


def _keys(request: HttpRequest, follow_up_id: UUID) -> dict[str, Any]:
    """Those of the list act here too; beside the list it is the list that listens."""
    kept = read_shortcuts(actor=request.actor)
    aside = "?" + urlencode({"do": "aside", "line": follow_up_id})
    return {"keys": {one.act: one.key for one in keys_of(kept)}, "aside": aside}


@require_GET
@admit(*CLINICAL)
def timeline(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """What is older than the first page of the stream."""
    before = before_of(request)
    page = patient_page(request, follow_up_id, before=before)
    stream = stream_of(page, shown=shown_of(request), before=before)
    facts = {"page": page, "follow_up_id": page.id, "stream": stream, "kinds": SHOWN.items()}
    with timezone.override(page.zone):
        return show(request, "pro/timeline.html", facts)


def facts_of(request: HttpRequest, page: RecordPage) -> dict[str, Any]:
    """What the parts of the record want, on its own page or beside the list."""
    return {
        "page": page,
        "follow_up_id": page.id,
        "now": page.now,
        "summary": summary_of(page),
        "stream": stream_of(page, shown=shown_of(request)),
        "kinds": SHOWN.items(),
        "circle": circle_of(page),
        "forced": forced_until(page, request.actor),
        "thresholds": thresholds_of(page),
        "looks": looks_of(page),
        "documents": documents.of_record(page, request.actor),
        "table": table_of(page.record, page.answers),
        "state": labels.STATES.get(page.follow_up.state, ""),
        "form": reply_form(page),
        "replies": replies(),
        "ours": is_ours(request, page),
        "may_end": request.actor.role in PROFESSIONAL and is_ours(request, page),
    }
