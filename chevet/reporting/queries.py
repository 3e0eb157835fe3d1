"""Reading a team's counts, in as many statements as there are questions, whatever the past weighs."""

from datetime import date
from uuid import UUID

from chevet.kernel.rows import Statement

RED_WAITS = "SELECT week, minutes, number FROM red_wait WHERE team_id = %s AND week >= %s"
RULE_WEEKS = """
SELECT slug, version, rule, week, alerts, reds, useful, useless, confirmed, lowered FROM rule_week
 WHERE team_id = %s AND week >= %s
"""
RULE_WAITS = "SELECT slug, version, rule, week, minutes, number FROM rule_wait WHERE team_id = %s AND week >= %s"
ONE_RULE = " AND slug = %s AND rule = %s"


def red_waits(*, team_id: UUID, since: date) -> Statement:
    """The weeks from `since` on."""
    return Statement(RED_WAITS, (team_id, since))


def rule_weeks(*, team_id: UUID, since: date, rule: tuple[str, str] | None = None) -> Statement:
    """Of all rules, or of one, named by the pathway and its own id."""
    return _of(RULE_WEEKS, team_id, since, rule)


def rule_waits(*, team_id: UUID, since: date, rule: tuple[str, str] | None = None) -> Statement:
    return _of(RULE_WAITS, team_id, since, rule)


def _of(sql: str, team_id: UUID, since: date, rule: tuple[str, str] | None) -> Statement:
    return Statement(sql + ONE_RULE, (team_id, since, *rule)) if rule else Statement(sql, (team_id, since))


# What the organisation that acts may see of the views published to chevet_reporting (migrations 0002 and 0003).
FOLLOWED_HERE = Statement("SELECT team_id, slug, people FROM reporting.followed_here", ())
BEGUN_HERE = Statement("SELECT team_id, slug, week, people FROM reporting.begun_here", ())
RED_WAITS_HERE = Statement(
    "SELECT week, reds, median_minutes, ninth_decile_minutes, within_ten_minutes FROM reporting.red_waits_here", ()
)
