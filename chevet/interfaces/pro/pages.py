"""The frame around every professional page: whose house, who is there, where one may go."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chevet.interfaces.pro import navigation, sessions
from chevet.kernel.tenancy import acting
from chevet.organisations.queries import House, house
from chevet.people.actors import INCLUDES
from chevet.people.models import Role


def show(
    request: HttpRequest, template: str, facts: dict[str, Any] | None = None, *, current: str = "", status: int = 200
) -> HttpResponse:
    """A whole page in its frame. `current` is the name of the section shown as open."""
    return render(request, template, frame(request, current=current) | (facts or {}), status=status)


def frame(request: HttpRequest, *, current: str) -> dict[str, Any]:
    """What pro/frame.html and ui/pro.html want. No statement: the actor already knows these names."""
    actor = request.actor
    return {
        "actor": actor,
        "organisation_name": actor.organisation_name,
        "team_name": " · ".join(name for _id, name in actor.team_names),
        "user_name": actor.name,
        "home_url": reverse("pro:home"),
        **navigation.bars(actor, current),
        "may_include": actor.role in INCLUDES,
        "account_items": _account_items(request),
        "logout_url": reverse("account_logout"),
        "locks_after": 0 if actor.role == Role.REGULATION_ASSISTANT else sessions.idle_seconds(),
    }


def house_of(request: HttpRequest) -> House:
    """The organisation with the actor's teams (all of them for an administrator)."""
    actor = request.actor
    teams = None if actor.role == Role.ADMINISTRATOR else actor.team_ids
    with acting(actor.scope()):
        return house(organisation_id=actor.organisation_id, team_ids=teams)


def _account_items(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"label": _("Verrouiller l’écran"), "url": reverse("pro:locked"), "icon": "lock"},
        *navigation.account_items(request.actor),
        {"label": _("Mon compte"), "url": reverse("pro:account"), "icon": "settings"},
    ]
