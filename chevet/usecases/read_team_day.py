"""The team's day on one page: how many of what, who is there, how long reds waited, how old all this is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.handover.queries import waiting
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.duty import Duty, duty_of
from chevet.organisations.roster import on_turn, turn_of
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor, check_is_clinical
from chevet.reporting import queries
from chevet.reporting.rules import Waits
from chevet.usecases.read_quality import WEEKS, reds_by_week, waits_of, weeks_until
from chevet.usecases.read_worklist import NOT_YOURS, PULSES
from chevet.worklist.queries import ViewCounts, counted, view_counts

TEAM = """
SELECT t.id, t.name, t.phone, t.territory, t.duty, t.red_minutes, t.second_line_id, s.name AS second_line,
       s.phone AS second_phone, s.duty AS second_duty, s.territory AS second_territory
  FROM team t LEFT JOIN team s ON s.id = t.second_line_id WHERE t.id = %s
"""
BY_DAY = """
SELECT starts_on, count(*) AS people FROM follow_up WHERE team_id = %s AND state = 'active'
 GROUP BY starts_on ORDER BY starts_on DESC
"""
UNTRIED_REDS = """
SELECT count(*) AS number, min(coalesce(e.red_at, e.raised_at)) AS since
  FROM worklist_line l JOIN episode e ON e.follow_up_id = l.follow_up_id AND e.closed_at IS NULL
 WHERE l.live AND l.team_id = %s AND l.severity = 3 AND e.first_acted_at IS NULL
"""
TOLD = """
SELECT m.account_id, a.name FROM membership m JOIN account a ON a.id = m.account_id AND a.is_active
 WHERE m.team_id = %s AND m.alerts_by <> 'none' AND (m.until IS NULL OR m.until > %s) ORDER BY a.name
"""
TURNS = "SELECT account_id, days, day, starts, ends, away FROM duty_turn WHERE team_id = %s"


@dataclass(frozen=True, slots=True)
class TeamDay:
    """by_day: (day of the follow-up, people). untried: number and since when, of reds nobody has tried to reach.

    duty, second: hours of the team and of its second line (None without one); present: whose turn it is now, by name,
    or without a roster whoever is told of alerts. pulses: as in read_worklist.
    """

    team: Any
    counts: ViewCounts
    by_day: tuple[tuple[int, int], ...]
    untried: Any
    duty: Duty
    second: Duty | None
    present: tuple[str, ...]
    reds: Waits
    reds_by_week: tuple[tuple[date, Waits], ...]
    waiting: Any | None
    pulses: dict[str, datetime]

    @property
    def followed(self) -> int:
        return sum(people for _day, people in self.by_day)


def read_team_day(*, actor: Actor, team_id: UUID, now: datetime, machine_now: datetime) -> TeamDay:
    """In one round trip, whatever the past of the team weighs. No patient is named. Not her team is NotFound."""
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)
    with UnitOfWork(actor.scope()) as work:
        teams, *read = work.fetch(
            Statement(TEAM, (team_id,)),
            view_counts(team_id=team_id, now=now),
            Statement(BY_DAY, (team_id,)),
            Statement(UNTRIED_REDS, (team_id,)),
            queries.red_waits(team_id=team_id, since=now.date() - timedelta(weeks=WEEKS)),
            waiting(team_ids=[team_id]),
            Statement(PULSES, ()),
            Statement(TOLD, (team_id, machine_now)),
            Statement(TURNS, (team_id,)),
        )
    if not teams:
        raise NotFound(NOT_YOURS)
    return _day(teams[0], read, now)


def _day(team: Any, read: Sequence[Sequence[Any]], now: datetime) -> TeamDay:
    counts, by_day, untried, reds, sheets, pulses, told, turns = read
    zone = territory_named(team.territory).tzinfo
    today = now.astimezone(zone).date()
    has_second = team.second_line_id is not None
    return TeamDay(
        team=team,
        counts=counted(counts[0]),
        by_day=tuple(((today - row.starts_on).days + 1, row.people) for row in by_day),
        untried=untried[0],
        duty=duty_of(team.duty, zone),
        second=duty_of(team.second_duty, territory_named(team.second_territory).tzinfo) if has_second else None,
        present=_present(told, turns, now, zone),
        reds=waits_of(reds),
        reds_by_week=reds_by_week(reds, weeks_until(now, zone)),
        waiting=sheets[0] if sheets else None,
        pulses={row.name: row.passed_at for row in pulses},
    )


def _present(told: Sequence[Any], turns: Sequence[Any], now: datetime, zone: Any) -> tuple[str, ...]:
    kept = [turn_of(row._replace(days=json.loads(row.days))) for row in turns]
    on = on_turn(kept, now=now, zone=zone) if kept else {row.account_id for row in told}
    return tuple(row.name for row in told if row.account_id in on)
