"""Reads of people: who is told, who is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.people.models import Account

ALERT_RECIPIENTS = """
SELECT m.team_id, m.account_id, a.language,
       CASE WHEN m.alerts_by = 'sms' AND a.mobile <> '' THEN 'sms' ELSE 'email' END AS channel,
       CASE WHEN m.alerts_by = 'sms' AND a.mobile <> '' THEN a.mobile ELSE a.email END AS address
  FROM membership m JOIN account a ON a.id = m.account_id
 WHERE a.is_active AND (m.until IS NULL OR m.until > %s)
   AND (((m.team_id = ANY(%s)
          OR m.team_id IN (SELECT to_team_id FROM delegation WHERE team_id = ANY(%s) AND until IS NULL))
         AND m.alerts_by <> 'none') OR m.account_id = %s)
"""


def alert_recipients(*, team_ids: Iterable[UUID | None], machine_now: datetime, holder: UUID | None) -> Statement:
    """Who is told of an alert in these teams and those they delegate to, and by what; the holder of it in any case."""
    teams = [team_id for team_id in team_ids if team_id]
    return Statement(ALERT_RECIPIENTS, (machine_now, teams, teams, holder))


PERSON = """
SELECT m.team_id, t.name AS team, m.account_id, a.name, a.profession, a.language,
       a.profession ~* '(médecin|docteur|interne|praticien|logue|iatre)' AS is_doctor,
       CASE WHEN m.alerts_by = 'sms' AND a.mobile <> '' THEN 'sms' ELSE 'email' END AS channel,
       CASE WHEN m.alerts_by = 'sms' AND a.mobile <> '' THEN a.mobile ELSE a.email END AS address
  FROM membership m JOIN account a ON a.id = m.account_id JOIN team t ON t.id = m.team_id
 WHERE a.is_active AND (m.until IS NULL OR m.until > %s) AND m.role = 'professional' AND {of}
 ORDER BY a.name, m.since
"""


def advisers(*, team_ids: Iterable[UUID | None], machine_now: datetime) -> Statement:
    """Professionals of these teams, one row a membership. Professions are typed freely: is_doctor only sorts."""
    return Statement(PERSON.format(of="m.team_id = ANY(%s)"), (machine_now, [one for one in team_ids if one]))


def address_of(account_id: UUID, *, machine_now: datetime) -> Statement:
    """How to tell one professional; no row when she works here no longer."""
    return Statement(PERSON.format(of="m.account_id = %s") + " LIMIT 1", (machine_now, account_id))


DEMONSTRATION_DOMAIN = "demo.invalid"


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """Somebody invented, who may be played by a stranger."""

    id: UUID
    name: str
    profession: str


def demonstration_accounts() -> list[DemonstrationAccount]:
    """The invented accounts: those at an address that can never exist. One statement."""
    found = Account.objects.filter(email__endswith=f"@{DEMONSTRATION_DOMAIN}", is_active=True).order_by("id")
    return [DemonstrationAccount(one.id, one.name, one.profession) for one in found]


def demonstration_account(account_id: UUID) -> Account | None:
    """The account to play, or None when it is not an invented one."""
    return Account.objects.filter(id=account_id, email__endswith=f"@{DEMONSTRATION_DOMAIN}", is_active=True).first()
