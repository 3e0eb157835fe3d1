"""The professional who acts, as use cases know them: one account, in one organisation, with one role."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Forbidden
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.models import Role

CLINICAL = frozenset({Role.PROFESSIONAL, Role.AGENT})
INCLUDES = frozenset({Role.PROFESSIONAL, Role.AGENT, Role.SECRETARY, Role.REGULATION_DOCTOR})
REGULATES = frozenset({Role.PROFESSIONAL, Role.REGULATION_DOCTOR})
CONSULTS = frozenset({Role.PROFESSIONAL, Role.REGULATION_DOCTOR})
CONVENES = CONSULTS | {Role.SECRETARY}
HAVE_KEYS = CLINICAL | CONSULTS
SENDS_VIDEO_LINKS = REGULATES | {Role.REGULATION_ASSISTANT}


@dataclass(frozen=True, slots=True)
class Actor:
    """`team_ids` are the teams of the membership, and those that delegate to them; an administrator has none."""

    account_id: UUID
    organisation_id: UUID
    role: str
    name: str
    team_ids: frozenset[UUID] = field(default_factory=frozenset)
    organisation_name: str = ""
    team_names: tuple[tuple[UUID, str], ...] = ()
    entrusted: frozenset[UUID] = field(default_factory=frozenset)

    def scope(self) -> Scope:
        return Scope(
            purpose="care",
            actor=f"account:{self.account_id}",
            organisation=self.organisation_id,
            account=self.account_id,
        )

    @property
    def own_team_ids(self) -> frozenset[UUID]:
        return self.team_ids - self.entrusted

    @property
    def is_clinical(self) -> bool:
        return self.role in CLINICAL

    @property
    def has_keys(self) -> bool:
        """Works on a page that listens to single keys."""
        return self.role in HAVE_KEYS


# The live memberships of the account that the scope names, the teams that delegate to them, and what signs it in.
LIVE = """
SELECT m.account_id, m.organisation_id, m.role, m.team_id, a.name, a.password, a.ends_on,
       o.name AS organisation_name, t.name AS team_name,
       ARRAY(SELECT d.team_id FROM delegation d WHERE d.to_team_id = m.team_id AND d.until IS NULL ORDER BY d.id) AS entrusted,
       ARRAY(SELECT e.name FROM delegation d JOIN team e ON e.id = d.team_id
              WHERE d.to_team_id = m.team_id AND d.until IS NULL ORDER BY d.id) AS entrusted_names
  FROM membership m
  JOIN account a ON a.id = m.account_id AND a.is_active
  JOIN organisation o ON o.id = m.organisation_id
  LEFT JOIN team t ON t.id = m.team_id
 WHERE m.account_id = (SELECT chevet_scope('account')::uuid) AND (m.until IS NULL OR m.until > %s)
 ORDER BY m.since
"""


def for_account(*, account_id: UUID, machine_now: datetime) -> Actor | None:
    """The actor of a signed-in account, or None when no membership is live or the account was disabled or ended."""
    with UnitOfWork(Scope(purpose="sign_in", actor=f"account:{account_id}", account=account_id)) as work:
        (found,) = work.finish(Statement(LIVE, (machine_now,)))
    return actor_of(found, machine_now=machine_now)


def actor_of(found: Sequence[Any], *, machine_now: datetime) -> Actor | None:
    """The rows of LIVE as an actor: in the organisation of the oldest membership."""
    if not found or (found[0].ends_on and found[0].ends_on < machine_now.date()):
        return None
    first = found[0]
    here = [one for one in found if one.organisation_id == first.organisation_id and one.team_id]
    own = {one.team_id: one.team_name for one in here}
    teams = {team_id: name for one in here for team_id, name in zip(one.entrusted, one.entrusted_names, strict=True)}
    teams |= own
    return Actor(
        account_id=first.account_id,
        organisation_id=first.organisation_id,
        role=first.role,
        name=first.name,
        team_ids=frozenset(teams),
        organisation_name=first.organisation_name,
        team_names=tuple(sorted(teams.items(), key=lambda team: (team[0] not in own, team[1]))),
        entrusted=frozenset(teams) - frozenset(own),
    )


def check_is_clinical(actor: Actor) -> None:
    """Secretaries and administrators see nothing clinical."""
    check_role(actor, CLINICAL)


def check_role(actor: Actor, roles: frozenset[Role]) -> None:
    if actor.role not in roles:
        raise Forbidden("Votre rôle ne donne pas accès aux données de soin.")
