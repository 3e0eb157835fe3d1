"""What the sign-in pages ask for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.clock import domain_now
from chevet.interfaces.pro.identities import status_of
from chevet.interfaces.pro.words import name_of
from chevet.interfaces.ui.hours import duty_words
from chevet.kernel.tenancy import acting
from chevet.organisations import queries
from chevet.organisations.duty import duty_of
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.queries import DemonstrationAccount
from chevet.people.queries import demonstration_accounts as found

register = template.Library()

WAYS = {
    "reauthenticate": _("Donner mon mot de passe"),
    "mfa_reauthenticate": _("Donner un code de mon application"),
    "mfa_reauthenticate:webauthn": _("Utiliser ma clé d’accès"),
}


@register.simple_tag
def demonstration_accounts() -> list[DemonstrationAccount]:
    """Who a stranger may be, with one click; nobody outside the demonstration."""
    return found() if settings.DEMO else []


@register.filter
def worded_way(way: dict) -> str:
    """One of allauth's ways to prove again who one is, in our words."""
    return WAYS.get(way["id"], way["description"])


ROLES = {
    "professional": _("Soignant"),
    "agent": _("Agent"),
    "secretary": _("Secrétaire"),
    "administrator": _("Administrateur"),
    "regulation_doctor": _("Médecin régulateur"),
    "regulation_assistant": _("Assistant de régulation"),
    "designer": _("Concepteur de parcours"),
    "decision_maker": _("Décideur"),
}


@register.filter
def worded_role(role: str) -> str:
    return ROLES.get(role, role)


@register.filter
def last_day(until: datetime) -> datetime:
    """Access ends at a midnight: the day before it is the last."""
    return until - timedelta(seconds=1)


@register.filter
def turn_words(turn: Any) -> str:
    """A weekly turn: "du lundi au vendredi de 8 h à 14 h"."""
    return duty_words([{"days": turn.days, "from": turn.starts, "to": turn.ends}])


@register.filter
def has_nobody_on_duty(team: Any) -> bool:
    """Whether its declared hours run and nobody covers them. `team`: a row with hours and duty as JSON text."""
    zone, now = territory_named(team.territory).tzinfo, domain_now()
    return bool(team.hours) and duty_of(team.hours, zone).is_on(now) and not duty_of(team.duty, zone).is_on(now)


@register.simple_tag
def delegated_to(actor: Actor, team_id: UUID) -> str:
    """To whom this team hands its alerts at some hours."""
    with acting(actor.scope()):
        return queries.delegated_to(team_id=team_id)


@register.filter
def called(patient: Any) -> str:
    """As they are called: used names first."""
    return name_of(patient)


@register.filter
def sureness(person: Any) -> dict[str, Any]:
    """How sure we are of who somebody of a list is, as pro/parts/identity_status.html draws it."""
    return status_of(person.identity_status, person.identity_doubt or "")
