"""Another hour for the questions of each day: one page, one touch."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.moments import moment_words, wall_words
from chevet.interfaces.patient.opening import of_link
from chevet.kernel.errors import Conflict, Invalid
from chevet.usecases.change_own_follow_up import change_own_follow_up
from chevet.usecases.open_link import LinkPage

NOON, EVENING = time(12), time(18)


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="readers", in_every_language=True)
def hour(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Every hour that the pathway offers; the one in use is said and cannot be chosen again."""
    refused, status = "", 200
    if request.method == "POST":
        try:
            change_own_follow_up(
                visit=visit_of(request, token), hour=_asked(request), now=clock.domain_now(),
                machine_now=clock.machine_now(),
            )  # fmt: skip
        except (Invalid, Conflict) as said:
            refused, status = _(said.sentence), 422
        else:
            response = redirect("patient:hour", token)
            response["Location"] += "?fait=1"
            return response
    facts = {"parts": _parts(page.pathway.delays.hours, page.hour), "now_at": wall_words(page.hour), "refused": refused}
    return framed(
        request, token, page, "hour", status=status, done="fait" in request.GET, coming=_coming(page), **facts
    )


def _asked(request: HttpRequest) -> time:
    try:
        return time.fromisoformat(request.POST.get("hour", ""))
    except ValueError:
        raise Invalid("Choisissez une heure de la liste.") from None


def _parts(hours: Iterable[time], current: time) -> list[dict[str, Any]]:
    """Morning, afternoon and evening, each with its hours; a part without an hour is left out."""
    shown = sorted({*hours, current})
    parts = [
        (_("Le matin"), [one for one in shown if one < NOON]),
        (_("L'après-midi"), [one for one in shown if NOON <= one < EVENING]),
        (_("Le soir"), [one for one in shown if one >= EVENING]),
    ]
    return [
        {"name": name, "hours": [(f"{one:%H:%M}", wall_words(one), one == current) for one in some]}
        for name, some in parts
        if some
    ]


def _coming(page: LinkPage) -> str:
    return moment_words(page.next_due, now=clock.domain_now(), zone=page.zone) if page.next_due else ""
