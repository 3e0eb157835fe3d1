"""The professional who acts, as use cases know them: one account, in one organisation, with one role."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from chevet.kernel.errors import Forbidden
from chevet.kernel.tenancy import Scope, acting
from chevet.organisations.models import Delegation
from chevet.people.models import Membership, Role

CLINICAL = frozenset({Role.PROFESSIONAL, Role.AGENT})
INCLUDES = frozenset({Role.PROFESSIONAL, Role.AGENT, Role.SECRETARY, Role.REGULATION_DOCTOR})
REGULATES = frozenset({Role.PROFESSIONAL, Role.REGULATION_DOCTOR})
CONSULTS = frozenset({Role.PROFESSIONAL, Role.REGULATION_DOCTOR})
CONVENES = CONSULTS | {Role.SECRETARY}
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


def for_account(*, account_id: UUID, machine_now: datetime) -> Actor | None:
    """The actor of a signed-in account, or None when no membership is live or the account was disabled or ended."""
    scope = Scope(purpose="sign_in", actor=f"account:{account_id}", account=account_id)
    with acting(scope):
        live = Q(until=None) | Q(until__gt=machine_now)
        found = list(
            Membership.objects.filter(live, account_id=account_id, account__is_active=True)
            .select_related("account", "team", "organisation")
            .annotate(entrusted=_entrusted())
            .order_by("since")
        )
    if not found or (found[0].account.ends_on and found[0].account.ends_on < machine_now.date()):
        return None
    first = found[0]
    here = [one for one in found if one.organisation_id == first.organisation_id and one.team_id]
    own = {one.team_id: one.team.name for one in here}
    teams = {UUID(team["id"]): team["name"] for one in here for team in one.entrusted} | own
    return Actor(
        account_id=account_id,
        organisation_id=first.organisation_id,
        role=first.role,
        name=first.account.name,
        team_ids=frozenset(teams),
        organisation_name=first.organisation.name,
        team_names=tuple(sorted(teams.items(), key=lambda team: (team[0] not in own, team[1]))),
        entrusted=frozenset(teams) - frozenset(own),
    )


def _entrusted() -> ArraySubquery:
    """The teams that delegate their alerts to that of the membership, in the same statement."""
    live = Delegation.objects.filter(to_team_id=OuterRef("team_id"), until=None)
    return ArraySubquery(live.values(json=JSONObject(id="team_id", name="team__name")))


def check_is_clinical(actor: Actor) -> None:
    """Secretaries and administrators see nothing clinical."""
    check_role(actor, CLINICAL)


def check_role(actor: Actor, roles: frozenset[Role]) -> None:
    if actor.role not in roles:
        raise Forbidden("Votre rôle ne donne pas accès aux données de soin.")
