"""Reads of organisations and their teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chevet.organisations.models import Organisation, Team


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
