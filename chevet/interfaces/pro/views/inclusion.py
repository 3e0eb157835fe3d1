"""Starting a follow-up: one page, a warning while typing, an undo, then what became of the message."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import limits, messages_sent
from chevet.interfaces.pro.forms.inclusion import InclusionForm
from chevet.interfaces.pro.gate import CLINICAL, INCLUDES, admit
from chevet.interfaces.pro.inclusion_known import initial_of, known_patient, said_in_consultation
from chevet.interfaces.pro.pages import house_of, show
from chevet.interfaces.pro.pathway_cards import PathwayCard, pathway_cards, texts_to_read
from chevet.interfaces.pro.regulation import prefilled
from chevet.kernel.errors import Forbidden, Invalid, NotFound
from chevet.kernel.tenancy import acting
from chevet.people.models import Patient
from chevet.usecases import include_patient as including
from chevet.usecases.adopt_photos import adopt_photos
from chevet.usecases.end_follow_up import undo_inclusion
from chevet.usecases.inclusion_checks import contacts_so_far, find_duplicates

INCLUDED = "included"


@require_http_methods(["GET", "POST"])
@admit(*INCLUDES)
def include(request: HttpRequest) -> HttpResponse:
    house = house_of(request)
    cards = pathway_cards(team_name=house.teams[0].name if house.teams else house.name)
    patient = known_patient(request)
    known = initial_of(patient) | said_in_consultation(request, patient) if patient else _known(request)
    form = InclusionForm(
        _given(request) if request.method == "POST" else None, teams=house.teams, pathways=cards, initial=known,
        patient_id=patient and patient.id,
    )  # fmt: skip
    if form.is_valid():
        try:
            included = _include(request, form)
        except Invalid as refusal:
            form.refuse(refusal.fields or {"": refusal.sentence})
        else:
            _take_photos_along(request, included)
            kept = {"leaves_at": included.invite_at.isoformat(), "is_written_to": included.is_written_to}
            request.session[INCLUDED] = {str(included.follow_up_id): kept}
            return redirect("pro:included", follow_up_id=included.follow_up_id)
    facts = {"form": form, "cards": cards, "texts": _texts(house, cards), "twin": "duplicate" in form.refused}
    facts["patient"] = patient
    return show(request, "pro/include.html", facts, current="include", status=400 if form.errors else 200)


def _given(request: HttpRequest) -> Any:
    """What was filled in. One press says that both texts were read and that she agrees: two decisions are written."""
    if request.POST.get("heard") != "both":
        return request.POST
    given = request.POST.copy()
    given["agreement"], given["informed"] = "given", "on"
    return given


def _known(request: HttpRequest) -> dict[str, Any]:
    """Who was on the telephone, when the page is opened from a regulation."""
    regulation_id = request.GET.get("regulation", "")
    if not regulation_id or request.method == "POST":
        return {}
    return prefilled(request.actor, regulation_id, now=domain_now(), machine_now=machine_now())


def _include(request: HttpRequest, form: InclusionForm) -> including.Included:
    return including.include_patient(
        actor=request.actor,
        inclusion=form.inclusion(),
        demonstration=settings.DEMO,
        now=domain_now(),
        machine_now=machine_now(),
    )


def _take_photos_along(request: HttpRequest, included: including.Included) -> None:
    """What the doctor kept of a télérégulation, when the inclusion comes from one that is hers."""
    try:
        regulation_id = UUID(request.GET.get("regulation", ""))
    except ValueError:
        return
    about = {"regulation_id": regulation_id, "patient_id": included.patient_id, "follow_up_id": included.follow_up_id}
    with suppress(NotFound, Forbidden):
        adopt_photos(actor=request.actor, **about, now=domain_now(), machine_now=machine_now())


def _texts(house, cards: Sequence[PathwayCard]) -> dict[str, Any]:
    return texts_to_read(house=house, team=house.teams[0], cards=cards) if house.teams and cards else {}


@require_POST
@admit(*INCLUDES)
def duplicates(request: HttpRequest) -> HttpResponse:
    """The fragment that warns while typing. POST: names do not belong in an address."""
    limits.check("duplicates", request.user.pk, times=20, seconds=10)
    return render(request, "pro/parts/twins.html", {"twins": _twins(request)})


@dataclass(frozen=True, slots=True)
class _Typed:
    """As much of a person as was typed so far."""

    birth_name: str
    first_name: str
    birth_date: date
    used_name: str = ""
    used_first_name: str = ""


def _twins(request: HttpRequest) -> list[Patient]:
    boxes = [request.POST.get(f"birth_date_{part}", "") for part in ("day", "month", "year")]
    try:
        born = InclusionForm.base_fields["birth_date"].clean(boxes)
    except ValidationError:  # half a date, while typing, is no mistake yet
        return []
    names = [request.POST.get(name, "")[:80] for name in ("birth_name", "first_name")]
    reached = [(kind, request.POST.get(kind, "")[:200]) for kind in ("mobile", "landline", "email")]
    contacts = contacts_so_far(((kind, one) for kind, one in reached if one), territory="FR")
    if not (all(names) or contacts):
        return []
    with acting(request.actor.scope()):
        return find_duplicates(_Typed(*(names if all(names) else ("", "")), born), contacts)[:3]


@require_GET
@admit(*INCLUDES)
def included(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """A minute to think again, then the way to the patient's page."""
    kept = request.session.get(INCLUDED, {}).get(str(follow_up_id))
    if kept is None:
        return redirect("pro:follow_up", follow_up_id=follow_up_id)
    now, leaves_at = domain_now(), datetime.fromisoformat(kept["leaves_at"])
    facts = {
        "follow_up_id": follow_up_id,
        "leaves_at": leaves_at,
        "now": now,
        "may_undo": now < leaves_at,
        "is_written_to": kept["is_written_to"],
    }
    return show(request, "pro/included.html", facts, current="include")


@require_POST
@admit(*INCLUDES)
def undo(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    undo_inclusion(actor=request.actor, follow_up_id=follow_up_id, now=domain_now(), machine_now=machine_now())
    request.session.pop(INCLUDED, None)
    messages.success(request, _("L’inclusion est annulée. Aucun message n’est parti."))
    return redirect("pro:home")


@require_GET
@admit(*CLINICAL, by_itself=True)
def message_status(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """The fragment that says whether the invitation arrived."""
    sent = messages_sent.of_follow_up(request, follow_up_id)
    return render(request, "pro/parts/messages_sent.html", {"sent": sent, "follow_up_id": follow_up_id})
