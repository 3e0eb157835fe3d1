"""What a video link opens on. Nothing is written by looking; a name is neither asked nor shown."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.csp import build_policy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from chevet.access.visits import Visit, cookie_name, visit
from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.ui.emergency import numbers_of
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.kernel.errors import Conflict, Invalid, NotFound, TooMany
from chevet.usecases.count_misses import count_miss
from chevet.usecases.open_video_link import VideoPage, enter_video, leave_photo, open_video_link, video_ticket
from chevet.video.rules import Opening

STUCK_TO_LINKS = ".,;:!?)>]»\"'"
STATUS = {Opening.LATE: 410, Opening.ENDED: 410, Opening.TAKEN: 409}
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac", "Mac"))


@require_GET
@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The one button; or why there is none."""
    token = token.rstrip(STUCK_TO_LINKS)
    opened = open_video_link(visit=visit_of(request, token), machine_now=machine_now())
    if opened.opening is None:
        wait = count_miss(who=address_of(request), machine_now=machine_now())
        return too_many_requests(request, retry_after=wait) if wait else shown(request, token, opened, status=404)
    return shown(request, token, opened, status=STATUS.get(opened.opening, 200))


@require_POST
@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The press on "Montrer": this browser, and no other, has the link from now on."""
    try:
        secret = enter_video(visit=visit_of(request, token), label=system_of(request), machine_now=machine_now())
    except (NotFound, Conflict) as refusal:
        return told(request, token, refusal)
    return remembered(JsonResponse({"entered": True}), token, secret)


@require_POST
@never_cache
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    try:
        given = video_ticket(visit=visit_of(request, token), machine_now=machine_now())
    except NotFound:
        return JsonResponse({}, status=404)
    except Conflict:
        return JsonResponse({}, status=403)
    return JsonResponse({"url": f"/stream/call?ticket={given}"})


@require_POST
@never_cache
def photo(request: HttpRequest, token: str) -> HttpResponse:
    """A photo where video does not pass: a plain form, or the script's own sending."""
    upload = request.FILES.get("photo")
    try:
        if upload is None:
            raise Invalid(_("Choisissez d’abord une photo."))
        check_pace(request)
        secret = leave_photo(
            visit=visit_of(request, token), content=upload.read(), label=system_of(request), now=domain_now(),
            machine_now=machine_now(),
        )  # fmt: skip
    except (NotFound, Conflict, Invalid) as refusal:
        return told(request, token, refusal)
    if wants_json(request):
        return remembered(JsonResponse({"sent": True}, status=201), token, secret)
    return remembered(redirect(f"{request.path.removesuffix('/photo')}?sent=1"), token, secret)


def check_pace(request: HttpRequest) -> None:
    """Raises TooMany. A photo is decoded here: nobody may ask for that without end."""
    if wait := count_miss(who=f"photo {address_of(request)}", machine_now=machine_now()):
        raise TooMany(_("Trop d’essais en peu de temps."), retry_after=wait)


def told(request: HttpRequest, token: str, refusal: Any) -> HttpResponse:
    """A refusal on the page it concerns, or for the script."""
    status = {NotFound: 404, Conflict: 409}.get(type(refusal), 422)
    if wants_json(request):
        return JsonResponse({"why": _(refusal.sentence)}, status=status)
    opened = open_video_link(visit=visit_of(request, token), machine_now=machine_now())
    return shown(request, token, opened, status=status, refused=_(refusal.sentence))


def shown(request: HttpRequest, token: str, opened: VideoPage, *, status: int = 200, **facts: Any) -> HttpResponse:
    numbers = {"emergency_numbers": numbers_of(emergency=opened.territory.emergency)} if opened.territory else {}
    context = {
        "token": token, "page": opened, "organisation_name": opened.organisation_name, "team_name": opened.team_name,
        "sent": "sent" in request.GET, "may_show": opened.opening in (Opening.NEW, Opening.MINE), **numbers, **facts,
    }  # fmt: skip
    response = render(request, "caller/page.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Security-Policy"] = policy()
    return response


def policy() -> str:
    """Older Safari does not take 'self' for a socket."""
    site = urlsplit(settings.SITE_URL)
    socket = f"{'wss' if site.scheme == 'https' else 'ws'}://{site.netloc}"
    return build_policy(settings.SECURE_CSP | {"connect-src": ["'self'", socket], "media-src": ["'self'", "blob:"]})


def visit_of(request: HttpRequest, token: str) -> Visit:
    return visit(token, request.COOKIES.get(cookie_name(token, secure=settings.HTTPS)))


def remembered(response: HttpResponse, token: str, secret: str | None) -> HttpResponse:
    """A cookie that goes with the browser's window: nothing stays on the telephone."""
    if secret:
        response.set_cookie(
            cookie_name(token, secure=settings.HTTPS), secret, path="/", secure=settings.HTTPS, httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return response


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def system_of(request: HttpRequest) -> str:
    """The kind of device, and nothing that tells two apart."""
    said = request.headers.get("User-Agent", "")
    return next((name for mark, name in SYSTEMS if mark in said), "")


def address_of(request: HttpRequest) -> str:
    """Where the request comes from: behind our proxy, what the proxy saw; the network of 64 bits for IPv6."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS and (forwarded := request.headers.get("X-Forwarded-For")):
        seen = forwarded.rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(seen.partition("%")[0])
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
