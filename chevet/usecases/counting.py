"""What a closed episode adds to the counts of its team: how long a red waited, what became of each rule's alert.

Written in the transaction of the closing, so that nothing is ever counted twice or left out, and nobody's page has to
walk through the past.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chevet.alerts.rules import ORANGE, RED, LiveAlert
from chevet.kernel.rows import Statement
from chevet.organisations.territories import territory_named
from chevet.reporting import operations as reporting
from chevet.reporting.rules import UNTRIED, Became, minutes_between, week_of


def closed(situation: Any, *, useful: bool | None) -> Iterator[Statement]:
    """Call with the situation as it was before the closing. The episode tells when it became red and who acted first.

    `useful`: what the person who closes said of it, if she did; said of the episode, it counts for each of its alerts.
    """
    episode, row = situation.standing.episode, situation.followed
    whose = {"organisation_id": row.organisation_id, "team_id": row.team_id}
    zone = territory_named(row.team_territory).tzinfo
    acted_at = episode.first_acted_at
    if episode.red_at:
        minutes = _waited(episode.red_at, acted_at)
        yield reporting.red_waited(**whose, week=week_of(episode.red_at, zone), minutes=minutes)
    for alert in situation.standing.live:
        if not _is_of_a_rule(situation.pathway, alert):
            continue
        rule = {
            "slug": situation.pathway.slug, "version": situation.pathway.version, "rule": alert.reason["rule"],
            "week": week_of(alert.opened_at, zone),
        }  # fmt: skip
        yield reporting.rule_closed(**whose, **rule, became=_became(situation.pathway, alert, useful))
        if acted_at is None or acted_at >= alert.opened_at:  # otherwise somebody was already at it
            yield reporting.rule_waited(**whose, **rule, minutes=_waited(alert.opened_at, acted_at))


def _waited(since: datetime, acted_at: datetime | None) -> int:
    return UNTRIED if acted_at is None else minutes_between(since, acted_at)


def _is_of_a_rule(pathway: Any, alert: LiveAlert) -> bool:
    """Silence, promised calls and other tasks of the product's own are no rule's alerts."""
    rule = pathway.rules_by_id.get(alert.reason.get("rule", ""))
    return rule is not None and rule.kind == alert.kind and alert.level >= ORANGE


def _became(pathway: Any, alert: LiveAlert, useful: bool | None) -> Became:
    waits = pathway.rules_by_id[alert.reason["rule"]].confirm and not alert.confirm_by
    return Became(
        alerts=1,
        reds=int(alert.level == RED),
        useful=int(useful is True),
        useless=int(useful is False),
        confirmed=int(waits and alert.level == RED and alert.count > 1),
        lowered=int(waits and alert.level == ORANGE),
    )
