"""The team's list: what is to be done, worst first; then everybody who is followed."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.gate import CLINICAL, EVERYONE, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.team import listed_team, page_number, team_asked
from chevet.interfaces.pro.views.directory import HOMES
from chevet.people.actors import Actor


@require_GET
@admit(*EVERYONE)
def home(request: HttpRequest) -> HttpResponse:
    """Each role's own first page."""
    other = HOMES.get(request.actor.role)
    if other:
        return other(request)
    return show(request, "pro/worklist.html", _listed(request, quiet=False), current="home")


@require_GET
@admit(*CLINICAL)
def caseload(request: HttpRequest) -> HttpResponse:
    """Those for whom nothing is to be done, so that nobody is forgotten."""
    return show(request, "pro/worklist.html", _listed(request, quiet=True), current="caseload")


@require_GET
@admit(*CLINICAL, by_itself=True)
def lines(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched again by the page when the team has news."""
    return render(request, "pro/parts/lines.html", _listed(request, quiet="quiet" in request.GET))


def _listed(request: HttpRequest, *, quiet: bool) -> dict[str, Any]:
    actor = request.actor
    listed = listed_team(actor, team_id=team_asked(request), quiet=quiet, number=page_number(request))
    team_id = listed.page.team.id
    query = {"team": str(team_id), "page": listed.number} | ({"quiet": 1} if quiet else {})
    return {
        "listed": listed, "quiet": quiet, "now": domain_now(), "read_at": machine_now(), "machine": machine_now(),
        "again": f"{reverse('pro:lines')}?{urlencode(query)}", "team_id": team_id,
        "teams": _teams(actor, team_id), "previous": listed.number - 1, "next": listed.number + 1,
    }  # fmt: skip


def _teams(actor: Actor, shown: UUID) -> list[dict[str, Any]]:
    """One tab a team, for those who have several."""
    if len(actor.team_names) < 2:
        return []
    return [{"label": name, "url": f"?team={ident}", "current": ident == shown} for ident, name in actor.team_names]
