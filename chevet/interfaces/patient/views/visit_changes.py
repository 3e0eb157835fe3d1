"""What a patient does with her appointment: confirm in one touch; move, cancel and take back in two."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chevet.access.visits import Visit
from chevet.appointments.calendar_file import calendar
from chevet.appointments.rules import BOOKABLE_FOR
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.moments import hour_words
from chevet.interfaces.patient.visit_opening import of_visit, visit_framed
from chevet.interfaces.patient.visit_words import day_of, entry_of, when, when_at
from chevet.kernel.errors import Conflict, Forbidden, Invalid
from chevet.usecases.cancel_own_appointment import cancel_own_appointment, restore_own_appointment
from chevet.usecases.confirm_appointment import confirm_appointment
from chevet.usecases.move_own_appointment import move_own_appointment, own_times
from chevet.usecases.open_visit import VisitPage

WEEK = timedelta(days=7)
AGAIN = "Choisissez une heure de la liste."


@require_POST
@of_visit(to="visitors")
def confirm(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    return _changed(request, token, page, confirm_appointment, done="confirme")


@require_http_methods(["GET", "HEAD", "POST"])
@of_visit(to="visitors")
def cancel(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """The first touch led here; the second one cancels."""
    if page.appointment is None or not page.appointment.is_live:
        return redirect("visit:home", token)
    if request.method == "POST":
        return _changed(request, token, page, cancel_own_appointment, done="annule")
    return visit_framed(request, token, page, "visit/cancel", when=when(page))


@require_POST
@of_visit(to="visitors")
def restore(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    return _changed(request, token, page, restore_own_appointment, done="remis")


@require_http_methods(["GET", "HEAD", "POST"])
@of_visit(to="visitors")
def move(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """The next three free times first, then a week at a time. A touch on one of them moves."""
    if page.appointment is None or not page.appointment.is_live:
        return redirect("visit:home", token)
    if request.method != "POST":
        return _times(request, token, page)
    starts_at = _moment(request.POST.get("starts_at", ""))
    if starts_at is None:
        return _times(request, token, page, refused=_(AGAIN), status=422)

    def act(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
        move_own_appointment(visit=visit, starts_at=starts_at, now=now, machine_now=machine_now)

    return _changed(request, token, page, act, done="deplace", otherwise=_times)


@require_safe
@of_visit(to="visitors")
def calendar_file(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    if page.appointment is None:
        return redirect("visit:home", token)
    link = request.build_absolute_uri(reverse("visit:home", args=[token]))
    content = calendar([entry_of(page, link=link)])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    response["Cache-Control"] = "no-store, private"
    return response


def _changed(
    request: HttpRequest, token: str, page: VisitPage, act: Callable[..., Any], *, done: str,
    otherwise: Callable[..., HttpResponse] | None = None,
) -> HttpResponse:  # fmt: skip
    """The act, then the appointment as it is now; a refusal is said where one was."""
    try:
        act(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    except (Conflict, Invalid, Forbidden) as refusal:
        if otherwise:
            return otherwise(request, token, page, refused=_(refusal.sentence), status=409)
        facts = {"refused": _(refusal.sentence), "when": when(page)}
        return visit_framed(request, token, page, "visit/home", status=409, **facts)
    response = redirect("visit:home", token)
    response["Location"] += f"?fait={done}"
    return response


def _times(request: HttpRequest, token: str, page: VisitPage, *, refused: str = "", status: int = 200) -> HttpResponse:
    now = clock.domain_now()
    today = now.astimezone(page.zone).date()
    start = _week(request.GET.get("semaine", ""), today)
    since = datetime.combine(start, datetime.min.time(), page.zone)
    found = own_times(visit=visit_of(request, token), since=since, until=since + WEEK, now=now)
    facts = {
        "when": when(page), "refused": refused, "may_move": found.may_move,
        "first": [(one.isoformat(), when_at(page, one)) for one in found.first],
        "days": _by_day(found.there, page),
        "week": start, "last": start + WEEK - timedelta(days=1),
        "previous": start - WEEK if start > today else None,
        "following": start + WEEK if start + WEEK <= (now + BOOKABLE_FOR).date() else None,
    }  # fmt: skip
    return visit_framed(request, token, page, "visit/move", status=status, **facts)


def _by_day(times: tuple[datetime, ...], page: VisitPage) -> list[tuple[str, list[tuple[str, str]]]]:
    """Her own days, each with its hours: (what is sent, what is read)."""
    days = groupby(times, key=lambda one: one.astimezone(page.zone).date())
    return [(day_of(day), [(one.isoformat(), hour_words(one, page.zone)) for one in some]) for day, some in days]


def _week(typed: str, today: date) -> date:
    """The week that begins on that day; this one for anything else."""
    try:
        asked = parse_date(typed)
    except ValueError:
        asked = None
    if asked is None or not today <= asked <= today + BOOKABLE_FOR:
        return today
    return asked


def _moment(typed: str) -> datetime | None:
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
