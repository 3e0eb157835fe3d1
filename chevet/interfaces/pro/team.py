"""A team's list made ready for its page: levels as words, curves as points, the sentences of the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.labels import level_of
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.charts import Reading
from chevet.kernel.errors import Forbidden
from chevet.people.actors import Actor
from chevet.usecases.read_worklist import WorklistPage, read_worklist
from chevet.vitals.kinds import KINDS, USUAL
from chevet.worklist.queries import LineView

SHOWN = ("temperature", "spo2")
STALE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Curve:
    readings: tuple[Reading, ...]
    description: str
    band: tuple[float, float] | None
    last: str


@dataclass(frozen=True, slots=True)
class ListedLine:
    """`view` is the line; the rest is how it is shown."""

    view: LineView
    level: str
    reasons: tuple[str, ...]
    curves: tuple[Curve, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ListedTeam:
    page: WorklistPage
    lines: tuple[ListedLine, ...]
    number: int
    is_watched: bool


def listed_team(actor: Actor, *, team_id: UUID | None, quiet: bool, number: int) -> ListedTeam:
    """One page of one team's list; the actor's first team when none is named."""
    if not actor.team_names:
        raise Forbidden(_("Votre compte n’appartient plus à aucune équipe. Demandez à la personne qui gère la vôtre."))
    page = read_worklist(
        actor=actor,
        team_id=team_id or actor.team_names[0][0],
        quiet=quiet,
        page=number,
        now=domain_now(),
        machine_now=machine_now(),
    )
    lines = tuple(_listed(line, actor) for line in page.lines)
    return ListedTeam(page=page, lines=lines, number=number, is_watched=_is_watched(page.pulses))


def _listed(line: LineView, actor: Actor) -> ListedLine:
    return ListedLine(
        view=line,
        level=level_of(line.severity, to_confirm=line.to_confirm),
        reasons=tuple(said(reason) for reason in line.why),
        curves=tuple(_curve(kind, line.series[kind]) for kind in SHOWN if line.series.get(kind)),
        is_mine=line.holder_id == actor.account_id,
    )


def _curve(kind: str, series: Sequence[tuple[int, float]]) -> Curve:
    measure = KINDS[kind]
    last = said(measure.written(series[-1][1]))
    return Curve(
        readings=tuple(Reading(at=day, label=_("J%(day)s") % {"day": day}, value=value) for day, value in series),
        description=_("%(measure)s : dernière valeur %(last)s.") % {"measure": said(measure.label), "last": last},
        band=USUAL.get(kind),
        last=last,
    )


def _is_watched(pulses: dict[str, datetime]) -> bool:
    """Whether the jobs that raise and watch alerts passed lately; without them an empty list means nothing."""
    return bool(pulses) and all(machine_now() - passed < STALE for passed in pulses.values())


def page_number(request: Any) -> int:
    typed = request.GET.get("page", "1")
    return min(int(typed), 10_000) if typed.isdigit() and int(typed) else 1


def team_asked(request: Any) -> UUID | None:
    try:
        return UUID(request.GET["team"]) if "team" in request.GET else None
    except ValueError:
        raise Http404 from None
