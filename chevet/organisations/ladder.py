"""The ladder of a team: who is told, rung by rung. Pure."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.organisations.duty import Duty, duty_of
from chevet.organisations.roster import Turn, on_turn
from chevet.organisations.territories import territory_named


@dataclass(frozen=True, slots=True)
class Rung:
    """A team, whether it is on duty now, and whose turn it is there; None where no roster is kept: then everybody's."""

    team_id: UUID
    is_on: bool
    on_turn: frozenset[UUID] | None = None

    def members(self, people: Iterable[Any]) -> set[tuple[UUID, UUID]]:
        """(team, account) of those to tell here."""
        return {
            (self.team_id, person.account_id) for person in people
            if person.team_id == self.team_id and (self.on_turn is None or person.account_id in self.on_turn)
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rungs:
    """`cell`: the team that alerts are delegated to at this hour, if any; it stands on the first rung."""

    team: Rung
    second: Rung | None = None
    cell: Rung | None = None

    def told(self, rung: int, people: Sequence[Any], *, is_red: bool) -> set[tuple[UUID, UUID]]:
        """(team, account) of the people of the first rung, from `rung` on, where somebody on duty is told; or nobody.

        Who delegates is told of a red besides, whoever else is: it is their patient.
        """
        ladder = [(self.cell, self.team), (self.second,)][rung:]
        for candidate in (one for step in ladder for one in step if one and one.is_on):
            if found := candidate.members(people):
                owner = candidate is self.cell and is_red
                return found | Rung(self.team.team_id, True).members(people) if owner else found
        return set()


def rungs_of(row: Any, turns: Iterable[Any], *, team_id: UUID, duty: Duty, now: datetime) -> Rungs:
    """From the rows of queries.ladder_reads."""
    of_team: dict[UUID, list[Turn]] = {}
    for turn in turns:
        of_team.setdefault(turn.team_id, []).append(_turn(turn))

    def rung(ident: UUID, hours: Duty) -> Rung:
        known = of_team.get(ident)
        return Rung(ident, hours.is_on(now), known and on_turn(known, now=now, zone=hours.zone))

    second = row.second_id and rung(row.second_id, _duty(row.second_duty, row.second_territory))
    delegates = row.cell_id and duty_of(row.cell_hours, duty.zone).is_on(now)
    cell = rung(row.cell_id, _duty(row.cell_duty, row.cell_territory)) if delegates else None
    return Rungs(team=rung(team_id, duty), second=second or None, cell=cell)


def next_digest(digest_at: str | None, *, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The next of these local hours (JSON), or None where alerts are told one by one."""
    hours = json.loads(digest_at) if digest_at else []
    today = now.astimezone(zone).date()
    days = (today, today + timedelta(days=1))
    return min((at for day in days for hour in hours if (at := local_moment(day, hour, zone)) > now), default=None)


def local_moment(day: date, hour: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), zone)


def _duty(hours: str, territory: str) -> Duty:
    return duty_of(hours, territory_named(territory).tzinfo)


def _turn(row: Any) -> Turn:
    return Turn(row.account_id, tuple(json.loads(row.days)), row.day, row.starts, row.ends, row.away)
