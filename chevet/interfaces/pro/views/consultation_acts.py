"""Acts during a consultation. From the page itself each answers with the piece that changed, or the whole page without script."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chevet.interfaces.pro import limits
from chevet.interfaces.pro.gate import CONSULTS, CONVENES, admit
from chevet.interfaces.pro.views.consultation import clocks, invitation, piece
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.identifiers import new_id
from chevet.usecases import admit_to_consultation as admitting
from chevet.usecases import invite_to_consultation as inviting
from chevet.usecases import open_consultation as opening
from chevet.usecases import pass_to_phone as passing
from chevet.usecases.confirm_place import ELSEWHERE, Said, confirm_place_heard
from chevet.usecases.join_consultation import join_consultation
from chevet.usecases.read_consultations import read_consultation
from chevet.usecases.write_in_waiting_room import write_to_waiting_room


def _key(request: HttpRequest) -> UUID:
    """Made by the page, so that a second press does nothing; by us when it is missing or odd."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return new_id()


def _answer(
    request: HttpRequest, consultation_id: UUID, name: str, act: Callable[[], Any], *more: Callable[[], Any]
) -> HttpResponse:
    """Acts in order until one is refused, whose sentences stand in the piece."""
    refusals: list[str] = []
    try:
        for one in (act, *more):
            one()
    except Invalid as refusal:
        refusals = list((refusal.fields or {"": refusal.sentence}).values())
    except admitting.Admitted as refusal:
        refusals = [_("%(name)s l’a déjà fait entrer.") % {"name": refusal.by} if refusal.by else refusal.sentence]
    except Conflict as refusal:
        refusals = [refusal.sentence]
    if request.htmx:
        return piece(request, consultation_id, name, refusals=refusals)
    for sentence in refusals:
        messages.warning(request, _(sentence))
    return redirect("pro:consultation", consultation_id=consultation_id)


