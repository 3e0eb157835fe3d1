"""Who somebody is, and what proves it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from chevet.interfaces.pro import identities
from chevet.interfaces.pro.gate import INCLUDES, admit
from chevet.interfaces.pro.identity_desk import act, desk_of
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.patient_page import patient_page


@require_http_methods(["GET", "POST"])
@admit(*INCLUDES)
def identity(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Five small forms; `what` says which was sent. What the service answered is shown once, and kept nowhere."""
    page = patient_page(request, patient_id)
    desk = desk_of(request, page)
    if desk.sent:
        act(desk)
    if desk.done:
        return redirect("pro:patient_identity", patient_id=patient_id)
    wrong = any(form.errors for form in desk.forms.values())
    facts = {"page": page, "desk": desk, "forms": desk.forms, "service": identities.national_identity()}
    return show(request, "pro/patient_identity.html", facts, current="people", status=400 if wrong else 200)
