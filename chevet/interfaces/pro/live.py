"""What changed on a list, as the open pages take it: drawn once for a team and a language, for nobody in particular."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation

from chevet.interfaces.clock import domain_now
from chevet.interfaces.pro.drawn import draw
from chevet.interfaces.pro.listing import numbers_of
from chevet.usecases.read_worklist import ChangedTeam, read_changed_lines
from chevet.worklist.queries import LineView


def draw_changes(
    changed: dict[UUID, set[UUID]], languages: dict[UUID, set[str]]
) -> dict[tuple[UUID, str], dict[str, Any]]:
    """A body for each team and language (streams.drawings). changed: {team: follow-ups}; of nothing, it warms its colours."""
    if not changed:
        _warm()
    now = domain_now()
    teams = read_changed_lines(changed=changed, now=now)
    return {
        (team.team_id, language): _body(team, language, now)
        for team in teams
        for language in languages.get(team.team_id, ())
    }


def _body(team: ChangedTeam, language: str, now: Any) -> dict[str, Any]:
    with translation.override(language), timezone.override(team.zone):
        lines = [_line(one, now) for one in team.lines]
    gone = [{"id": str(one), "html": ""} for one in team.gone]
    held = [str(one) for one in team.counts.held]
    return {"lines": lines + gone, "counts": numbers_of(team.counts), "held": held}


def _line(view: LineView, now: datetime) -> dict[str, Any]:
    """Most answers ask for nothing: such a line stands on no list but that of everybody, which looks again by itself."""
    ident = {"id": str(view.follow_up_id)}
    waits = view.severity > 0 or view.call_back_at is not None
    return ident | ({"html": draw(view, now=now)} if waits else {"calm": True})


def _warm() -> None:
    """The addresses, the template and the words take seconds on a busy machine: before somebody waits for a line."""
    reverse("pro:home")
    get_template("pro/parts/line.html")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("À traiter")
