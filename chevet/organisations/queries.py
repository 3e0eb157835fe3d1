"""Reads of organisations and their teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.organisations.models import Delegation, Organisation, Team

LADDER = """
SELECT s.id AS second_id, s.duty AS second_duty, s.territory AS second_territory, o.alert_mobile, o.alert_email,
       t.digest_at, c.id AS cell_id, c.duty AS cell_duty, c.territory AS cell_territory, d.hours AS cell_hours
  FROM organisation o
  LEFT JOIN team t ON t.id = %s
  LEFT JOIN team s ON s.id = %s
  LEFT JOIN delegation d ON d.team_id = t.id AND d.until IS NULL
  LEFT JOIN team c ON c.id = d.to_team_id
 WHERE o.id = %s
"""
TURNS = """
SELECT team_id, account_id, days, day, starts, ends, away FROM duty_turn
 WHERE team_id = ANY(%s) OR team_id IN (SELECT to_team_id FROM delegation WHERE team_id = %s AND until IS NULL)
"""


def ladder_reads(*, team_id: UUID, second_line_id: UUID | None, organisation_id: UUID) -> tuple[Statement, ...]:
    """The statements behind ladder.rungs_of: one row about the ladder, and the turns of its teams."""
    teams = [ident for ident in (team_id, second_line_id) if ident]
    return (
        Statement(LADDER, (team_id, second_line_id, organisation_id)),
        Statement(TURNS, (teams, team_id)),
    )


def delegated_to(*, team_id: UUID) -> str:
    """The name of the team that gets this one's alerts at some hours, or nothing. Inside the caller's scope."""
    live = Delegation.objects.filter(team_id=team_id, until=None)
    return live.values_list("to_team__name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team as pages name it. `ready` says whether a follow-up may start there (duty hours and a second line)."""

    id: UUID
    name: str
    phone: str
    territory: str
    duty: list[dict[str, Any]]
    ready: bool


@dataclass(frozen=True, slots=True)
class House:
    """An organisation and some of its teams, by name."""

    name: str
    territory: str
    phone: str
    teams: tuple[TeamName, ...]


def house(*, organisation_id: UUID, team_ids: Iterable[UUID] | None = None) -> House:
    """The organisation and these teams of it (all of them when None). Two statements, inside the caller's scope."""
    organisation = Organisation.objects.get(id=organisation_id)
    teams = Team.objects.filter(organisation_id=organisation_id).order_by("name")
    if team_ids is not None:
        teams = teams.filter(id__in=list(team_ids))
    return House(
        name=organisation.name,
        territory=organisation.territory,
        phone=organisation.phone,
        teams=tuple(
            TeamName(
                one.id, one.name, one.phone, one.territory, one.duty, bool(one.duty) and one.second_line_id is not None
            )
            for one in teams
        ),
    )
