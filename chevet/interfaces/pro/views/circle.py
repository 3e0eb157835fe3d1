"""Who follows somebody: adding, leaving, handing over, and opening a record from outside with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now
from chevet.interfaces.pro import limits
from chevet.interfaces.pro.circles import circle_of, is_ours, openings_of, shared_of
from chevet.interfaces.pro.forms.record import ColleagueForm, GlassForm, HandOverForm, TeamForm
from chevet.interfaces.pro.gate import CLINICAL, PROFESSIONAL, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import RecordPage, patient_page
from chevet.interfaces.pro.views.acting import clocks, done
from chevet.interfaces.pro.words import born_words, name_of, said
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.tenancy import acting
from chevet.organisations.queries import house
from chevet.people.circle import AGREEMENT, TEAM_AGREEMENT
from chevet.people.models import Role
from chevet.usecases import widen_circle as widening
from chevet.usecases.break_glass import before_opening, break_glass, read_openings
from chevet.usecases.hand_over_follow_up import hand_over_follow_up
from chevet.usecases.read_shared import read_shared

FORMS = {"team": TeamForm, "colleague": ColleagueForm, "hand_over": HandOverForm}


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def circle(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Who follows this person, and three ways to change it; `what` in the form says which was sent."""
    page = patient_page(request, follow_up_id)
    sent = request.POST.get("what", "") if request.method == "POST" else ""
    forms = {what: _form(request, page, what, sent) for what in FORMS}
    ready = sent in forms and forms[sent].is_valid() and is_ours(request, page)
    if ready and (answer := _changed(request, follow_up_id, sent, forms[sent])):
        return answer
    facts = {
        "page": page,
        "follow_up_id": follow_up_id,
        "circle": circle_of(page, my_teams=request.actor.own_team_ids),
        "ours": is_ours(request, page),
    }
    facts |= {
        "forms": forms, "agreement": said(AGREEMENT).format(name=_("Ce professionnel")),
        "team_agreement": said(TEAM_AGREEMENT).format(name="…"),
    }  # fmt: skip
    facts["may_hand_over"] = request.actor.role in PROFESSIONAL and page.is_live
    return show(request, "pro/circle.html", facts, status=400 if any(form.errors for form in forms.values()) else 200)


def _form(request: HttpRequest, page: RecordPage, what: str, sent: str) -> Any:
    form = FORMS[what](request.POST if sent == what else None, page=page, prefix=what)
    if isinstance(form, TeamForm):
        following = {one.team_id for one in page.record.around.circle if one.until is None} if what == "team" else set()
        form.offer([team for team in _teams(request) if team[0] not in map(str, following | {page.follow_up.team_id})])
    return form


def _teams(request: HttpRequest) -> list[tuple[str, str]]:
    with acting(request.actor.scope()):
        return [(str(one.id), one.name) for one in house(organisation_id=request.actor.organisation_id).teams]


def _changed(request: HttpRequest, follow_up_id: UUID, what: str, form: Any) -> HttpResponse | None:
    given = form.cleaned_data
    whom = {"actor": request.actor, "follow_up_id": follow_up_id, **clocks()}
    try:
        if what == "team":
            widening.add_team(**whom, team_id=given["team_id"])
        elif what == "colleague":
            limits.check("colleague", request.user.pk, times=20, seconds=3600)
            widening.call_guest(**whom, **given)
        else:
            return _handed_over(request, whom, given)
    except Invalid as refusal:
        form.refuse(refusal)
        return None
    except Conflict as refusal:
        form.add_error(None, _(refusal.sentence))
        return None
    messages.success(request, _("Le cercle de soins est élargi. La personne le voit sur sa page."))
    return redirect("pro:circle", follow_up_id=follow_up_id)


def _handed_over(request: HttpRequest, whom: dict[str, Any], given: dict[str, Any]) -> HttpResponse:
    hand_over_follow_up(**whom, **given)
    messages.success(request, _("Le suivi est confié à l’autre équipe, qui en répond dès maintenant."))
    if given["stay"] or given["team_id"] in request.actor.team_ids:
        return redirect("pro:follow_up", follow_up_id=whom["follow_up_id"])
    return redirect("pro:home")


@require_POST
@admit(*CLINICAL)
def leave(request: HttpRequest, follow_up_id: UUID, link_id: UUID) -> HttpResponse:
    widening.leave_circle(actor=request.actor, follow_up_id=follow_up_id, link_id=link_id, **clocks())
    messages.success(request, _("C’est noté : l’accès est fermé dès maintenant."))
    return redirect("pro:home" if request.POST.get("mine") else "pro:circle", **_to(request, follow_up_id))


def _to(request: HttpRequest, follow_up_id: UUID) -> dict[str, UUID]:
    return {} if request.POST.get("mine") else {"follow_up_id": follow_up_id}


@require_http_methods(["GET", "POST"])
@admit(*PROFESSIONAL)
def open_record(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """The door of a record that one does not follow: whose it is, what opening it means, why."""
    door = before_opening(actor=request.actor, follow_up_id=follow_up_id, now=domain_now())
    if door.is_open:
        return redirect("pro:follow_up", follow_up_id=follow_up_id)
    form = GlassForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limits.check("glass", request.user.pk, times=20, seconds=3600)
        try:
            break_glass(actor=request.actor, follow_up_id=follow_up_id, **form.cleaned_data, **clocks())
            return done(request, follow_up_id, _("Le dossier est ouvert pour une heure. Cette ouverture est visible."))
        except Invalid as refusal:
            form.refuse(refusal)
    patient = door.patient
    facts = {
        "form": form, "follow_up_id": follow_up_id, "name": name_of(patient), "team": patient.team_name,
        "born": born_words(patient.birth_date, domain_now().date()),
    }  # fmt: skip
    return show(request, "pro/open_record.html", facts, status=400 if form.errors else 200)


@require_GET
@admit(Role.ADMINISTRATOR)
def openings(request: HttpRequest) -> HttpResponse:
    """Who opened a record from outside its circle, when and why; nobody's name."""
    found = openings_of(read_openings(actor=request.actor), now=domain_now())
    return show(request, "pro/openings.html", {"openings": found}, current="openings")


@require_GET
@admit(*CLINICAL)
def shared(request: HttpRequest) -> HttpResponse:
    """The records that were opened to oneself, here and elsewhere."""
    found = shared_of(read_shared(actor=request.actor, now=domain_now()))
    return show(request, "pro/shared.html", {"shared": found})
