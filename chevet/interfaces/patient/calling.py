"""What the pages of a call share: their policy for sockets and pictures, answers for the script, names of the others."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.csp import build_policy
from django.utils.translation import gettext as _

from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal

REFUSALS = (NotFound, Forbidden, Conflict, Invalid)
STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}


def with_media(response: HttpResponse) -> HttpResponse:
    """Older Safari does not take 'self' for a socket; a photo that was taken is shown before it leaves."""
    site = urlsplit(settings.SITE_URL)
    socket = f"{'wss' if site.scheme == 'https' else 'ws'}://{site.netloc}"
    opened = {
        "connect-src": ["'self'", socket],
        "media-src": ["'self'", "blob:"],
        "img-src": ["'self'", "data:", "blob:"],
    }
    response["Content-Security-Policy"] = build_policy(settings.SECURE_CSP | opened)
    return response


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def no_ticket(refusal: Refusal) -> JsonResponse:
    """For the line of a call: whatever stands against it lasts, it need not come back."""
    return JsonResponse({}, status={NotFound: 404, Forbidden: 403}.get(type(refusal), 410))


def refused(refusal: Refusal) -> JsonResponse:
    """For the script: why, and which fields."""
    fields = {name: _(sentence) for name, sentence in getattr(refusal, "fields", {}).items()}
    why = _(refusal.sentence) if refusal.sentence else ""
    return JsonResponse({"why": why, "fields": fields}, status=status_of(refusal))


def status_of(refusal: Refusal) -> int:
    return STATUS[type(refusal)]
