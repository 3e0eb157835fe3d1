"""Which of the actor's teams a page is about, and the tabs that lead to the others."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from chevet.kernel.errors import Forbidden


def team_of(request: HttpRequest) -> UUID:
    """The one that the address names, or else the first. A team that is not hers is refused by the use case."""
    if not request.actor.team_names:
        raise Forbidden(_("Votre compte n’appartient plus à aucune équipe. Demandez à la personne qui gère la vôtre."))
    try:
        return UUID(request.GET["team"]) if request.GET.get("team") else request.actor.team_names[0][0]
    except ValueError:
        raise Http404 from None


def team_tabs(request: HttpRequest, shown: UUID) -> list[dict[str, Any]]:
    """One a team, for those who have several."""
    names = request.actor.team_names
    if len(names) < 2:
        return []
    return [{"label": name, "url": f"?team={ident}", "current": ident == shown} for ident, name in names]
