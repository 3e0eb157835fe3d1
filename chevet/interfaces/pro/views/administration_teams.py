"""One team: its settings with its ladder, its on-call week, and to whom it delegates."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.administrating import acted, asked, by, house_view
from chevet.interfaces.pro.forms import administration as forms
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.rosters import dates_of, monday_of, picture, week_typed
from chevet.interfaces.pro.views.administration import ADMINISTRATOR, wrong_with
from chevet.interfaces.ui.phones import phone_words
from chevet.notifications.gsm7 import count
from chevet.notifications.texts import wording_of, write_sms
from chevet.organisations.holidays import next_holidays
from chevet.people.models import Role
from chevet.usecases import keep_roster as roster_keeping
from chevet.usecases.delegate_alerts import delegate_alerts, end_delegation
from chevet.usecases.keep_team import change_last_rung, change_team, open_team
from chevet.usecases.read_teams import HouseView, TeamView

OF_A_TEAM = (Role.PROFESSIONAL, Role.AGENT, Role.SECRETARY, Role.ADMINISTRATOR)
DELEGATE = (Role.PROFESSIONAL, Role.ADMINISTRATOR)
EXAMPLE_LINK = "https://suivi.exemple.fr/s/Zm9vYmFyYmF6cXV1eDEyMw"


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
def team_new(request: HttpRequest) -> HttpResponse:
    house = house_view(request)
    start = {"red_minutes": 9, "orange_minutes": 120}
    form = forms.TeamForm(request.POST if request.method == "POST" else None, teams=house.teams, initial=start)

    def act() -> None:
        chosen = form.settings(fiction=settings.DEMO)
        open_team(actor=request.actor, settings=chosen, machine_now=machine_now())

    return asked(
        request, form, act, template="pro/administration/team_new.html", facts={}, to=reverse("pro:home"),
        done=_("L’équipe est ouverte. Déclarez maintenant ses heures de garde."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
def team_settings(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """All the settings of a team on one page, with its ladder and the message that its name signs."""
    house = house_view(request)
    team = house.team(team_id)
    others = [one for one in house.teams if one.id != team_id]
    form = forms.TeamForm(request.POST if request.method == "POST" else None, teams=others, initial=_settings_of(team))

    def act() -> None:
        chosen = form.settings(fiction=settings.DEMO)
        change_team(actor=request.actor, team_id=team_id, settings=chosen, machine_now=machine_now())

    facts = {"team": team, "house": house, "sms": _signed(team), "wrong": wrong_with(team), "now": domain_now()}
    return asked(
        request, form, act, template="pro/administration/team.html", facts=facts,
        to=reverse("pro:team_settings", args=[team_id]), done=_("C’est changé."),
    )  # fmt: skip


def _settings_of(team: TeamView) -> dict[str, Any]:
    return {
        "name": team.name, "phone": phone_words(team.phone), "red_minutes": team.red_minutes,
        "orange_minutes": team.orange_minutes, "second_line": str(team.second_id or ""),
        "digest_at": " ".join(team.digest_at),
    }  # fmt: skip


def _signed(team: TeamView) -> dict[str, Any]:
    """The reminder as it leaves with this name: the only word of the messages that a house may choose."""
    values = {"service": team.name, "day": "4", "link": EXAMPLE_LINK}
    text = write_sms(wording_of("reminder", language="fr"), language="fr", values=values)
    return {"text": text, "size": count(text), "is_neutral": not text.startswith("Votre équipe :")}


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
def last_rung(request: HttpRequest) -> HttpResponse:
    """Who is told when nobody on duty answered."""
    house = house_view(request)
    start = {"alert_mobile": house.alert_mobile, "alert_email": house.alert_email}
    form = forms.LastRungForm(request.POST if request.method == "POST" else None, initial=start)

    def act() -> None:
        change_last_rung(actor=request.actor, **form.cleaned_data, machine_now=machine_now(), fiction=settings.DEMO)

    return asked(
        request, form, act, template="pro/administration/last_rung.html", facts={}, to=reverse("pro:home"),
        done=_("C’est changé."),
    )  # fmt: skip


@require_GET
@admit(*OF_A_TEAM)
def roster(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """The week of a team: for its people to read, for the administrator to change."""
    house = house_view(request)
    team = house.team(team_id)
    now = domain_now()
    with timezone.override(team.zone):
        facts = _roster_facts(house, team, monday=_week(request) or monday_of(now.astimezone(team.zone).date()))
        return show(request, "pro/administration/roster.html", facts, current="roster")


def _week(request: HttpRequest) -> date | None:
    try:
        return monday_of(date.fromisoformat(request.GET["week"])) if "week" in request.GET else None
    except ValueError:
        raise Http404 from None


def _roster_facts(house: HouseView, team: TeamView, *, monday: date) -> dict[str, Any]:
    now = domain_now()
    names = {one.account_id: one.name for one in team.people}
    tabs = [
        {"label": one.name, "url": reverse("pro:roster", args=[one.id]), "current": one.id == team.id}
        for one in house.teams
    ]
    return {
        "team": team, "picture": picture(team, monday=monday, now=now), "on_duty": team.on_duty(now),
        "should_answer": team.should_answer(now), "dates": dates_of(team.hours), "tabs": tabs if len(tabs) > 1 else [],
        "turns": [{"id": ident, "turn": turn, "name": names[turn.account_id]} for ident, turn in team.turns],
        "week": list(zip(forms.DAYS, week_typed(team.hours), strict=True)), "now": now,
    }  # fmt: skip


def _edited(request: HttpRequest, team_id: UUID, form: Any, act: Any, *, template: str, **facts: Any) -> HttpResponse:
    team = house_view(request).team(team_id)
    with timezone.override(team.zone):
        return asked(
            request, form, act, template=template, facts={"team": team, **facts},
            to=reverse("pro:roster", args=[team_id]), done=_("C’est changé."),
        )  # fmt: skip


def _today(team: TeamView) -> date:
    return domain_now().astimezone(team.zone).date()


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
def roster_hours(request: HttpRequest, team_id: UUID) -> HttpResponse:
    team = house_view(request).team(team_id)
    start = {f"day_{number}": typed for number, typed in enumerate(week_typed(team.hours))}
    form = forms.HoursForm(request.POST if request.method == "POST" else None, initial=start)
    return _edited(
        request, team_id, form,
        lambda: roster_keeping.declare_hours(**by(request), team_id=team_id, week=form.week()),
        template="pro/administration/hours.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
def roster_date(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """A date with hours of its own; a public holiday fills the date in by one press."""
    team = house_view(request).team(team_id)
    asked_for = request.GET.get("day", "")
    start = {"day": _date(asked_for)} if asked_for else {}
    form = forms.DateForm(request.POST if request.method == "POST" else None, initial=start)
    return _edited(
        request, team_id, form,
        lambda: roster_keeping.declare_date(**by(request), team_id=team_id, today=_today(team), **form.cleaned_data),
        template="pro/administration/date.html", holidays=next_holidays(_today(team)),
    )  # fmt: skip


@require_POST
@admit(*ADMINISTRATOR)
def roster_forget(request: HttpRequest, team_id: UUID) -> HttpResponse:
    day = _date(request.POST.get("day", ""))
    return acted(
        request, lambda: roster_keeping.forget_date(**by(request), team_id=team_id, day=day),
        to=reverse("pro:roster", args=[team_id]), done=_("Ce jour est de nouveau comme les autres."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@admit(*ADMINISTRATOR)
def roster_turn(request: HttpRequest, team_id: UUID) -> HttpResponse:
    team = house_view(request).team(team_id)
    form = forms.TurnForm(request.POST if request.method == "POST" else None, people=team.told)
    return _edited(
        request, team_id, form,
        lambda: roster_keeping.add_turn(**by(request), team_id=team_id, today=_today(team), turn=form.turn()),
        template="pro/administration/turn.html",
    )  # fmt: skip


@require_POST
@admit(*ADMINISTRATOR)
def roster_turn_remove(request: HttpRequest, team_id: UUID, turn_id: UUID) -> HttpResponse:
    return acted(
        request, lambda: roster_keeping.remove_turn(**by(request), team_id=team_id, turn_id=turn_id),
        to=reverse("pro:roster", args=[team_id]), done=_("Ce tour de garde est retiré."),
    )  # fmt: skip


def _date(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@admit(*DELEGATE)
def delegation(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """To whom this team hands its alerts, and when; opened by its own people or by an administrator."""
    house = house_view(request)
    team = house.team(team_id)
    if request.actor.role == Role.PROFESSIONAL and team_id not in request.actor.own_team_ids:
        raise Http404
    form = forms.DelegationForm(
        request.POST if request.method == "POST" else None,
        teams=[one for one in house.every if one.id != team_id],
        initial=_delegated(team),
    )

    def act() -> None:
        to_team, given = UUID(form.cleaned_data["to_team"]), form.cleaned_data["digest_at"]
        delegate_alerts(**by(request), team_id=team_id, to_team_id=to_team, hours=form.hours(), digest_at=given)

    return asked(
        request, form, act, template="pro/administration/delegation.html", facts={"team": team},
        to=reverse("pro:delegation", args=[team_id]), done=_("Les alertes sont déléguées."), current="roster",
    )  # fmt: skip


def _delegated(team: TeamView) -> dict[str, Any]:
    if team.delegates is None:
        return {f"day_{number}": typed for number, typed in enumerate(week_typed(team.hours))}
    week = {f"day_{number}": typed for number, typed in enumerate(week_typed(team.delegates.hours))}
    return {"to_team": str(team.delegates.to_id), "digest_at": team.delegates.digest_at, **week}


@require_POST
@admit(*DELEGATE)
def delegation_end(request: HttpRequest, team_id: UUID) -> HttpResponse:
    return acted(
        request, lambda: end_delegation(**by(request), team_id=team_id),
        to=reverse("pro:delegation", args=[team_id]), done=_("Votre équipe reprend ses alertes."),
    )  # fmt: skip
