"""The page around every page of a link: who sends, the numbers to call, the language, the ways out."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.patient.typography import typeset
from chevet.interfaces.ui.emergency import FRENCH_NUMBERS, EmergencyNumber
from chevet.organisations.territories import Territory
from chevet.usecases.open_link import LinkPage

GENERAL = gettext_lazy("urgences, toute l'Europe")
BY_TEXT = gettext_lazy("par SMS, pour les personnes sourdes")


def emergency_numbers(territory: Territory | None) -> tuple[EmergencyNumber, ...]:
    """The territory's, the medical one first; the national ones when nobody knows where the person is."""
    if territory is None:
        return FRENCH_NUMBERS
    numbers = territory.emergency
    shown = [EmergencyNumber(number=numbers.medical, label="SAMU")]
    if numbers.general:
        shown.append(EmergencyNumber(number=numbers.general, label=GENERAL))
    if numbers.text_relay:
        shown.append(EmergencyNumber(number=numbers.text_relay, label=BY_TEXT, by_text=True))
    return tuple(shown)


def speak(request: HttpRequest, page: LinkPage) -> str:
    """The language chosen on this browser, else the one of the follow-up."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = next((code for code in (chosen, page.language) if code in dict(settings.LANGUAGES)), "fr")
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


def framed(
    request: HttpRequest, token: str, page: LinkPage, template: str, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """A page of the link. Never kept by a cache on the way, nor shown again from the browser's own."""
    known = page.may_write and page.state == "ok"
    context = {
        "token": token,
        "page": page,
        "organisation_name": page.organisation_name,
        "team_name": page.team_name,
        "emergency_numbers": emergency_numbers(page.territory),
        "first_number": emergency_numbers(page.territory)[0].number,
        "languages": [],  # ours stand beside the name, on top
        "other_languages": _other_languages(),
        "help_url": reverse("patient:report", args=[token]) if known else "",
        "stop_url": reverse("patient:stop", args=[token]) if known else "",
        "nav_items": _nav(request, token) if known else [],
    }
    content = render_to_string(f"patient/{template}.html", context | facts, request)
    if translation.get_language() == "fr":
        content = typeset(content)
    response = HttpResponse(content, status=status)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _nav(request: HttpRequest, token: str) -> list[dict[str, Any]]:
    entries = [
        ("patient:today", _("Aujourd'hui"), "home"),
        ("patient:messages", _("Messages"), "message-circle"),
        ("patient:record", _("Mon dossier"), "file-text"),
    ]
    return [
        {"label": label, "url": reverse(name, args=[token]), "icon": icon,
         "current": request.path == reverse(name, args=[token])}
        for name, label, icon in entries
    ]  # fmt: skip


def _other_languages() -> list[tuple[str, str]]:
    current = translation.get_language()
    return [(code, name) for code, name in settings.LANGUAGES if code != current]
