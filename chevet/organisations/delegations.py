"""To whom a team hands its alerts, and whose it receives: pieces of SQL for statements that speak of a team anyway."""

STANDS = "d.until IS NULL"
STOOD = "d.since <= {at} AND (d.until IS NULL OR d.until > {at})"


def handed_sql(team: str, *, at: str = "") -> str:
    """Two columns, hands_to (a name or null) and handed_by (names). team, at: SQL of an id and of a past moment; now without."""
    when = STOOD.format(at=at) if at else STANDS
    return f"""
       (SELECT c.name FROM delegation d JOIN team c ON c.id = d.to_team_id
         WHERE d.team_id = {team} AND {when} ORDER BY d.since DESC LIMIT 1) AS hands_to,
       ARRAY(SELECT c.name FROM delegation d JOIN team c ON c.id = d.team_id
              WHERE d.to_team_id = {team} AND {when} ORDER BY c.name) AS handed_by"""
