"""What a secretary and an administrator see: people and teams, nothing of anybody's health."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import limits
from chevet.interfaces.pro.gate import INCLUDES, admit
from chevet.interfaces.pro.pages import house_of, show
from chevet.interfaces.pro.views import administration, designing, overview
from chevet.kernel.errors import Invalid
from chevet.people.datamatrix import LONGEST, read_datamatrix
from chevet.people.models import Role
from chevet.usecases.search_patients import search_patients

CODE = "IS01"


@require_http_methods(["GET", "POST"])
@admit(*INCLUDES)
def people(request: HttpRequest) -> HttpResponse:
    """Patients by name. POST: names do not belong in an address."""
    if request.method == "GET":
        return secretary_home(request)
    limits.check("search", request.user.pk, times=5, seconds=10)
    typed = _typed(request)
    territory = house_of(request).territory
    clocks = {"now": domain_now(), "machine_now": machine_now()}
    found = search_patients(actor=request.actor, typed=typed, territory=territory, **clocks)
    return show(request, "pro/people.html", {"typed": typed, "found": found, "asked": True}, current="people")


def _typed(request: HttpRequest) -> str:
    """What was typed; a scanner may type a whole INS code, which is read as a name and a birth date."""
    typed = request.POST.get("typed", "")[:LONGEST]
    if not typed.startswith(CODE):
        return typed[:80]
    try:
        traits = read_datamatrix(typed, invented=settings.DEMO).traits
    except Invalid as refusal:
        messages.warning(request, _(refusal.sentence))
        return ""
    return f"{traits.first_name} {traits.birth_name} {traits.birth_date:%d/%m/%Y}"


def secretary_home(request: HttpRequest) -> HttpResponse:
    return show(request, "pro/people.html", {"typed": "", "found": [], "asked": False}, current="people")


def regulation_home(request: HttpRequest) -> HttpResponse:
    return redirect("pro:regulation_home")


HOMES = {
    Role.SECRETARY: secretary_home,
    Role.ADMINISTRATOR: administration.home,
    **dict.fromkeys((Role.REGULATION_DOCTOR, Role.REGULATION_ASSISTANT), regulation_home),
    Role.DESIGNER: designing.home,
    Role.DECISION_MAKER: overview.home,
}
