"""An organisation in numbers, for who decides and treats nobody: no name, nothing under eleven people (docs/explain/counts.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.pathways.queries import pathway_of
from chevet.people.actors import Actor, check_role
from chevet.people.models import Role
from chevet.reporting import queries
from chevet.usecases.read_quality import weeks_until

MAY_READ = frozenset({Role.DECISION_MAKER})
FRAME = """
SELECT o.name, o.territory,
       ARRAY(SELECT id FROM pathway_version ORDER BY slug, version DESC) AS versions
  FROM organisation o WHERE o.id = %s
"""
TEAMS = "SELECT id, name FROM team WHERE organisation_id = %s ORDER BY name"


@dataclass(frozen=True, slots=True)
class Cell:
    """One pathway of one team. people, begun: None where there are fewer than eleven, or nobody: that is not told apart."""

    team_id: UUID
    team: str
    title: Any
    people: int | None
    begun: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """weeks: their Mondays, this one last. reds: {week: row of reporting.red_waits}, for weeks with at least eleven reds."""

    organisation: Any
    weeks: tuple[date, ...]
    cells: tuple[Cell, ...]
    reds: dict[date, Any]


def read_overview(*, actor: Actor, now: datetime, machine_now: datetime) -> Overview:
    """The actor's organisation, through the views of the role that reads only aggregates. Looking is one line in the journal."""
    check_role(actor, MAY_READ)
    with UnitOfWork(actor.scope()) as work:
        houses, teams, followed, begun, reds = work.fetch(
            Statement(FRAME, (actor.organisation_id,)),
            Statement(TEAMS, (actor.organisation_id,)),
            queries.FOLLOWED_HERE,
            queries.BEGUN_HERE,
            queries.RED_WAITS_HERE,
        )
        titles = {one.slug: one.title for one in map(pathway_of, reversed(houses[0].versions))}
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="overview.read",
                organisation_id=actor.organisation_id, detail={},
            )
        )  # fmt: skip
    weeks = weeks_until(now, territory_named(houses[0].territory).tzinfo)
    people = {(row.team_id, row.slug): row.people for row in followed}
    by_week = {(row.team_id, row.slug, row.week): row.people for row in begun}
    cells = (
        Cell(team.id, team.name, title, people.get((team.id, slug)),
             tuple(by_week.get((team.id, slug, week)) for week in weeks))
        for team in teams for slug, title in titles.items()
    )  # fmt: skip
    return Overview(houses[0], weeks, tuple(cells), {row.week: row for row in reds})
