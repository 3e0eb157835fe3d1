"""One appointment: what is known, and what may be done with it; another hour, an end, a letter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.appointments.rules import NOTICE
from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import payments
from chevet.interfaces.pro.agendas import state_words
from chevet.interfaces.pro.forms.agenda import CancelForm, MoveForm
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.views.agenda import AGENDA
from chevet.interfaces.pro.views.booking import day_of
from chevet.interfaces.pro.words import born_words, name_of
from chevet.kernel.errors import Conflict, Invalid
from chevet.organisations.territories import territory_named
from chevet.usecases.cancel_appointment import cancel_appointment, restore_appointment
from chevet.usecases.close_appointment import close_appointment, settle_unreached
from chevet.usecases.convoking import link_address
from chevet.usecases.move_appointment import Move, move_appointment
from chevet.usecases.read_agenda import find_times, read_agenda, read_appointment, read_bookable

PROPOSED = 6


def read(request: HttpRequest, appointment_id: UUID) -> tuple[Any, dict[str, Any]]:
    """The row, and what every page of it shows."""
    row = read_appointment(actor=request.actor, appointment_id=appointment_id, machine_now=machine_now())
    zone, hers, now = (
        territory_named(row.team_territory).tzinfo,
        territory_named(row.territory).tzinfo,
        domain_now(),
    )
    starts_at = row.starts_at.astimezone(zone)
    elsewhere = row.starts_at.astimezone(hers)
    return row, {
        "row": row, "name": name_of(row), "born": born_words(row.birth_date, now.date()), "starts_at": starts_at,
        "ends_at": row.ends_at.astimezone(zone), "agenda_url": day_of(row), "state": state_words(row, now),
        "elsewhere": elsewhere if elsewhere.utcoffset() != starts_at.utcoffset() else None,
        "where": territory_named(row.territory).name, "is_live": row.state in ("booked", "confirmed"),
        "before": row.moved_from.astimezone(zone) if row.moved_from else None,
        "begun": row.starts_at <= now, "over": row.ends_at <= now,
    }  # fmt: skip


@require_GET
@admit(*AGENDA)
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    row, facts = read(request, appointment_id)
    if row.unreached:
        person = read_bookable(actor=request.actor, patient_id=row.patient_id, machine_now=machine_now())
        facts["phones"] = [value for _id, kind, value in person.contacts if kind != "email"]
    facts |= payments.of_appointment(request, appointment_id)
    return show(request, "pro/agenda/appointment.html", facts, current="agenda")


@require_http_methods(["GET", "POST"])
@admit(*AGENDA)
def appointment_move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The next free times as buttons, or any time typed. What is dragged on the agenda is sent here too."""
    row, facts = read(request, appointment_id)
    if not facts["is_live"]:
        return redirect("pro:appointment", appointment_id)
    known = read_agenda(
        actor=request.actor, team_id=row.team_id, since=row.starts_at, until=row.ends_at, machine_now=machine_now()
    )  # fmt: skip
    initial = {
        "account_id": str(row.account_id), "day": facts["starts_at"].date(), "hour": f"{facts['starts_at']:%H:%M}",
        "seen": row.moves,
    }  # fmt: skip
    chosen = _chosen(request, row)
    given = request.POST if request.method == "POST" and chosen is None else None
    form = MoveForm(given, people=known.people, zone=known.zone, initial=initial)
    if request.method == "POST":
        wanted = chosen or (form.move(appointment_id) if form.is_valid() else None)
        if wanted and (done := _moved(request, form, wanted)):
            return done
    facts |= {"form": form, "agenda": known, "proposed": _proposed(request, row, known.zone)}
    return show(request, "pro/agenda/move.html", facts, current="agenda", status=400 if form.errors else 200)


def _chosen(request: HttpRequest, row: Any) -> Move | None:
    """A time of the list, or one that something was dropped on."""
    try:
        starts_at = parse_datetime(request.POST.get("starts_at", ""))
        account = request.POST.get("account_id", "")
        seen = int(request.POST.get("seen", ""))
        if starts_at is None or starts_at.tzinfo is None:
            return None
        return Move(
            appointment_id=row.id, starts_at=starts_at, seen=seen, account_id=UUID(account) if account else None
        )
    except ValueError:
        return None


def _moved(request: HttpRequest, form: MoveForm, wanted: Move) -> HttpResponse | None:
    try:
        move_appointment(actor=request.actor, move=wanted, now=domain_now(), machine_now=machine_now())
    except (Invalid, Conflict) as refusal:
        if form.is_bound:
            form.refuse(refusal)
        else:
            messages.error(request, _(refusal.sentence))
        return None
    row, _facts = read(request, wanted.appointment_id)
    messages.success(request, _("C’est déplacé. La personne est prévenue."))
    return redirect(day_of(row))


def _proposed(request: HttpRequest, row: Any, zone: Any) -> list[tuple[str, datetime]]:
    minutes = int((row.ends_at - row.starts_at).total_seconds() // 60)
    found = find_times(
        actor=request.actor, team_id=row.team_id, account_id=row.account_id, minutes=minutes,
        since=domain_now() + NOTICE, most=PROPOSED, now=domain_now(), machine_now=machine_now(),
    )  # fmt: skip
    return [(one.isoformat(), one.astimezone(zone)) for one in found]


@require_http_methods(["GET", "POST"])
@admit(*AGENDA)
def appointment_cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    row, facts = read(request, appointment_id)
    if not facts["is_live"]:
        return redirect("pro:appointment", appointment_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_appointment(
                actor=request.actor, appointment_id=appointment_id, **form.cleaned_data, now=domain_now(),
                machine_now=machine_now(),
            )  # fmt: skip
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Le rendez-vous est annulé."))
            return redirect(day_of(row))
    return show(
        request, "pro/agenda/cancel.html", facts | {"form": form}, current="agenda", status=400 if form.errors else 200
    )


@require_POST
@admit(*AGENDA)
def appointment_restore(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    return _acted(
        request, appointment_id, restore_appointment, _("Le rendez-vous est remis. La personne est prévenue.")
    )


@require_POST
@admit(*AGENDA)
def appointment_outcome(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """`outcome`: honoured or missed."""
    outcome = request.POST.get("outcome", "")

    def act(**given: Any) -> None:
        close_appointment(**given, outcome=outcome)

    return _acted(request, appointment_id, act, _("C’est noté."))


@require_POST
@admit(*AGENDA)
def appointment_called(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    return _acted(request, appointment_id, settle_unreached, _("C’est noté : la personne a été appelée."))


@require_GET
@admit(*AGENDA)
def appointment_letter(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The convocation on paper, for who has neither mobile nor e-mail, or wants it so."""
    row, facts = read(request, appointment_id)
    facts |= {
        "link": link_address(row).removeprefix("https://").removeprefix("http://"),
        "video": row.modality == "video",
    }
    return show(request, "pro/agenda/letter.html", facts, current="agenda")


def _acted(request: HttpRequest, appointment_id: UUID, act: Callable[..., Any], done: str) -> HttpResponse:
    """One button, and the appointment as it is now; a refusal is said there too."""
    try:
        act(actor=request.actor, appointment_id=appointment_id, now=domain_now(), machine_now=machine_now())
    except (Invalid, Conflict) as refusal:
        messages.error(request, _(refusal.sentence))
    else:
        messages.success(request, done)
    return redirect("pro:appointment", appointment_id)
