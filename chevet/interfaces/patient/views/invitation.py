"""What the link of an invited person opens on: who invites, the same waiting, the same call. Nothing about the patient."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chevet.access.visits import cookie_name
from chevet.interfaces import clock
from chevet.interfaces.patient.calling import REFUSALS, no_ticket, refused, with_media
from chevet.interfaces.patient.doorway import address_of, as_sent, browser_label, visit_of
from chevet.interfaces.patient.typography import typeset
from chevet.interfaces.ui.emergency import numbers_of
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.usecases.count_misses import count_miss
from chevet.usecases.open_invitation import Invitation, enter_invitation, invitation_ticket, open_invitation
from chevet.video.rules import Opening

STATUS = {Opening.LATE: 410, Opening.ENDED: 410, Opening.TAKEN: 409}


@require_safe
@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, and one button; or why there is none. Looking writes nothing."""
    token = as_sent(token)
    opened = open_invitation(visit=visit_of(request, token), machine_now=clock.machine_now())
    if opened.opening is None:
        wait = count_miss(who=address_of(request), machine_now=clock.machine_now())
        return too_many_requests(request, retry_after=wait) if wait else _shown(request, token, opened, status=404)
    return _shown(request, token, opened, status=STATUS.get(opened.opening, 200))


@require_POST
@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """ "Je suis prêt": this browser, and no other, has the link from now on."""
    visit = visit_of(request, token)
    try:
        secret = enter_invitation(visit=visit, label=browser_label(request), machine_now=clock.machine_now())
    except REFUSALS as refusal:
        return refused(refusal)
    response = JsonResponse({})
    if secret:
        # It goes with the browser's window: nothing stays on a telephone that was lent.
        response.set_cookie(
            cookie_name(token, secure=settings.HTTPS), secret, path="/", secure=settings.HTTPS, httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return response


@require_POST
@never_cache
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    try:
        given = invitation_ticket(visit=visit_of(request, token), machine_now=clock.machine_now())
    except REFUSALS as refusal:
        return no_ticket(refusal)
    return JsonResponse({"url": f"/stream/call?ticket={given}"})


def _shown(request: HttpRequest, token: str, opened: Invitation, *, status: int) -> HttpResponse:
    numbers: dict[str, Any] = {}
    if opened.territory:
        numbers = {"emergency_numbers": numbers_of(emergency=opened.territory.emergency)}
    may_enter = opened.opening in (Opening.NEW, Opening.MINE)
    context = {
        "token": token, "page": opened, "organisation_name": opened.organisation_name, "team_name": opened.team_name,
        "may_enter": may_enter, "screen": "waiting" if opened.opening == Opening.MINE else "prepare", **numbers,
    }  # fmt: skip
    response = render(request, "patient/consultation/invitation.html", context, status=status)
    if translation.get_language() == "fr":
        response.content = typeset(response.content.decode())
    response["X-Robots-Tag"] = "noindex, nofollow"
    return with_media(response)
