"""Somebody is invited into a team: an account, a membership, and a letter with the address where a password is chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import Organisation, Team
from chevet.organisations.territories import Territory, territory_named
from chevet.people.actors import Actor
from chevet.people.models import Account, Membership, Role
from chevet.people.phones import parse_phone
from chevet.usecases.administering import NO_TEAM, check_administers, cover, done_by, lived, members_locked, of_account
from chevet.usecases.letters import a_letter, organisation_record

OF_A_TEAM = frozenset({Role.PROFESSIONAL, Role.AGENT, Role.SECRETARY})
CLOSED = "Ce compte est fermé. Rouvrez-le avant de l'inviter."
ALREADY = "Cette personne a déjà cette place dans cette équipe."
TWO_ROLES = "Cette personne a un autre rôle dans votre structure. Changez son rôle plutôt que de l'inviter."

type Letter = Callable[[Account], dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """As typed. `ends_on`: the last day, for a locum; `rpps` and `profession` may be empty."""

    email: str
    name: str
    role: str
    team_id: UUID | None = None
    profession: str = ""
    alerts_by: str = "none"
    mobile: str = ""
    ends_on: date | None = None
    fiction: bool = False


def invite_member(*, actor: Actor, invited: Invited, letter: Letter, now: datetime, machine_now: datetime) -> UUID:
    """The account's id. `letter` writes {subject, text, html} for the new account, with its one-use address.

    Raises Invalid (fields), Conflict, NotFound.
    """
    check_administers(actor)
    with UnitOfWork(_scope(actor)) as work:
        work.orm()
        organisation = Organisation.objects.get(pk=actor.organisation_id)
        territory = territory_named(organisation.territory)
        mobile = checked(invited, territory)
        _check_team(invited, actor)
        account = _account(invited, mobile)
        _check_place(account, invited, actor, machine_now)
        Membership.objects.create(
            organisation=organisation, account=account, team_id=invited.team_id, role=invited.role,
            alerts_by=invited.alerts_by, since=machine_now, invited_at=machine_now,
            until=end_of(invited.ends_on, territory.tzinfo),
        )  # fmt: skip
        cover([invited.team_id], now=now, machine_now=machine_now)
        _write(work, actor, account, letter, now=now)
        work.add(done_by(actor, "member.invited", machine_now, account=account.pk, role=invited.role))
    return account.pk


def invite_again(*, actor: Actor, account_id: UUID, letter: Letter, now: datetime, machine_now: datetime) -> None:
    """A new letter for who has not chosen a password yet; the address of the one before stops working with it."""
    check_administers(actor)
    with UnitOfWork(_scope(actor)) as work:
        work.orm()
        account = of_account(members_locked(actor.organisation_id, machine_now), account_id)[0].account
        if account.has_usable_password() or not account.is_active:
            raise Conflict("Cette personne a déjà choisi son mot de passe, ou son compte est fermé.")
        Membership.objects.filter(account_id=account_id, organisation_id=actor.organisation_id).update(
            invited_at=machine_now
        )
        account.set_unusable_password()  # another one: what was signed with the old one is worth nothing
        account.save(update_fields=["password"])
        _write(work, actor, account, letter, now=now)
        work.add(done_by(actor, "member.invited_again", machine_now, account=account_id))


def checked(invited: Invited, territory: Territory) -> str:
    """Everything at fault is said at once; the mobile as it is kept."""
    wrong: dict[str, str] = {}
    mobile = ""
    try:
        validate_email(invited.email.strip())
    except ValidationError:
        wrong["email"] = "Écrivez une adresse comme nom@exemple.fr."
    if not invited.name.strip():
        wrong["name"] = "Écrivez le nom de la personne."
    if invited.role not in Role:
        wrong["role"] = "Choisissez un rôle."
    if invited.role in OF_A_TEAM and invited.team_id is None:
        wrong["team"] = "Choisissez l'équipe : ce rôle travaille dans une équipe."
    try:
        mobile = invited.mobile and parse_phone(invited.mobile, territory=territory, fiction=invited.fiction).e164
    except Invalid as refused:
        wrong["mobile"] = refused.sentence
    if invited.alerts_by == Membership.AlertsBy.SMS and not mobile and "mobile" not in wrong:
        wrong["mobile"] = "Écrivez le mobile qui reçoit les alertes."
    if wrong:
        raise Invalid("Corrigez les champs signalés.", fields=wrong)
    return mobile


def end_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The midnight that ends the last day, where the organisation is."""
    return day and datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _scope(actor: Actor) -> Scope:
    return Scope(purpose="care", actor=f"account:{actor.account_id}", organisation=actor.organisation_id)


def _check_team(invited: Invited, actor: Actor) -> None:
    if invited.team_id and not Team.objects.filter(pk=invited.team_id, organisation_id=actor.organisation_id).exists():
        raise NotFound(NO_TEAM)


def _account(invited: Invited, mobile: str) -> Account:
    """Found by its address, or made without a password."""
    account, made = Account.objects.get_or_create(
        email=invited.email.strip().lower(),
        defaults={"name": invited.name.strip(), "mobile": mobile, "profession": invited.profession.strip()},
    )
    if made:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    elif not account.is_active:
        raise Conflict(CLOSED)
    elif mobile and not account.mobile:
        account.mobile = mobile
        account.save(update_fields=["mobile"])
    return account


def _check_place(account: Account, invited: Invited, actor: Actor, machine_now: datetime) -> None:
    here = Membership.objects.filter(lived(machine_now), account=account, organisation_id=actor.organisation_id)
    for one in here:
        if one.role != invited.role:
            raise Conflict(TWO_ROLES)
        if one.team_id == invited.team_id:
            raise Conflict(ALREADY)


def _write(work: UnitOfWork, actor: Actor, account: Account, letter: Letter, *, now: datetime) -> None:
    record = organisation_record(work, actor.organisation_id)
    once = f"invited:{new_id().hex}"
    body = letter(account)
    work.add(a_letter(record, kind="account", channel="email", address=account.email, once=once, now=now, **body))
