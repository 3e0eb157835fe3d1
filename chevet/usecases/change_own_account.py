"""What a professional changes about their own account: how they hear of reds, and the address they sign in with."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import DutyTurn, Organisation
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.models import Account, Membership
from chevet.people.phones import parse_phone
from chevet.usecases import administering as admin
from chevet.usecases.change_member import ON_TURN

NO_MOBILE = "Écrivez le mobile qui reçoit les alertes."
TAKEN = "Cette adresse ne peut pas servir."


def choose_alerts(
    *, actor: Actor, alerts_by: str, mobile: str, now: datetime, machine_now: datetime, fiction: bool = False
) -> None:
    """By SMS, by e-mail or not at all, in all of one's teams. Raises Invalid, Conflict for the last who is told."""
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        members = admin.members_locked(actor.organisation_id, machine_now)
        own = admin.of_account(members, actor.account_id)
        number = _number(actor, alerts_by, mobile, fiction)
        if alerts_by == Membership.AlertsBy.NONE:
            if DutyTurn.objects.filter(account_id=actor.account_id, away=False).exists():
                raise Invalid(ON_TURN, fields={"alerts_by": ON_TURN})
            admin.check_somebody_stays(members, own, now=now)
        Membership.objects.filter(pk__in=[one.pk for one in own]).update(alerts_by=alerts_by)
        Account.objects.filter(pk=actor.account_id).update(mobile=number)
        admin.cover([one.team_id for one in own], now=now, machine_now=machine_now)
        work.add(admin.done_by(actor, "account.alerts_chosen", machine_now, alerts_by=alerts_by))


def change_email(*, account_id: UUID, before: str, after: str, machine_now: datetime) -> None:
    """Once: Conflict when the address is no longer `before`, or is somebody's."""
    scope = Scope(purpose="sign_in", actor=f"account:{account_id}", account=account_id)
    with UnitOfWork(scope) as work:
        work.orm()
        try:
            with transaction.atomic():
                changed = Account.objects.filter(pk=account_id, email=before, is_active=True).update(
                    email=after.lower()
                )
        except IntegrityError:
            changed = 0
        if not changed:
            raise Conflict(TAKEN)
        work.add(entry(at=machine_now, actor=scope.actor, action="account.email_changed"))


def _number(actor: Actor, alerts_by: str, mobile: str, fiction: bool) -> str:
    if not mobile.strip():
        if alerts_by == Membership.AlertsBy.SMS:
            raise Invalid(NO_MOBILE, fields={"mobile": NO_MOBILE})
        return ""
    try:
        territory = territory_named(Organisation.objects.get(pk=actor.organisation_id).territory)
        return parse_phone(mobile, territory=territory, fiction=fiction).e164
    except Invalid as refused:
        raise Invalid(refused.sentence, fields={"mobile": refused.sentence}) from None
