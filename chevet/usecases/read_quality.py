"""What the counts of a team say: how long reds wait, and which rules ring for nothing. No person is in them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.pathways.queries import pathway_of
from chevet.people.actors import Actor, check_is_clinical
from chevet.reporting import queries
from chevet.reporting.rules import Became, Waits, week_of
from chevet.usecases.read_worklist import NOT_YOURS

WEEKS = 12
NO_SUCH = "Cette règle n'existe pas, ou n'a pas encore donné d'alerte à votre équipe."
TEAM = """
SELECT id, name, territory, ARRAY(SELECT id FROM pathway_version ORDER BY slug, version DESC) AS versions
  FROM team WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the counts tell of one rule, in one version of its pathway, in one week, or of several together."""

    became: Became = field(default_factory=Became)
    waits: Waits = field(default_factory=Waits)


@dataclass(frozen=True, slots=True)
class RuleView:
    """definition: the rule as the newest version that has it says it. by_week: the weeks shown, oldest first."""

    slug: str
    title: Any
    rule: str
    definition: Any
    versions: tuple[int, ...]
    whole: Told
    by_week: tuple[tuple[date, Told], ...]
    by_version: tuple[tuple[int, Told], ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """reds_by_week: the weeks shown, oldest first, those without a red too."""

    team: Any
    weeks: tuple[date, ...]
    reds: Waits
    reds_by_week: tuple[tuple[date, Waits], ...]
    rules: tuple[RuleView, ...]


def read_quality(*, actor: Actor, team_id: UUID, rule: tuple[str, str] | None = None, now: datetime) -> Quality:
    """The last WEEKS weeks of one team, of all rules or of one (pathway, id). Not her team, no such rule: NotFound."""
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)
    since = now.date() - timedelta(weeks=WEEKS)
    with UnitOfWork(actor.scope()) as work:
        teams, reds, became, waited = work.fetch(
            Statement(TEAM, (team_id,)),
            queries.red_waits(team_id=team_id, since=since),
            queries.rule_weeks(team_id=team_id, since=since, rule=rule),
            queries.rule_waits(team_id=team_id, since=since, rule=rule),
        )
        if not teams:
            raise NotFound(NOT_YOURS)
        pathways = [pathway_of(version) for version in teams[0].versions]
    weeks = weeks_until(now, territory_named(teams[0].territory).tzinfo)
    rules = tuple(_rules(became, waited, pathways, weeks))
    if rule and not rules:
        raise NotFound(NO_SUCH)
    return Quality(teams[0], weeks, waits_of(reds), reds_by_week(reds, weeks), rules)


def weeks_until(now: datetime, zone: Any) -> tuple[date, ...]:
    """The Mondays of the weeks shown, this one last."""
    this = week_of(now, zone)
    return tuple(this - timedelta(weeks=ago) for ago in range(WEEKS - 1, -1, -1))


def waits_of(rows: Iterable[Any]) -> Waits:
    return Waits.of((row.minutes, row.number) for row in rows)


def reds_by_week(rows: Iterable[Any], weeks: Iterable[date]) -> tuple[tuple[date, Waits], ...]:
    sorted_out = defaultdict(list)
    for row in rows:
        sorted_out[row.week].append(row)
    return tuple((week, waits_of(sorted_out[week])) for week in weeks)


def _rules(became: list[Any], waited: list[Any], pathways: list[Any], weeks: tuple[date, ...]) -> Iterable[RuleView]:
    """One a rule, those that gave most alerts first."""
    keys = {(row.slug, row.rule) for row in became}
    views = [_rule(key, _of(key, became), _of(key, waited), pathways, weeks) for key in keys]
    return sorted(views, key=lambda view: (-view.whole.became.alerts, view.slug, view.rule))


def _of(key: tuple[str, str], rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if (row.slug, row.rule) == key]


def _rule(
    key: tuple[str, str], became: list[Any], waited: list[Any], pathways: list[Any], weeks: tuple[date, ...]
) -> RuleView:
    slug, rule = key
    mine = [one for one in pathways if one.slug == slug]
    versions = sorted({row.version for row in became}, reverse=True)

    def told(**where: Any) -> Told:
        def fits(row: Any) -> bool:
            return all(getattr(row, name) == value for name, value in where.items())

        counted = (Became(*row[4:]) for row in became if fits(row))
        return Told(sum(counted, Became()), waits_of(row for row in waited if fits(row)))

    return RuleView(
        slug=slug,
        title=mine[0].title if mine else None,
        rule=rule,
        definition=next((one.rules_by_id[rule] for one in mine if rule in one.rules_by_id), None),
        versions=tuple(versions),
        whole=told(),
        by_week=tuple((week, told(week=week)) for week in weeks),
        by_version=tuple((version, told(version=version)) for version in versions),
    )
