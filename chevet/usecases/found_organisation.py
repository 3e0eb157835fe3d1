"""The first steps of an installation: an organisation with a team and its second line, and the accounts of its people."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import Organisation, Team
from chevet.organisations.territories import territory_named
from chevet.people.models import Account, Membership, Role
from chevet.people.phones import parse_phone

EVERY_DAY = ({"days": [0, 1, 2, 3, 4, 5, 6], "from": "08:00", "to": "20:00"},)
ALWAYS = ({"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00"},)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """Phones as people type them. `duty` as organisations.duty.Duty takes it."""

    name: str
    territory: str
    phone: str
    kind: str = "hospital"
    alert_email: str = ""
    alert_mobile: str = ""
    team: str = "Suivi à domicile"
    second_line: str = "Garde"
    duty: tuple[dict[str, Any], ...] = EVERY_DAY
    second_line_duty: tuple[dict[str, Any], ...] = ALWAYS
    fiction: bool = field(default=False, metadata={"why": "demonstrations use numbers reserved for fiction"})


@dataclass(frozen=True, slots=True)
class Founded:
    organisation_id: UUID
    team_id: UUID
    second_line_id: UUID


def found_organisation(*, founding: Founding, now: datetime, machine_now: datetime) -> Founded:
    """Create the organisation, its team and the team's second line. Invalid when a number cannot be understood."""
    territory = territory_named(founding.territory)
    number = parse_phone(founding.phone, territory=territory, fiction=founding.fiction).e164
    mobile = (
        founding.alert_mobile and parse_phone(founding.alert_mobile, territory=territory, fiction=founding.fiction).e164
    )
    if not (mobile or founding.alert_email):
        raise Invalid("Donnez un mobile ou une adresse e-mail pour le dernier échelon des alertes.")
    organisation_id = new_id()
    scope = Scope(purpose="care", actor="operator:terminal", organisation=organisation_id)
    with UnitOfWork(scope) as work:
        work.orm()
        organisation = Organisation.objects.create(
            id=organisation_id, name=founding.name, kind=founding.kind, territory=territory.code, phone=number,
            alert_mobile=mobile, alert_email=founding.alert_email, created_at=now,
        )  # fmt: skip
        common = {"organisation": organisation, "phone": number, "territory": territory.code}
        second = Team.objects.create(name=founding.second_line, duty=list(founding.second_line_duty), **common)
        team = Team.objects.create(name=founding.team, duty=list(founding.duty), second_line=second, **common)
        work.add(
            entry(at=machine_now, actor=scope.actor, action="organisation.founded", organisation_id=organisation_id)
        )
    return Founded(organisation_id, team.id, second.id)


def add_member(
    *,
    organisation_id: UUID,
    team_id: UUID | None,
    email: str,
    name: str,
    role: str,
    alerts_by: str = "none",
    mobile: str = "",
    profession: str = "",
    now: datetime,
    machine_now: datetime,
) -> Account:
    """An account (found by its address, or created without a password) with a membership. Administrators need no team."""
    if role not in Role or (role != Role.ADMINISTRATOR and team_id is None):
        raise Invalid("Choisissez un rôle, et une équipe pour qui soigne.")
    scope = Scope(purpose="care", actor="operator:terminal", organisation=organisation_id)
    with UnitOfWork(scope) as work:
        work.orm()
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        if organisation is None:
            raise NotFound("Cette structure n'existe pas.")
        number = mobile and parse_phone(mobile, territory=territory_named(organisation.territory), fiction=True).e164
        account, created = Account.objects.get_or_create(
            email=email.strip().lower(), defaults={"name": name, "mobile": number, "profession": profession}
        )
        if created:
            account.set_unusable_password()
            account.save(update_fields=["password"])
        Membership.objects.create(
            organisation=organisation,
            account=account,
            team_id=team_id,
            role=role,
            alerts_by=alerts_by,
            since=machine_now,
        )
        work.add(
            entry(
                at=machine_now, actor=scope.actor, action="member.added", organisation_id=organisation_id,
                detail={"account": str(account.id), "role": role},
            )
        )  # fmt: skip
    return account


def duty_from(text: str) -> tuple[dict[str, Any], ...]:
    """Duty hours as an operator types them: "mon-fri 08:00-20:00, sat 09:00-12:00", or JSON."""
    if text.strip().startswith("["):
        return tuple(json.loads(text))
    return tuple(_span(part) for part in text.split(","))


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _span(part: str) -> dict[str, Any]:
    try:
        days, hours = part.split()
        first, _, last = days.lower().partition("-")
        begin, end = hours.split("-")
        span = range(DAYS.index(first), DAYS.index(last or first) + 1)
    except ValueError:
        raise Invalid(f"« {part.strip()} » : écrivez par exemple mon-fri 08:00-20:00.") from None
    return {"days": list(span), "from": begin, "to": end}
