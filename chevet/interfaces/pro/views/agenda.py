"""The agenda of a team by day, of a professional by week, and the printed day. Nothing clinical stands here."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chevet.appointments.permissions import KEEPS_AGENDAS
from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.agendas import Board, day_board, week_board
from chevet.interfaces.pro.errands import errands
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.people.models import Role
from chevet.usecases.read_agenda import Agenda, read_agenda
from chevet.usecases.read_errands import list_errands

AGENDA = tuple(sorted(KEEPS_AGENDAS))
USUAL_MINUTES = 20
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def team_of(request: HttpRequest) -> UUID | None:
    """The one that was asked for among the actor's own, else the first; None for somebody without a team."""
    asked, own = request.GET.get("equipe", ""), request.actor.own_team_ids
    named = [ident for ident, _name in request.actor.team_names if ident in own] or sorted(own)
    return next((ident for ident in named if str(ident) == asked), named[0] if named else None)


def around(request: HttpRequest, team_id: UUID, *, since: date, days: int) -> Agenda:
    """The agenda of some days of the team, whichever zone it is in: a day more on both sides, cut by the drawing."""
    start = datetime.combine(since - DAY, datetime.min.time(), domain_now().tzinfo)
    until = start + timedelta(days=days + 2)
    return read_agenda(actor=request.actor, team_id=team_id, since=start, until=until, machine_now=machine_now())


@require_GET
@admit(*AGENDA)
def agenda(request: HttpRequest) -> HttpResponse:
    """`jour`, `vue` (jour or semaine), `qui`, `equipe`, `motif`: everything is in the address, so that Back works."""
    team_id = team_of(request)
    if team_id is None:
        return show(request, "pro/agenda/without_team.html", current="agenda")
    asked, view = _day(request.GET.get("jour", "")), request.GET.get("vue", "jour")
    known = around(request, team_id, since=_monday(asked or _today()), days=7)
    day = asked or domain_now().astimezone(known.zone).date()
    if not known.people:
        return show(request, "pro/agenda/nobody.html", {"agenda": known}, current="agenda")
    who, motive = _who(request, known, view), _motive(request, known)
    minutes = motive.minutes if motive else USUAL_MINUTES
    board = _drawn(known, day=day, view=view, who=who, minutes=minutes)
    facts = _ways(request, known, day=day, view=view, who=who, motive=motive)
    found = list_errands(actor=request.actor, now=domain_now())
    facts["to_call"] = errands(found, mine=request.actor.account_id, now=domain_now())["calls"]
    return show(request, "pro/agenda/agenda.html", facts | {"board": board}, current="agenda")


@require_GET
@admit(*AGENDA)
def agenda_print(request: HttpRequest) -> HttpResponse:
    """The day of each professional, as lists, to be laid on a desk."""
    team_id = team_of(request)
    if team_id is None:
        return redirect("pro:agenda")
    day = _day(request.GET.get("jour", "")) or _today()
    known = around(request, team_id, since=day, days=1)
    board = day_board(known, day=day, minutes=USUAL_MINUTES, now=domain_now(), only=_uuid(request.GET.get("qui", "")))
    facts = {"agenda": known, "board": board, "day": day, "now": domain_now()}
    return show(request, "pro/agenda/print.html", facts, current="agenda")


def _drawn(known: Agenda, *, day: date, view: str, who: UUID | None, minutes: int) -> Board:
    now = domain_now()
    if view == "semaine" and who:
        return week_board(known, monday=_monday(day), account_id=who, minutes=minutes, now=now)
    return day_board(known, day=day, minutes=minutes, now=now, only=who)


def _who(request: HttpRequest, known: Agenda, view: str) -> UUID | None:
    """One person, or None for everybody; a week is always of one. A professional begins with her own."""
    ids = [one.id for one in known.people]
    asked = _uuid(request.GET.get("qui", ""))
    if asked in ids:
        return asked
    own = (
        request.actor.account_id
        if request.actor.role == Role.PROFESSIONAL and request.actor.account_id in ids
        else None
    )
    if view == "semaine":
        return own or ids[0]
    return None


def _motive(request: HttpRequest, known: Agenda) -> Any:
    asked = request.GET.get("motif", "")
    return next((one for one in known.motives if str(one.id) == asked), known.motives[0] if known.motives else None)


def _ways(
    request: HttpRequest, known: Agenda, *, day: date, view: str, who: UUID | None, motive: Any
) -> dict[str, Any]:
    step = WEEK if view == "semaine" else DAY
    chosen = {"equipe": known.team_id, "qui": who or "", "motif": motive.id if motive else ""}

    def address(on: date, **changes: Any) -> str:
        given = chosen | {"jour": on.isoformat(), "vue": view} | changes
        return reverse("pro:agenda") + "?" + "&".join(f"{name}={value}" for name, value in given.items() if value)

    today = domain_now().astimezone(known.zone).date()
    teams = [(ident, name) for ident, name in request.actor.team_names if ident in request.actor.own_team_ids]
    return {
        "agenda": known, "day": day, "monday": _monday(day), "sunday": _monday(day) + 6 * DAY, "view": view, "who": who,
        "motive": motive, "now": domain_now(), "is_today": day == today, "teams": teams if len(teams) > 1 else [],
        "previous": address(day - step), "following": address(day + step), "to_today": address(today),
        "views": [
            (_("Jour"), address(day, vue="jour"), view != "semaine"), (_("Semaine"), address(day, vue="semaine"), view == "semaine"),
        ],
        "people": [(one.id, one.name) for one in known.people],
        "print_url": f"{reverse('pro:agenda_print')}?equipe={known.team_id}&jour={day.isoformat()}" + (f"&qui={who}" if who else ""),
        "settings_url": f"{reverse('pro:agenda_settings')}?equipe={known.team_id}",
        "new_url": f"{reverse('pro:appointment_new')}?equipe={known.team_id}" + (f"&motif={motive.id}" if motive else ""),
    }  # fmt: skip


def _today() -> date:
    return domain_now().date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(typed: str) -> date | None:
    try:
        day = parse_date(typed)
    except ValueError:
        return None
    return day if day and 2000 < day.year < 2200 else None


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
