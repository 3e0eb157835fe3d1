"""A patient, with or without a follow-up: her page, somebody new, the ways to reach her."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.appointments.permissions import KEEPS_AGENDAS
from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.forms.patient import CodeForm, ContactForm, RegisterForm, ShareForm
from chevet.interfaces.pro.gate import CLINICAL, INCLUDES, admit
from chevet.interfaces.pro.identity_desk import read_code
from chevet.interfaces.pro.pages import house_of, show
from chevet.interfaces.pro.patient_page import blocks_of, patient_page
from chevet.interfaces.pro.views.booking import ASKED
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.tenancy import acting
from chevet.organisations.queries import house
from chevet.people.identity import Traits
from chevet.usecases.keep_contacts import add_contact, retire_contact
from chevet.usecases.register_patient import register_patient
from chevet.usecases.share_patient import share_patient


def clocks() -> dict[str, Any]:
    return {"now": domain_now(), "machine_now": machine_now()}


@require_GET
@admit(*INCLUDES)
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    page = patient_page(request, patient_id)
    return show(request, "pro/patient.html", {"page": page, "blocks": blocks_of(request, page)}, current="people")


@require_http_methods(["GET", "POST"])
@admit(*INCLUDES)
def new(request: HttpRequest) -> HttpResponse:
    """Somebody new, typed or read from her code; the person is made only by the second form."""
    teams = house_of(request).teams
    if "code" in request.POST:
        return _from_code(request, teams)
    form = RegisterForm(request.POST or None, teams=teams, initial=_team_asked(request, teams))
    if form.is_valid():
        try:
            patient_id = register_patient(actor=request.actor, registration=form.registration(), **clocks())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("La personne est inscrite. Son identité est provisoire."))
            return redirect(_booking(request, patient_id) or reverse("pro:patient", args=[patient_id]))
    return _asked(request, form, CodeForm())


def _team_asked(request: HttpRequest, teams: Any) -> dict[str, Any]:
    """Of the agenda in which a time was pressed."""
    asked = request.GET.get("equipe", "")
    return {"team_id": asked} if asked in {str(one.id) for one in teams} else {}


def _booking(request: HttpRequest, patient_id: UUID) -> str:
    """Back to the time that was pressed in the agenda, where she comes from there."""
    asked = {name: request.GET[name][:60] for name in ASKED if name in request.GET}
    if not asked or request.actor.role not in KEEPS_AGENDAS:
        return ""
    return f"{reverse('pro:appointment_new')}?{urlencode(asked | {'patient': str(patient_id)})}"


def _from_code(request: HttpRequest, teams: Any) -> HttpResponse:
    code = CodeForm(request.POST)
    found = read_code(code)
    if not found:
        return _asked(request, RegisterForm(teams=teams), code)
    return _asked(request, RegisterForm(teams=teams, initial=initial_of(found)), CodeForm(), read=found)


def _asked(request: HttpRequest, form: RegisterForm, code: CodeForm, *, read: Traits | None = None) -> HttpResponse:
    facts = {"form": form, "code": code, "read": read, "twin": "duplicate" in form.refused}
    facts["books"] = any(name in request.GET for name in ASKED)
    wrong = form.errors or code.errors
    return show(request, "pro/patient_new.html", facts, current="people", status=400 if wrong else 200)


def initial_of(traits: Traits) -> dict[str, Any]:
    return {name: getattr(traits, name) for name in Traits.__slots__}


@require_http_methods(["GET", "POST"])
@admit(*INCLUDES)
def contacts(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    page = patient_page(request, patient_id)
    form = ContactForm(request.POST or None, initial={"kind": "mobile"})
    if form.is_valid():
        try:
            add_contact(actor=request.actor, patient_id=patient_id, **form.cleaned_data, **clocks())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Le contact est ajouté."))
            return redirect("pro:patient", patient_id=patient_id)
    facts = {"page": page, "form": form}
    return show(request, "pro/patient_contacts.html", facts, current="people", status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def share(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Another team of the organisation opens the whole record."""
    page = patient_page(request, patient_id)
    there = {team.id for team in page.view.teams}
    with acting(request.actor.scope()):
        others = [one for one in house(organisation_id=request.actor.organisation_id).teams if one.id not in there]
    form = ShareForm(request.POST or None, teams=others)
    if form.is_valid():
        share_patient(actor=request.actor, patient_id=patient_id, **form.cleaned_data, **clocks())
        messages.success(request, _("Le cercle de soins est élargi. La personne le voit sur sa page."))
        return redirect("pro:patient", patient_id=patient_id)
    facts = {"page": page, "form": form, "others": others}
    return show(request, "pro/patient_share.html", facts, current="people", status=400 if form.errors else 200)


@require_POST
@admit(*INCLUDES)
def retire(request: HttpRequest, patient_id: UUID, contact_id: UUID) -> HttpResponse:
    try:
        retire_contact(actor=request.actor, patient_id=patient_id, contact_id=contact_id, **clocks())
    except Conflict as refusal:
        messages.error(request, _(refusal.sentence))
    else:
        messages.success(request, _("Le contact est retiré : plus rien n’y part."))
    return redirect("pro:patient_contacts", patient_id=patient_id)
