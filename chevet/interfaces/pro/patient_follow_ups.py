"""The follow-ups of a patient, as a block of her page."""

from typing import Any

from django.http import HttpRequest

from chevet.interfaces.pro import labels
from chevet.interfaces.pro.words import said
from chevet.pathways.states import LIVE
from chevet.usecases.read_patient import follow_ups_of


def follow_ups(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Each with its title, dates and state; newest first."""
    found = follow_ups_of(actor=request.actor, subject_id=page.subject_id)
    return {"follow_ups": [_follow_up(one) for one in found]}


def _follow_up(row: Any) -> dict[str, Any]:
    return {
        "id": row.id, "title": said(row.title), "first": row.starts_on, "last": row.ends_on, "team": row.team,
        "state": labels.STATES.get(row.state, ""), "is_live": row.state in LIVE,
    }  # fmt: skip
