"""A team's list as one of its members looks at it; looking leaves one line in the journal."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.models import Pulse
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.pathways.queries import pathway_of
from chevet.people.actors import Actor, check_is_clinical
from chevet.worklist.queries import (
    CONDITIONS,
    LONG,
    PAGE,
    Counts,
    LineView,
    ViewCounts,
    counted,
    line_view,
    lines_of,
    team_counts,
    team_lines,
    view_counts,
)

# With what the page needs besides the lines: the account's own keys, and the pathways to choose from.
TEAM = """
SELECT id, name, phone, territory, duty, hours,
       (SELECT c.name FROM delegation d JOIN team c ON c.id = d.to_team_id
         WHERE d.team_id = team.id AND d.until IS NULL) AS delegated_to,
       (SELECT keys FROM worklist_shortcuts WHERE account_id = %s) AS keys,
       ARRAY(SELECT DISTINCT ON (slug) id FROM pathway_version ORDER BY slug, version DESC) AS versions
  FROM team WHERE id = %s
"""
CHANGED_TEAMS = "SELECT id, territory FROM team WHERE id = ANY(%s)"
NOT_YOURS = "Cette équipe n'existe pas, ou vous n'en faites pas partie."
PULSES = f"SELECT name, passed_at FROM {Pulse._meta.db_table}"

type Open = Callable[..., LineView]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be seen: a view of worklist.queries.CONDITIONS, with filters. at_risk is looked for after opening."""

    view: str = "to_do"
    severities: tuple[int, ...] = ()
    pathway: str = ""
    at_risk: bool = False
    long: bool = False

    def __post_init__(self) -> None:
        if self.view not in CONDITIONS:
            raise NotFound(NOT_YOURS)


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """pulses: when each job of ours last passed (machine clock); the page refuses to show green when they are old.

    pathways: {slug: title as a Sentence}. keys: what the actor changed of the shortcuts.
    """

    team: Any
    lines: tuple[LineView, ...]
    counts: ViewCounts
    more: bool
    pulses: dict[str, datetime]
    pathways: dict[str, Any]
    keys: dict[str, Any]


def read_worklist(
    *,
    actor: Actor,
    team_id: UUID,
    asked: Asked = Asked(),
    page: int = 1,
    now: datetime,
    machine_now: datetime,
    opened: Open = line_view,
) -> WorklistPage:
    """The lines of one team, PAGE (or LONG) at a time, in one round trip. Not her team is NotFound.

    opened: how a row becomes a line, for who remembers lines that were opened before.
    """
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)
    size = LONG if asked.long or asked.at_risk else PAGE
    view = {"team": str(team_id), "view": asked.view, "page": page}
    with UnitOfWork(actor.scope(), planned_once=True) as work:
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="worklist.read",
                organisation_id=actor.organisation_id, detail=view,
            )
        )  # fmt: skip
        teams, rows, counts, pulses = work.finish(
            Statement(TEAM, (actor.account_id, team_id)),
            team_lines(
                team_id=team_id, view=asked.view, account_id=actor.account_id, severities=asked.severities,
                pathway=asked.pathway, limit=size + 1, offset=(page - 1) * size, now=now,
            ),
            view_counts(team_id=team_id, now=now, everybody=asked.view == "team"),
            Statement(PULSES, ()),
        )  # fmt: skip
    if not teams:
        raise NotFound(NOT_YOURS)
    return WorklistPage(
        team=teams[0],
        lines=_lines(rows[:size], asked, opened, today=local_day_of(teams[0], now)),
        counts=counted(counts[0]),
        more=len(rows) > size,
        pulses={row.name: row.passed_at for row in pulses},
        pathways={one.slug: one.title for one in map(pathway_of, teams[0].versions)},
        keys=json.loads(teams[0].keys or "{}"),
    )


def _lines(rows: Sequence[Any], asked: Asked, opened: Open, *, today: date) -> tuple[LineView, ...]:
    lines = (opened(row, today=today) for row in rows)
    return tuple(line for line in lines if line.at_risk or not asked.at_risk)


def local_day_of(team: Any, now: datetime) -> date:
    return now.astimezone(territory_named(team.territory).tzinfo).date()


def read_counts(*, actor: Actor) -> Counts | None:
    """How many reds, oranges and tasks in the actor's teams; None for who sees nothing clinical."""
    if not actor.is_clinical:
        return None
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(team_counts(team_ids=actor.team_ids))
    return Counts(**rows[0]._asdict())


@dataclass(frozen=True, slots=True)
class ChangedTeam:
    """Lines of one team as they are now. gone: follow-ups that another team has meanwhile, or nobody."""

    team_id: UUID
    zone: ZoneInfo
    lines: tuple[LineView, ...]
    gone: frozenset[UUID]
    counts: ViewCounts


def read_changed_lines(*, changed: Mapping[UUID, Collection[UUID]], now: datetime) -> list[ChangedTeam]:
    """For the open screens: the lines that changed, by team. The machine reads, nobody looks.

    changed: {team: follow-ups}. A fixed number of statements, and one for each team's counts.
    """
    if not changed:
        return []
    ids = [one for follow_ups in changed.values() for one in follow_ups]
    with UnitOfWork(machine("schedule")) as work:
        teams, rows, *counts = work.fetch(
            Statement(CHANGED_TEAMS, (list(changed),)),
            lines_of(ids),
            *(view_counts(team_id=team_id, now=now) for team_id in changed),
        )
    numbers = {team_id: counted(found[0]) for team_id, found in zip(changed, counts, strict=True)}
    return [_changed(team, changed[team.id], rows, numbers[team.id], now) for team in teams]


def _changed(
    team: Any, wanted: Collection[UUID], rows: Sequence[Any], counts: ViewCounts, now: datetime
) -> ChangedTeam:
    today = local_day_of(team, now)
    lines = tuple(line_view(row, today=today) for row in rows if row.team_id == team.id and row.follow_up_id in wanted)
    gone = frozenset(wanted) - {line.follow_up_id for line in lines}
    return ChangedTeam(team.id, territory_named(team.territory).tzinfo, lines, gone, counts)


COLLEAGUES = """
SELECT DISTINCT a.id, a.name FROM membership m JOIN account a ON a.id = m.account_id AND a.is_active
 WHERE m.team_id = ANY(%s) AND m.role IN ('professional', 'agent') AND m.since <= %s AND (m.until IS NULL OR m.until > %s)
 ORDER BY a.name
"""


@dataclass(frozen=True, slots=True)
class ChosenLines:
    """What somebody ticked, in no order, and who could be given it."""

    lines: tuple[LineView, ...]
    colleagues: tuple[Any, ...]


def read_chosen(*, actor: Actor, follow_up_ids: Sequence[UUID], now: datetime, machine_now: datetime) -> ChosenLines:
    """Those of the lines that belong to the actor's teams; none is NotFound."""
    check_is_clinical(actor)
    teams = list(actor.team_ids)
    with UnitOfWork(actor.scope()) as work:
        rows, colleagues = work.fetch(lines_of(follow_up_ids), Statement(COLLEAGUES, (teams, machine_now, machine_now)))
        rows = [row for row in rows if row.team_id in actor.team_ids]
        if not rows:
            raise NotFound(NOT_YOURS)
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="worklist.read",
                organisation_id=actor.organisation_id, detail={"view": "chosen", "lines": len(rows)},
            )
        )  # fmt: skip
    return ChosenLines(tuple(line_view(row, today=now.date()) for row in rows), tuple(colleagues))
