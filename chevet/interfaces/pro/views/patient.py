"""A patient, with or without a follow-up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from chevet.interfaces.pro.gate import INCLUDES, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.patient_page import blocks_of, patient_page


@require_GET
@admit(*INCLUDES)
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    page = patient_page(request, patient_id)
    return show(request, "pro/patient.html", {"page": page, "blocks": blocks_of(request, page)}, current="people")
