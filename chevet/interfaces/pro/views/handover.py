"""The hand-over: the sheet at the end of a shift, its reading by the next, those of the past, the banner above the list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.forms.handover import HandoverForm
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.handovers import draft_shown, local, sheet_shown, waiting_shown
from chevet.interfaces.pro.lines import zone_of
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.teams import team_of, team_tabs
from chevet.kernel.errors import Conflict, Invalid
from chevet.usecases.give_handover import draft_handover, give_handover
from chevet.usecases.read_handovers import handovers_of, read_handover, waiting_handovers
from chevet.usecases.take_handover import take_handover


@require_GET
@admit(*CLINICAL)
def handovers(request: HttpRequest) -> HttpResponse:
    """The one that waits, then those of the past."""
    team_id, now = team_of(request), domain_now()
    sheets = [_listed(row) for row in handovers_of(actor=request.actor, team_id=team_id)]
    waits = next((one["row"] for one in sheets if one["row"].taken_at is None), None)
    facts = {
        "sheets": [one for one in sheets if one["row"].taken_at], "team_id": team_id, "teams": team_tabs(request, team_id),
        "waiting": waits and waiting_shown(waits, now=now, account_id=request.actor.account_id),
    }  # fmt: skip
    return show(request, "pro/handovers.html", facts, current="handovers")


def _listed(row: Any) -> dict[str, Any]:
    return {"row": row, "given_at": local(row.given_at, row), "taken_at": local(row.taken_at, row)}


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def handover_new(request: HttpRequest) -> HttpResponse:
    """The draft with room for words; signing keeps what was typed when it is refused."""
    actor, team_id, refused = request.actor, team_of(request), ""
    form = HandoverForm(request.POST or None)
    if form.is_valid():
        try:
            sheet_id = give_handover(
                actor=actor, team_id=team_id, note=form.cleaned_data["note"], words=form.words, now=domain_now(),
                machine_now=machine_now(),
            )  # fmt: skip
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            refused = _(refusal.sentence)
        else:
            messages.success(request, _("La transmission est signée. Elle attend la personne suivante."))
            return redirect("pro:handover", sheet_id=sheet_id)
    return _drafted(request, team_id, form, refused)


def _drafted(request: HttpRequest, team_id: UUID, form: HandoverForm, refused: str) -> HttpResponse:
    now = domain_now()
    draft = draft_handover(actor=request.actor, team_id=team_id, now=now, machine_now=machine_now())
    waits = draft.waiting and waiting_shown(draft.waiting, now=now, account_id=request.actor.account_id)
    facts = {
        "sheet": form.with_words(draft_shown(draft, now=now)), "form": form, "waiting": waits, "refused": refused,
        "team_id": team_id, "teams": team_tabs(request, team_id),
    }  # fmt: skip
    status = 409 if refused else 400 if form.errors else 200
    with timezone.override(zone_of(draft.team)):
        return show(request, "pro/handover_new.html", facts, current="handovers", status=status)


@require_GET
@admit(*CLINICAL)
def handover(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    view = read_handover(actor=request.actor, sheet_id=sheet_id, machine_now=machine_now())
    head = view.head
    facts = {
        "sheet": sheet_shown(view), "head": head, "note": view.note, "given_at": local(head.given_at, head),
        "taken_at": local(head.taken_at, head), "is_mine": head.given_by == request.actor.account_id,
    }  # fmt: skip
    with timezone.override(zone_of(head)):
        return show(request, "pro/handover.html", facts, current="handovers")


@require_POST
@admit(*CLINICAL)
def handover_take(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Who was a moment too late sees who goes on, on the sheet itself."""
    try:
        take_handover(actor=request.actor, sheet_id=sheet_id, now=domain_now(), machine_now=machine_now())
    except Conflict as refusal:
        messages.warning(request, _(refusal.sentence))
        return redirect("pro:handover", sheet_id=sheet_id)
    messages.success(request, _("Vous prenez la suite. Bonne garde."))
    return redirect(reverse("pro:home"))


@require_GET
@admit(*CLINICAL, by_itself=True)
def handover_banner(request: HttpRequest) -> HttpResponse:
    """Fetched by the list: nothing when no sheet waits in the actor's teams."""
    now, actor = domain_now(), request.actor
    waits = [waiting_shown(row, now=now, account_id=actor.account_id) for row in waiting_handovers(actor=actor)]
    return render(request, "pro/parts/handover_waiting.html", {"handovers_waiting": waits})
