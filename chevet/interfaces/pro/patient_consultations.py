"""The block of consultations on a patient's page: one at once, by a link that leaves by SMS; those that were held."""

from typing import Any

from django.http import HttpRequest

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro.consultations import shown
from chevet.kernel.identifiers import new_id
from chevet.people.actors import CONSULTS
from chevet.usecases.read_consultations import consultations_of


def consultations(request: HttpRequest, page: Any) -> dict[str, Any]:
    """page: patient_page.PatientPage."""
    clocks = {"now": page.now, "machine_now": machine_now()}
    views = consultations_of(actor=request.actor, subject_id=page.subject_id, **clocks)
    return {
        "consultations": [shown(one, **clocks) for one in views[:8]], "key": new_id(), "patient_id": page.id,
        "may_consult": request.actor.role in CONSULTS,
    }  # fmt: skip
