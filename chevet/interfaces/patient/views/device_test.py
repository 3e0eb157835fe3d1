""" "Tester mon appareil": picture, voice, network. It blocks nobody and keeps nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from chevet.interfaces import clock
from chevet.interfaces.patient.calling import REFUSALS, refused, with_media
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.visit_opening import of_visit, visit_framed
from chevet.usecases.arrive_in_waiting_room import note_device_test
from chevet.usecases.open_visit import VisitPage
from chevet.video.relay import ice_servers


@require_safe
@of_visit(to="visitors")
def page(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    return with_media(visit_framed(request, token, page, "consultation/test"))


@require_POST
@of_visit(to="visitors")
def relay(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """Credentials for the way that the call would take; the professional sees for a moment that somebody tests."""
    now = clock.machine_now()
    try:
        who = note_device_test(visit=visit_of(request, token), now=clock.domain_now(), machine_now=now)
    except REFUSALS as refusal:
        return refused(refusal)
    servers = ice_servers(urls=settings.TURN_URLS, secret=settings.TURN_SECRET, who=who, machine_now=now)
    return JsonResponse({"ice": servers})
