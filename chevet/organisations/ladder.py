"""The ladder of a team: who is told, rung by rung. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.organisations.duty import duty_of
from chevet.organisations.territories import territory_named


@dataclass(frozen=True, slots=True)
class Rung:
    """A team and whether it is on duty now."""

    team_id: UUID | None
    is_on: bool

    @classmethod
    def of(cls, row: Any, now: datetime) -> "Rung":
        """From a row with second_id, second_duty and second_territory."""
        if row.second_id is None:
            return cls(None, False)
        return cls(row.second_id, duty_of(row.second_duty, territory_named(row.second_territory).tzinfo).is_on(now))


def rung_to_tell(rung: int, *, team: Rung, second: Rung, people: Sequence[Any]) -> UUID | None:
    """The team to tell at this rung, or None for the organisation itself: nobody on duty is nobody told."""
    staffed = {person.team_id for person in people}
    for candidate in (team, second)[rung:]:
        if candidate.is_on and candidate.team_id in staffed:
            return candidate.team_id
    return None
