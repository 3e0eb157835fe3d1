"""Documents of somebody's record, as the pages of a consultation list them: newest first, those of the consultation ahead."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from chevet.documents.rules import CATEGORIES, READABLE
from chevet.interfaces.clock import domain_now
from chevet.interfaces.pro.words import said
from chevet.kernel.errors import Forbidden, NotFound
from chevet.usecases import list_documents
from chevet.usecases.read_consultations import ConsultationView


def documents_of(request: HttpRequest, view: ConsultationView) -> list[dict[str, Any]]:
    """None for who is not of the patient's circle: a colleague of another team sees the call alone."""
    if view.patient is None:
        return []
    try:
        _, found = list_documents.documents_of(actor=request.actor, patient_id=view.patient.id, now=domain_now())
    except (NotFound, Forbidden):
        return []
    ours = [_shown(one, view) for one in found]
    return sorted(ours, key=lambda one: not one["ours"])


def _shown(row: Any, view: ConsultationView) -> dict[str, Any]:
    category = said(CATEGORIES[row.label["category"]])
    at = {"patient_id": view.patient.id, "document_id": row.id}
    return {
        "id": row.id, "title": row.label["title"] or category, "category": category, "kept_at": row.kept_at,
        "author": row.author or "", "from_patient": row.source == "patient", "shown": row.shown_at is not None,
        "waits": row.scan not in READABLE, "previews": row.previews if row.scan in READABLE else 0,
        "ours": row.consultation_id == view.id, "url": reverse("pro:document", kwargs=at),
        "preview_url": reverse("pro:document_preview", kwargs=at | {"number": 0}),
    }  # fmt: skip
