"""The settings of a team, all of them: name, number, delays, second line, digest; and the organisation's last rung."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chevet.kernel.errors import Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import Organisation, Team
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.phones import parse_phone
from chevet.usecases.administering import check_administers, done_by, team_locked

RED_MINUTES, ORANGE_MINUTES = range(3, 16), range(15, 481)
MOST_DIGESTS = 4
WRONG = "Corrigez les champs signalés."
NO_LAST_RUNG = "Donnez un mobile ou une adresse e-mail pour le dernier échelon des alertes."


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSettings:
    """`digest_at`: local hours like "11:00" at which oranges are told of together; empty: one by one.

    red_minutes: without an attempt to reach the patient, a red climbs. orange_minutes: of duty.
    """

    name: str
    phone: str
    red_minutes: int = 9
    orange_minutes: int = 120
    second_line_id: UUID | None = None
    digest_at: tuple[str, ...] = ()
    fiction: bool = field(default=False, metadata={"why": "demonstrations use numbers reserved for fiction"})


def open_team(*, actor: Actor, settings: TeamSettings, machine_now: datetime) -> UUID:
    """A new team, without hours yet: no follow-up starts there before it has some. Raises Invalid."""
    check_administers(actor)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        organisation = Organisation.objects.get(pk=actor.organisation_id)
        fields = _checked(settings, organisation, team_id=None)
        team = Team.objects.create(organisation=organisation, territory=organisation.territory, duty=[], **fields)
        work.add(done_by(actor, "team.opened", machine_now, team=team.pk))
    return team.pk


def change_team(*, actor: Actor, team_id: UUID, settings: TeamSettings, machine_now: datetime) -> None:
    """Raises Invalid (fields), NotFound."""
    check_administers(actor)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        team_locked(actor.organisation_id, team_id)
        organisation = Organisation.objects.get(pk=actor.organisation_id)
        Team.objects.filter(pk=team_id).update(**_checked(settings, organisation, team_id=team_id))
        work.add(done_by(actor, "team.changed", machine_now, team_id=team_id))


def change_last_rung(
    *, actor: Actor, alert_mobile: str, alert_email: str, machine_now: datetime, fiction: bool = False
) -> None:
    """Who is told when nobody on duty answered; one of the two at least. Raises Invalid."""
    check_administers(actor)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        wrong: dict[str, str] = {}
        mobile = _number(alert_mobile, organisation, fiction, "alert_mobile", wrong) if alert_mobile else ""
        try:
            if alert_email:
                validate_email(alert_email)
        except ValidationError:
            wrong["alert_email"] = "Écrivez une adresse comme nom@exemple.fr."
        if not (alert_mobile or alert_email):
            wrong["alert_mobile"] = NO_LAST_RUNG
        if wrong:
            raise Invalid(WRONG, fields=wrong)
        Organisation.objects.filter(pk=organisation.pk).update(alert_mobile=mobile, alert_email=alert_email)
        work.add(done_by(actor, "organisation.last_rung_changed", machine_now))


def _checked(settings: TeamSettings, organisation: Organisation, *, team_id: UUID | None) -> dict[str, object]:
    """The columns of a team; everything at fault is said at once."""
    wrong: dict[str, str] = {}
    name = " ".join(settings.name.split())
    others = Team.objects.filter(organisation=organisation).exclude(pk=team_id)
    if not name or others.filter(name__iexact=name).exists():
        wrong["name"] = "Une autre équipe porte déjà ce nom." if name else "Écrivez le nom de l'équipe."
    if settings.red_minutes not in RED_MINUTES:
        wrong["red_minutes"] = "Choisissez entre 3 et 15 minutes."
    if settings.orange_minutes not in ORANGE_MINUTES:
        wrong["orange_minutes"] = "Choisissez entre 15 minutes et 8 heures."
    if settings.second_line_id and not others.filter(pk=settings.second_line_id).exists():
        wrong["second_line"] = "Choisissez une autre équipe de votre structure."
    if len(settings.digest_at) > MOST_DIGESTS:
        wrong["digest_at"] = "Quatre heures par jour au plus."
    phone = _number(settings.phone, organisation, settings.fiction, "phone", wrong)
    if wrong:
        raise Invalid(WRONG, fields=wrong)
    return {
        "name": name, "phone": phone, "red_minutes": settings.red_minutes, "orange_minutes": settings.orange_minutes,
        "second_line_id": settings.second_line_id, "digest_at": sorted(settings.digest_at) or None,
    }  # fmt: skip


def _number(typed: str, organisation: Organisation, fiction: bool, name: str, wrong: dict[str, str]) -> str:
    try:
        return parse_phone(typed, territory=territory_named(organisation.territory), fiction=fiction).e164
    except Invalid as refused:
        wrong[name] = refused.sentence
        return ""
