"""The appointments of a patient, as a block of her page: those to come, the last ones, and a way to take another."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from chevet.appointments.permissions import KEEPS_AGENDAS
from chevet.interfaces.pro.agendas import state_words
from chevet.organisations.territories import territory_named
from chevet.usecases.read_agenda import read_appointments_of

AGENDA = tuple(sorted(KEEPS_AGENDAS))
LAST = 5


def appointments(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Those of the actor's teams. One statement."""
    rows = read_appointments_of(actor=request.actor, patient_id=page.id)
    coming = [one for one in reversed(rows) if one.ends_at > page.now and one.state != "cancelled"]
    past = [one for one in rows if one not in coming][:LAST]
    return {
        "coming": [_shown(one, page) for one in coming], "past": [_shown(one, page) for one in past],
        "new_url": f"{reverse('pro:appointment_new')}?patient={page.id}",
    }  # fmt: skip


def _shown(row: Any, page: Any) -> dict[str, Any]:
    zone = territory_named(row.team_territory).tzinfo
    return {"row": row, "at": row.starts_at.astimezone(zone), "state": state_words(row, page.now)}
