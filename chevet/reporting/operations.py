"""Adding to the counts. Each statement adds to one row, in the transaction of the act that it counts."""

from datetime import date
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.reporting.rules import Became

RED_WAIT = """
INSERT INTO red_wait AS w (organisation_id, team_id, week, minutes, number) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (team_id, week, minutes) DO UPDATE SET number = w.number + 1
"""
RULE_WAIT = """
INSERT INTO rule_wait AS w (organisation_id, team_id, slug, version, rule, week, minutes, number)
VALUES (%s, %s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (team_id, slug, rule, version, week, minutes) DO UPDATE SET number = w.number + 1
"""
RULE_WEEK = """
INSERT INTO rule_week AS w (organisation_id, team_id, slug, version, rule, week,
                            alerts, reds, useful, useless, confirmed, lowered)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (team_id, slug, rule, version, week) DO UPDATE
   SET alerts = w.alerts + excluded.alerts, reds = w.reds + excluded.reds, useful = w.useful + excluded.useful,
       useless = w.useless + excluded.useless, confirmed = w.confirmed + excluded.confirmed,
       lowered = w.lowered + excluded.lowered
"""


def red_waited(*, organisation_id: UUID, team_id: UUID, week: date, minutes: int) -> Statement:
    return Statement(RED_WAIT, (organisation_id, team_id, week, minutes))


def rule_waited(
    *, organisation_id: UUID, team_id: UUID, slug: str, version: int, rule: str, week: date, minutes: int
) -> Statement:
    return Statement(RULE_WAIT, (organisation_id, team_id, slug, version, rule, week, minutes))


def rule_closed(
    *, organisation_id: UUID, team_id: UUID, slug: str, version: int, rule: str, week: date, became: Became
) -> Statement:
    return Statement(RULE_WEEK, (organisation_id, team_id, slug, version, rule, week, *became.counts))
