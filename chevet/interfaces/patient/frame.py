"""The page around every page of a link: who sends, the numbers to call, the language, the ways out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from chevet.interfaces.patient.speech import offered, wording_of
from chevet.interfaces.patient.typography import typeset
from chevet.interfaces.ui.emergency import EmergencyNumber
from chevet.interfaces.ui.translations import reviewed
from chevet.organisations.territories import COMPLETE, Territory
from chevet.pathways.languages import Wording
from chevet.usecases.open_link import LinkPage

SIZE_COOKIE, SIZES = "text_size", ("normal", "large", "largest")


def emergency_numbers(territory: Territory | None, wording: Wording) -> tuple[EmergencyNumber, ...]:
    """The territory's, the medical one first; the national ones when nobody knows where the person is."""
    numbers = territory.emergency if territory else COMPLETE
    shown = [EmergencyNumber(number=numbers.medical, label="SAMU")]
    if numbers.general:
        shown.append(EmergencyNumber(number=numbers.general, label=wording.phrase("europe_wide")))
    if numbers.text_relay:
        shown.append(EmergencyNumber(number=numbers.text_relay, label=wording.phrase("for_deaf"), by_text=True))
    return tuple(shown)


def framed(
    request: HttpRequest, token: str, page: LinkPage, template: str, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """A page of the link. Never kept by a cache on the way, nor shown again from the browser's own."""
    known = page.may_write and page.state == "ok"
    wording = wording_of(page, translation.get_language() or "fr")
    numbers = emergency_numbers(page.territory, wording)
    context = {
        "token": token,
        "page": page,
        "organisation_name": page.organisation_name,
        "team_name": page.team_name,
        "wording": wording,
        "validated": wording.validated and reviewed(wording.language),
        "brand": page.brand,
        "emergency_numbers": numbers,
        "first_number": numbers[0].number,
        "languages": [],  # ours stand beside the name, on top
        "tongues": offered(page),
        "sizes": _sizes(wording),
        "size": size if (size := request.COOKIES.get(SIZE_COOKIE)) in SIZES else SIZES[0],
        "help_url": reverse("patient:report", args=[token]) if known else "",
        "stop_url": reverse("patient:stop", args=[token]) if known else "",
        "nav_items": _nav(request, token, wording) if known else [],
    }
    content = render_to_string(f"patient/{template}.html", context | facts, request)
    if translation.get_language() == "fr":
        content = typeset(content)
    response = HttpResponse(content, status=status)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _nav(request: HttpRequest, token: str, wording: Wording) -> list[dict[str, Any]]:
    entries = [
        ("patient:today", "this_day", "home"),
        ("patient:messages", "messages", "message-circle"),
        ("patient:documents", "documents", "photo"),
        ("patient:record", "my_record", "file-text"),
    ]
    return [
        {"label": wording.phrase(key), "url": reverse(name, args=[token]), "icon": icon,
         "current": request.path == reverse(name, args=[token])}
        for name, key, icon in entries
    ]  # fmt: skip


def _sizes(wording: Wording) -> list[tuple[str, str]]:
    return [(size, wording.phrase(f"size_{size}")) for size in SIZES]