@require_POST
@admit(*CONVENES)
def consult_now(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """From the patient's page: the link leaves, and who consults is brought to the room."""
    limits.check("consultation", request.user.pk, times=30, seconds=600)
    wanted = opening.Wanted(key=_key(request), patient_id=patient_id)
    try:
        opened = opening.open_consultation(actor=request.actor, wanted=wanted, **clocks())
    except Invalid as refusal:
        messages.warning(request, _(refusal.sentence))
        return redirect("pro:patient", patient_id=patient_id)
    return _to(request, opened)


@require_POST
@admit(*CONVENES)
def of_appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    opened = opening.open_for_appointment(
        actor=request.actor, key=_key(request), appointment_id=appointment_id, **clocks()
    )
    return _to(request, opened)


def _to(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """A secretary opens the room and does not enter it."""
    if request.actor.role not in CONSULTS:
        messages.success(request, _("Le lien est parti. La téléconsultation est dans la liste."))
        return redirect("pro:consultations")
    return redirect("pro:consultation", consultation_id=consultation_id)


@require_POST
@admit(*CONSULTS, by_itself=True)
def ticket(request: HttpRequest, consultation_id: UUID) -> JsonResponse:
    given = join_consultation(actor=request.actor, consultation_id=consultation_id, **clocks())
    return JsonResponse({"url": f"/stream/call?ticket={given}"})


@require_POST
@admit(*CONSULTS)
def admit_patient(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Place and number first; from the list, where nothing is typed, those that the record knows or she said herself."""
    about = {"actor": request.actor, "consultation_id": consultation_id} | clocks()

    def confirm() -> None:
        if "address" in request.POST:
            confirm_place_heard(**about, said=_said(request))
        elif read_consultation(**about, by_itself=True).place is None:
            confirm_place_heard(**about, said=Said())

    def let_in() -> None:
        if request.POST.get("only") != "place":
            admitting.admit_to_consultation(**about)

    return _answer(request, consultation_id, "where", confirm, let_in)


def _said(request: HttpRequest) -> Said:
    return Said(
        where=ELSEWHERE, address=request.POST.get("address", "")[:300], number=request.POST.get("number", "")[:40]
    )


@require_POST
@admit(*CONSULTS)
def place(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    said = _said(request)
    return _answer(
        request, consultation_id, "where",
        lambda: confirm_place_heard(actor=request.actor, consultation_id=consultation_id, said=said, **clocks()),
    )  # fmt: skip


@require_POST
@admit(*CONSULTS)
def delay(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """`minutes` from now; none takes the delay back."""
    given = request.POST.get("minutes", "")
    minutes = int(given) if given.isdecimal() and len(given) < 4 else None
    return _answer(
        request, consultation_id, "where",
        lambda: admitting.announce_delay(
            actor=request.actor, consultation_id=consultation_id, minutes=minutes, **clocks()
        ),
    )  # fmt: skip


@require_POST
@admit(*CONSULTS)
def line(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    text, key = request.POST.get("text", "")[:1000], _key(request)
    return _answer(
        request, consultation_id, "where",
        lambda: write_to_waiting_room(
            actor=request.actor, consultation_id=consultation_id, key=key, text=text, **clocks()
        ),
    )  # fmt: skip


@require_POST
@admit(*CONSULTS)
def step(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """What somebody chose on the ladder. The voice alone is the pages' own affair."""
    chosen = request.POST.get("step", "")
    about = {"actor": request.actor, "consultation_id": consultation_id} | clocks()
    if chosen == "phone":
        passing.pass_to_phone(**about)
    elif chosen == "video":
        passing.pass_to_video(**about)
    return HttpResponse(status=204)


@require_POST
@admit(*CONSULTS)
def invite(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    limits.check("consultation", request.user.pk, times=30, seconds=600)
    view = read_consultation(actor=request.actor, consultation_id=consultation_id, by_itself=True, **clocks())
    form, invited = invitation(request, view, request.POST), ""
    if form.is_valid():
        given = form.cleaned_data
        account_id = given.get("account_id")
        guest = inviting.Guest(
            role="colleague" if account_id else given["role"], name=given["name"], typed=given["typed"],
            account_id=UUID(account_id) if account_id else None,
        )  # fmt: skip
        try:
            inviting.invite_to_consultation(
                actor=request.actor, consultation_id=consultation_id, guest=guest, fiction=settings.DEMO, **clocks()
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            form, invited = invitation(request, view), _("L’invitation est partie.")
    if not request.htmx:
        if invited:
            messages.success(request, invited)
        for sentence in (one for errors in form.errors.values() for one in errors):
            messages.warning(request, sentence)
        return redirect("pro:consultation", consultation_id=consultation_id)
    return render(request, "pro/consultation/invite.html", {"invite": form, "invited": invited})


@require_POST
@admit(*CONSULTS)
def admit_seat(request: HttpRequest, consultation_id: UUID, participant_id: UUID) -> HttpResponse:
    return _answer(
        request, consultation_id, "people",
        lambda: admitting.admit_to_consultation(
            actor=request.actor, consultation_id=consultation_id, participant_id=participant_id, **clocks()
        ),
    )  # fmt: skip


@require_POST
@admit(*CONSULTS)
def again(request: HttpRequest, consultation_id: UUID, participant_id: UUID) -> HttpResponse:
    limits.check("consultation", request.user.pk, times=30, seconds=600)
    return _answer(
        request, consultation_id, "people",
        lambda: inviting.send_invitation_again(
            actor=request.actor, consultation_id=consultation_id, participant_id=participant_id, **clocks()
        ),
    )  # fmt: skip


@require_POST
@admit(*CONSULTS)
def away(request: HttpRequest, consultation_id: UUID, participant_id: UUID) -> HttpResponse:
    return _answer(
        request, consultation_id, "people",
        lambda: admitting.turn_away(
            actor=request.actor, consultation_id=consultation_id, participant_id=participant_id, **clocks()
        ),
    )  # fmt: skip
