"""Teleconsultations, the professional's side: who waits today, and the page on which one of them is held."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import cockpit
from chevet.interfaces.pro.consultation_done import done_facts
from chevet.interfaces.pro.consultations import seats_of, shown, sorted_lines
from chevet.interfaces.pro.errands import errands
from chevet.interfaces.pro.forms.consultation import InvitationForm
from chevet.interfaces.pro.gate import CONSULTS, CONVENES, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.papers import documents_of
from chevet.interfaces.pro.regulation import video_policy
from chevet.interfaces.pro.views.notes import beginnings
from chevet.kernel.identifiers import new_id
from chevet.organisations.territories import territory_named
from chevet.people.actors import CONSULTS as MAY_CONSULT
from chevet.teleconsultation.rules import Modality, State
from chevet.usecases import read_consultations as reading
from chevet.usecases.read_errands import list_errands

DELAYS = (5, 10, 15, 30)


def clocks() -> dict[str, Any]:
    return {"now": domain_now(), "machine_now": machine_now()}


@require_GET
@admit(*CONVENES)
def home(request: HttpRequest) -> HttpResponse:
    """Who waits, what goes on, the rest of the day; live by the team's stream where the role has one."""
    team = next(iter(request.actor.team_names), (None,))[0] if request.actor.is_clinical else None
    facts = _listed(request) | {"team_id": team, "now": domain_now()}
    return show(request, "pro/consultation/list.html", facts, current="consultations")


@require_GET
@admit(*CONVENES, by_itself=True)
def lines(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched again by the page."""
    return render(request, "pro/consultation/lines.html", _listed(request, by_itself=True))


def _listed(request: HttpRequest, *, by_itself: bool = False) -> dict[str, Any]:
    views = reading.list_consultations(actor=request.actor, by_itself=by_itself, **clocks())
    consults = request.actor.role in MAY_CONSULT
    key = cockpit.keys(request)["admit"] if consults else ""
    found = errands(
        list_errands(actor=request.actor, now=domain_now()), mine=request.actor.account_id, now=domain_now()
    )
    return sorted_lines(views, **clocks()) | {"may_consult": consults, "key": key, "errands": found}


@require_GET
@admit(*CONSULTS)
def consultation(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """The cockpit while it goes on; what was held, once it has ended."""
    view = reading.read_consultation(actor=request.actor, consultation_id=consultation_id, **clocks())
    with timezone.override(_zone(view)):
        if view.state in (State.ENDED, State.MISSED):
            return show(request, "pro/consultation/done.html", done_facts(request, view), current="consultations")
        return video_policy(
            show(request, "pro/consultation/page.html", _cockpit(request, view), current="consultations")
        )


def _zone(view: reading.ConsultationView) -> Any:
    return territory_named(view.patient.territory).tzinfo if view.patient else timezone.get_current_timezone()


def _cockpit(request: HttpRequest, view: reading.ConsultationView) -> dict[str, Any]:
    person = cockpit.person_of(request, view)
    mine = cockpit.keys(request)
    identity = cockpit.STATUSES[person.identity.status] if person else ""
    with timezone.override(_zone(view)):
        return {
            **cockpit.buttons(mine), **cockpit.record_of(request, view, person), **where_facts(request, view, person),
            **people_facts(request, view), "documents": documents_of(request, view),
            "in_call": True, "invite": invitation(request, view), "identity_word": identity,
            "draft": (view.conclusion or {}).get("draft", {}), "templates": templates_of(request),
            "earlier": _earlier(request, view) if person else [],
        }  # fmt: skip


def templates_of(request: HttpRequest) -> list[dict[str, Any]]:
    return beginnings(request) if request.actor.is_clinical else []


def invitation(request: HttpRequest, view: reading.ConsultationView, data: Any = None) -> InvitationForm:
    there = {one.account_id for one in view.people if one.account_id}
    return InvitationForm(data, colleagues=cockpit.colleagues_of(request, besides=there))


def _earlier(request: HttpRequest, view: reading.ConsultationView) -> list[dict[str, Any]]:
    views = reading.consultations_of(actor=request.actor, subject_id=view.subject_id, **clocks())
    return [shown(one, **clocks()) for one in views if one.ended_at and one.id != view.id][:5]


def where_facts(request: HttpRequest, view: reading.ConsultationView, person: Any) -> dict[str, Any]:
    """Of the strip that stays on screen: where the person is, or who waits at the door."""
    said = [
        {"who": one.by or view.patient_name, "by_team": bool(one.by), "words": one.words, "at": one.at}
        for one in view.lines
    ]
    return {
        "one": shown(view, **clocks()), "lines": said, "delays": DELAYS, "key": new_id(),
        "keys": cockpit.keys(request), **cockpit.whereabouts(view, person),
    }  # fmt: skip


def people_facts(request: HttpRequest, view: reading.ConsultationView) -> dict[str, Any]:
    return {"one": shown(view, **clocks()), "seats": seats_of(view, account_id=request.actor.account_id)}


@require_GET
@admit(*CONSULTS, by_itself=True)
def part(request: HttpRequest, consultation_id: UUID, part: str) -> HttpResponse:
    """A piece of the cockpit as it is now: where, people or documents."""
    return piece(request, consultation_id, part)


def piece(request: HttpRequest, consultation_id: UUID, name: str, *, refusals: Any = ()) -> HttpResponse:
    """`refusals`: sentences of what was just refused."""
    view = reading.read_consultation(actor=request.actor, consultation_id=consultation_id, by_itself=True, **clocks())
    with timezone.override(_zone(view)):
        if name == "where":
            facts = where_facts(request, view, cockpit.person_of(request, view, quietly=True))
        elif name == "people":
            facts = people_facts(request, view)
        elif name == "documents":
            facts = {"documents": documents_of(request, view), "in_call": True}
        else:
            raise Http404
        facts["refusals"] = [_(one) for one in refusals]
        return render(request, f"pro/consultation/{name}.html", facts)


def final(view: reading.ConsultationView) -> str:
    """How it was held as far as the facts tell; the professional has the last word."""
    seat = view.seat
    if view.modality_final:
        return view.modality_final
    if view.phone_at:
        return Modality.PHONE
    if not seat or seat.connected_at is None:
        return Modality.NONE
    return Modality.AUDIO if view.step == "audio" else Modality.VIDEO
