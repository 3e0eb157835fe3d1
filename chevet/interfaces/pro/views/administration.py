"""Teams and access: who works here, in which role, until when, on how many devices. Nothing about any patient."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import limits
from chevet.interfaces.pro.administrating import acted, asked, by, house_view
from chevet.interfaces.pro.forms import administration as forms
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.letters import invitation_from
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.proofs import proven
from chevet.interfaces.pro.rosters import gap_words, gaps_ahead
from chevet.people.models import Role
from chevet.usecases.change_member import change_member
from chevet.usecases.close_account import close_account, reopen_account
from chevet.usecases.dismiss_member import dismiss_member
from chevet.usecases.end_sessions import end_every_session, end_sessions_of
from chevet.usecases.invite_member import invite_again, invite_member
from chevet.usecases.read_teams import HouseView, TeamView

ADMINISTRATOR = (Role.ADMINISTRATOR,)
MOST_LINES = 4


def home(request: HttpRequest) -> HttpResponse:
    """The first page of an administrator: what is to be put right, the teams, the people."""
    house, now = house_view(request), domain_now()
    with timezone.override(house.zone):
        teams = [{"team": team, "on_duty": team.on_duty(now), "wrong": wrong_with(team)} for team in house.teams]
        names = {team.id: team.name for team in house.teams}
        people = [{"person": one, "teams": [names[ident] for ident in one.team_ids]} for one in house.people]
        facts = {"house": house, "teams": teams, "people": people, "machine": machine_now()}
        return show(request, "pro/administration/home.html", facts, current="home")


def wrong_with(team: TeamView) -> list[str]:
    """What keeps a team from answering, now and in the days of this week that are still to come; the nearest."""
    now = domain_now()
    said = []
    if not team.hours:
        said.append(_("Pas encore d’heures de garde : aucun suivi ne peut y commencer."))
    if team.second_id is None and not team.backs:
        said.append(_("Pas de deuxième ligne : aucun suivi ne peut y commencer."))
    if team.hours and not team.told:
        said.append(_("Personne ne reçoit les alertes de cette équipe."))
    if team.should_answer(now) and not team.on_duty(now):
        said.append(_("Personne n’est de garde en ce moment : les alertes montent tout de suite."))
    local = now.astimezone(team.zone)
    days = (local.date() + timedelta(days=number) for number in range(7 if team.has_roster else 0))
    return (said + [gap_words(day, span) for day in days for span in gaps_ahead(team, day, local)])[:MOST_LINES]


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
@proven
def member_invite(request: HttpRequest) -> HttpResponse:
    """An invitation by letter; thirty an hour."""
    house = house_view(request)
    form = forms.InviteForm(request.POST if request.method == "POST" else None, teams=house.teams)

    def act() -> None:
        limits.check("invitations", request.user.pk, times=30, seconds=3600)
        invite_member(
            **by(request),
            invited=form.invited(fiction=settings.DEMO),
            letter=invitation_from(request.actor.organisation_name),
        )

    return asked(
        request, form, act, template="pro/administration/invite.html", facts={"house": house}, to=reverse("pro:home"),
        done=_("L’invitation part tout de suite."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
@proven
def member(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One person: place, alerts, last day, devices, and the end."""
    house = house_view(request)
    person = house.person(account_id)
    form = forms.MemberForm(
        request.POST if request.method == "POST" else None, teams=house.teams, initial=_place_of(house, account_id)
    )
    with timezone.override(house.zone):
        return asked(
            request, form, lambda: change_member(**by(request), account_id=account_id, place=form.place()),
            template="pro/administration/member.html", facts={"person": person, "house": house},
            to=reverse("pro:member", args=[account_id]), done=_("C’est changé."),
        )  # fmt: skip


def _place_of(house: HouseView, account_id: UUID) -> dict[str, object]:
    person = house.person(account_id)
    last = person.until and (person.until.astimezone(house.zone) - timedelta(seconds=1)).date()
    teams = [str(ident) for ident in person.team_ids]
    return {"role": person.role, "teams": teams, "alerts_by": person.alerts_by, "ends_on": last}


def _here(account_id: UUID) -> str:
    return reverse("pro:member", args=[account_id])


@require_POST
@admit(*ADMINISTRATOR)
@proven
def member_close(request: HttpRequest, account_id: UUID) -> HttpResponse:
    done = _("Ce compte est fermé : ses appareils sont déconnectés.")
    return acted(request, lambda: close_account(**by(request), account_id=account_id), to=_here(account_id), done=done)


@require_POST
@admit(*ADMINISTRATOR)
@proven
def member_reopen(request: HttpRequest, account_id: UUID) -> HttpResponse:
    return acted(
        request, lambda: reopen_account(**by(request), account_id=account_id), to=_here(account_id),
        done=_("Ce compte est rouvert."),
    )  # fmt: skip


@require_POST
@admit(*ADMINISTRATOR)
@proven
def member_dismiss(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Out of the organisation, at once."""
    actor, now = request.actor, machine_now()

    def act() -> None:
        dismiss_member(
            organisation_id=actor.organisation_id, account_id=account_id, actor=f"account:{actor.account_id}",
            now=domain_now(), machine_now=now,
        )  # fmt: skip

    return acted(request, act, to=reverse("pro:home"), done=_("Cette personne ne fait plus partie de votre structure."))


@require_POST
@admit(*ADMINISTRATOR)
@proven
def member_sign_out(request: HttpRequest, account_id: UUID) -> HttpResponse:
    done = _("Ses appareils sont déconnectés.")
    return acted(
        request,
        lambda: end_sessions_of(actor=request.actor, account_id=account_id, machine_now=machine_now()),
        to=_here(account_id),
        done=done,
    )


@require_POST
@admit(*ADMINISTRATOR)
@proven
def everybody_sign_out(request: HttpRequest) -> HttpResponse:
    """For the day on which a device or a password is lost and nobody knows which."""
    keep = request.session.session_key or ""
    return acted(
        request, lambda: end_every_session(actor=request.actor, keep=keep, machine_now=machine_now()),
        to=reverse("pro:home"), done=_("Tout le monde est déconnecté, sauf vous."),
    )  # fmt: skip


@require_POST
@admit(*ADMINISTRATOR)
@proven
def member_invite_again(request: HttpRequest, account_id: UUID) -> HttpResponse:
    limits.check("invitations", request.user.pk, times=30, seconds=3600)
    return acted(
        request, lambda: invite_again(**by(request), account_id=account_id, letter=invitation_from(request.actor.organisation_name)),
        to=_here(account_id), done=_("Une nouvelle invitation part. La précédente ne sert plus."),
    )  # fmt: skip
