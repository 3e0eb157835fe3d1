"""The team's list: its views, its lines alone, a record beside it, and the keys it listens to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chevet.interfaces.pro import list_page
from chevet.interfaces.pro.forms.list_acts import KeysForm
from chevet.interfaces.pro.gate import CLINICAL, EVERYONE, HAVE_KEYS, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import patient_page
from chevet.interfaces.pro.shortcuts import EVERY, keys_of
from chevet.interfaces.pro.views import record
from chevet.interfaces.pro.views.directory import HOMES
from chevet.usecases.choose_shortcuts import choose_shortcuts, read_shortcuts


@require_GET
@admit(*EVERYONE)
def home(request: HttpRequest) -> HttpResponse:
    """Each role's own first page."""
    other = HOMES.get(request.actor.role)
    if other:
        return other(request)
    return list_page.answer(request)


@require_GET
@admit(*CLINICAL)
def caseload(request: HttpRequest) -> HttpResponse:
    """Everybody who is followed, so that nobody is forgotten."""
    return list_page.answer(request, view="team")


@require_GET
@admit(*CLINICAL, by_itself=True)
def lines(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched again by the page after it was cut off."""
    return list_page.answer_lines(request)


@require_GET
@admit(*CLINICAL)
def panel(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """A record without its frame, to stand beside the list."""
    page = patient_page(request, follow_up_id)
    with timezone.override(page.zone):
        return render(request, "pro/panel.html", record.facts_of(request, page))


@require_http_methods(["GET", "POST"])
@admit(*HAVE_KEYS)
def keys(request: HttpRequest) -> HttpResponse:
    """Of the list and of calls; who has no list chooses those of calls."""
    mine = {"clinical": request.actor.is_clinical}
    form = KeysForm(request.POST, **mine) if request.method == "POST" else KeysForm(initial=_kept(request), **mine)
    if form.is_valid():
        choose_shortcuts(actor=request.actor, keys=form.changed(), off=not form.cleaned_data["on"])
        messages.success(request, _("Vos raccourcis sont enregistrés. Ils vous suivent sur tous les postes."))
        return redirect("pro:home")
    return show(request, "pro/keys.html", {"form": form}, status=400 if form.errors else 200)


def _kept(request: HttpRequest) -> dict[str, Any]:
    kept = read_shortcuts(actor=request.actor)
    every = keys_of({}, EVERY)
    return {key.act: kept.get(key.act, key.usual) for key in every} | {"on": not kept.get("off")}
