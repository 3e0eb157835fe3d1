"""Booking: the time that was chosen, the person, the motive; one page, three presses. The person is found by POST."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chevet.appointments.rules import NOTICE
from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import limits
from chevet.interfaces.pro.forms.agenda import BookForm
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.views.agenda import AGENDA, around, team_of
from chevet.interfaces.pro.words import born_words, name_of
from chevet.kernel.errors import Conflict, Invalid
from chevet.organisations.territories import territory_named
from chevet.usecases.book_appointment import book_appointment
from chevet.usecases.read_agenda import Agenda, Bookable, find_times, read_appointment, read_bookable
from chevet.usecases.search_patients import search_patients

ASKED = ("equipe", "qui", "heure", "motif")
PROPOSED = 6


@require_http_methods(["GET", "POST"])
@admit(*AGENDA)
def appointment_new(request: HttpRequest) -> HttpResponse:
    """`equipe`, `qui`, `heure`, `motif` of the time that was pressed stay in the address; names never stand there."""
    team_id = team_of(request)
    if team_id is None:
        return redirect("pro:agenda")
    known = around(request, team_id, since=domain_now().date(), days=1)
    patient_id = _uuid(request.POST.get("patient_id") or request.GET.get("patient", ""))
    facts = {"agenda": known, "asked": _asked(request), "chosen_at": _chosen_at(request, known)}
    if patient_id is None:
        return _searched(request, known, facts)
    person = read_bookable(actor=request.actor, patient_id=patient_id, machine_now=machine_now())
    given = request.POST if request.POST.get("step") == "book" else None
    form = BookForm(
        given, people=known.people, zone=known.zone, motives=known.motives, contacts=person.contacts,
        initial=_initial(request, known),
    )  # fmt: skip
    if given is not None and form.is_valid() and (done := _book(request, form, patient_id, team_id)):
        return done
    return _panel(request, known, person, form, facts)


def _book(request: HttpRequest, form: BookForm, patient_id: UUID, team_id: UUID) -> HttpResponse | None:
    try:
        booked = book_appointment(
            actor=request.actor, booking=form.booking(patient_id=patient_id, team_id=team_id), now=domain_now(),
            machine_now=machine_now(),
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return None
    row = read_appointment(actor=request.actor, appointment_id=booked, machine_now=machine_now())
    if row.channel == "paper":
        messages.success(request, _("Le rendez-vous est pris. Imprimez la convocation et remettez-la."))
        return redirect("pro:appointment_letter", booked)
    messages.success(request, _("Le rendez-vous est pris, la convocation part."))
    return redirect(day_of(row))


def day_of(row: Any) -> str:
    """The day of the agenda on which that appointment stands."""
    day = row.starts_at.astimezone(territory_named(row.team_territory).tzinfo).date()
    return f"{reverse('pro:agenda')}?equipe={row.team_id}&jour={day.isoformat()}"


def _searched(request: HttpRequest, known: Agenda, facts: dict[str, Any]) -> HttpResponse:
    typed, found = request.POST.get("typed", "")[:80], []
    if typed:
        limits.check("search", request.user.pk, times=5, seconds=10)
        now = domain_now()
        rows = search_patients(
            actor=request.actor, typed=typed, territory=known.territory, now=now, machine_now=machine_now()
        )
        today = now.date()
        seen = {row.id: row for row in rows}.values()
        found = [(row.id, name_of(row), born_words(row.birth_date, today), row.birth_name) for row in seen]
    return show(
        request,
        "pro/agenda/who.html",
        facts | {"typed": typed, "found": found, "keeps": _kept(request, known)},
        current="agenda",
    )


def _kept(request: HttpRequest, known: Agenda) -> str:
    """What was pressed, for the page of somebody new, which leads back here."""
    return urlencode({name: value for name, value in _asked(request).items() if value} | {"equipe": str(known.team_id)})


def _panel(
    request: HttpRequest, known: Agenda, person: Bookable, form: BookForm, facts: dict[str, Any]
) -> HttpResponse:
    patient = person.patient
    facts |= {
        "form": form, "patient": patient, "name": name_of(patient), "born": born_words(patient.birth_date, domain_now().date()),
        "elsewhere": territory_named(patient.territory).name if territory_named(patient.territory).zone != known.zone.key else "",
        "proposed": [] if facts["chosen_at"] else _proposed(request, known, form),
        "without_channel": not person.contacts,
    }  # fmt: skip
    return show(request, "pro/agenda/book.html", facts, current="agenda", status=400 if form.errors else 200)


def _proposed(request: HttpRequest, known: Agenda, form: BookForm) -> list[tuple[str, datetime]]:
    """Without a time that was pressed: the next free ones of who is chosen, each a link that fills the boxes."""
    who, motive = form.initial.get("account_id"), form.initial.get("motive_id")
    minutes = next((one.minutes for one in known.motives if str(one.id) == motive), 20)
    if not who:
        return []
    found = find_times(
        actor=request.actor, team_id=known.team_id, account_id=UUID(who), minutes=minutes, since=domain_now() + NOTICE,
        most=PROPOSED, now=domain_now(), machine_now=machine_now(),
    )  # fmt: skip
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in _asked(request).items() if value} | {"qui": who})
    addresses = []
    for start in found:
        query["heure"] = start.isoformat()
        addresses.append((query.urlencode(), start.astimezone(known.zone)))
    return addresses


def _initial(request: HttpRequest, known: Agenda) -> dict[str, Any]:
    asked, chosen = _asked(request), _chosen_at(request, known)
    people = [str(one.id) for one in known.people]
    own = str(request.actor.account_id)
    who = next((one for one in (asked["qui"], own) if one in people), people[0] if people else "")
    motives = [str(one.id) for one in known.motives]
    motive = asked["motif"] if asked["motif"] in motives else (motives[0] if motives else "")
    start = {"day": chosen.date(), "hour": f"{chosen:%H:%M}"} if chosen else {}
    return {"account_id": who, "motive_id": motive, "key": uuid4(), **start}


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:60] for name in ASKED}


def _chosen_at(request: HttpRequest, known: Agenda) -> datetime | None:
    """On the team's wall."""
    try:
        found = parse_datetime(request.GET.get("heure", ""))
    except ValueError:
        return None
    return found.astimezone(known.zone) if found and found.tzinfo else None


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
