"""What a secretary and an administrator see: people and teams, nothing of anybody's health."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro import limits
from chevet.interfaces.pro.gate import INCLUDES, admit
from chevet.interfaces.pro.pages import house_of, show
from chevet.interfaces.pro.views import administration
from chevet.people.models import Role
from chevet.usecases.search_patients import search_patients


@require_POST
@admit(*INCLUDES)
def people(request: HttpRequest) -> HttpResponse:
    """Patients by name. POST: names do not belong in an address."""
    limits.check("search", request.user.pk, times=5, seconds=10)
    typed = request.POST.get("typed", "")[:80]
    territory = house_of(request).territory
    found = search_patients(actor=request.actor, typed=typed, territory=territory, machine_now=machine_now())
    return show(request, "pro/people.html", {"typed": typed, "found": found, "asked": True}, current="home")


def secretary_home(request: HttpRequest) -> HttpResponse:
    return show(request, "pro/people.html", {"typed": "", "found": [], "asked": False}, current="home")


def later_home(request: HttpRequest) -> HttpResponse:
    """For a role that opens nothing yet: said, instead of an empty list that could be believed."""
    return show(request, "pro/later.html", current="home")


def regulation_home(request: HttpRequest) -> HttpResponse:
    return redirect("pro:regulation_home")


LATER = (Role.DESIGNER, Role.DECISION_MAKER)
HOMES = {
    Role.SECRETARY: secretary_home,
    Role.ADMINISTRATOR: administration.home,
    **dict.fromkeys((Role.REGULATION_DOCTOR, Role.REGULATION_ASSISTANT), regulation_home),
    **dict.fromkeys(LATER, later_home),
}
