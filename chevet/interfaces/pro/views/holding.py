"""Who holds what: taking in hand, giving back, putting aside, giving to a colleague; for one line or for those ticked.

A script asks with htmx's header and is answered in JSON, `{"said": sentence}`; a form is answered with a page.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.forms.list_acts import AsideForm, AssignForm, MessageForm
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.listing import chosen
from chevet.interfaces.pro.pages import show
from chevet.kernel.errors import Conflict, Refusal
from chevet.kernel.identifiers import new_id
from chevet.usecases.answer_patient import answer_patient
from chevet.usecases.claim_episode import Held, assign_episode, claim_episode, release_episode, renew_claim
from chevet.usecases.read_worklist import ChosenLines, read_chosen
from chevet.usecases.snooze_episode import snooze_episode
from chevet.worklist.queries import LineView

FORMS = {"aside": AsideForm, "assign": AssignForm, "message": MessageForm}


def clocks() -> dict[str, Any]:
    return {"now": domain_now(), "machine_now": machine_now()}


@require_POST
@admit(*CLINICAL)
def claim(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    try:
        claim_episode(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    except Conflict as refusal:
        return _refused(request, refusal)
    sentence = _("Vous avez pris ce suivi en charge. L’horloge continue jusqu’à un essai d’appel.")
    return _done(request, sentence, follow_up_id)


@require_POST
@admit(*CLINICAL)
def release(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    release_episode(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    return _done(request, _("Ce suivi est rendu à l’équipe."), follow_up_id)


@require_POST
@admit(*CLINICAL)
def renew(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Somebody works on what she holds: ten more minutes."""
    renew_claim(actor=request.actor, follow_up_id=follow_up_id, machine_now=machine_now())
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@admit(*CLINICAL)
def act_on_chosen(request: HttpRequest) -> HttpResponse:
    """Asks once, then acts on each line by itself: what was refused for one does not keep the others from it."""
    given = request.POST if request.method == "POST" else request.GET
    act, ids = given.get("do", ""), chosen(given.getlist("line"))
    if act not in FORMS:
        return HttpResponseNotFound()
    if not ids:
        messages.info(request, _("Cochez d’abord une ligne."))
        return redirect(_back(given.get("list", "")))
    found = read_chosen(actor=request.actor, follow_up_ids=ids, **clocks())
    form = _form(request, act, found)
    if form.is_valid():
        return _acted(request, found.lines, _doing(request, act, form), act)
    facts = {"form": form, "act": act, "lines": found.lines, "list_query": given.get("list", "")}
    status = 400 if form.errors else 200
    if request.htmx:
        return render(request, "pro/parts/chosen.html", facts, status=status)
    return show(request, "pro/chosen.html", facts, status=status)


def _form(request: HttpRequest, act: str, found: ChosenLines) -> Any:
    more = {"colleagues": found.colleagues, "me": request.actor.account_id} if act == "assign" else {}
    first = {"key": new_id()} if act == "message" else {}
    return FORMS[act](request.POST if request.method == "POST" else None, initial=first, **more)


def _doing(request: HttpRequest, act: str, form: Any) -> Callable[[LineView], Any]:
    actor, given, at = request.actor, form.cleaned_data, clocks()
    if act == "aside":
        until = form.until(at["now"], timezone.get_current_timezone())
        return lambda line: snooze_episode(
            actor=actor, follow_up_id=line.follow_up_id, until=until, why=given["why"], note=given["note"], **at
        )
    if act == "assign":
        return lambda line: assign_episode(actor=actor, follow_up_id=line.follow_up_id, to=given["to"], **at)
    return lambda line: answer_patient(
        actor=actor, follow_up_id=line.follow_up_id, key=uuid5(given["key"], str(line.follow_up_id)),
        text=given["text"], **at,
    )  # fmt: skip


def _acted(request: HttpRequest, lines: Sequence[LineView], do: Callable[[LineView], Any], act: str) -> HttpResponse:
    done, refused = 0, []
    for line in lines:
        try:
            do(line)
            done += 1
        except Refusal as refusal:
            refused.append(f"{line.name} : {_sentence(refusal)}")
    said = ([_what_was_done(act, done)] if done else []) + refused
    if request.htmx:
        return JsonResponse({"said": " ".join(said)}, status=200 if done else 409)
    for sentence in said:
        (messages.error if sentence in refused else messages.success)(request, sentence)
    return redirect(_back(request.POST.get("list", "")))


def _what_was_done(act: str, count: int) -> str:
    words = {
        "aside": ngettext("%(count)s suivi mis de côté.", "%(count)s suivis mis de côté.", count),
        "assign": ngettext("%(count)s suivi confié.", "%(count)s suivis confiés.", count),
        "message": ngettext("%(count)s message écrit.", "%(count)s messages écrits.", count),
    }
    return words[act] % {"count": count}


def _sentence(refusal: Refusal) -> str:
    if isinstance(refusal, Held) and refusal.holder:
        return _("%(name)s vient de prendre ce suivi en charge.") % {"name": refusal.holder}
    fields = getattr(refusal, "fields", {})
    return _(next(iter(fields.values()), refusal.sentence))


def _done(request: HttpRequest, sentence: str, follow_up_id: UUID) -> HttpResponse:
    """From the list one stays on the list, as it was."""
    if request.htmx:
        return JsonResponse({"said": sentence})
    messages.success(request, sentence)
    if "list" in request.POST:
        return redirect(_back(request.POST["list"]))
    return redirect("pro:follow_up", follow_up_id=follow_up_id)


def _refused(request: HttpRequest, refusal: Conflict) -> HttpResponse:
    sentence = _sentence(refusal)
    if request.htmx:
        return JsonResponse({"said": sentence}, status=409)
    if "list" in request.POST:
        messages.warning(request, sentence)
        return redirect(_back(request.POST["list"]))
    raise Conflict(sentence) from refusal


def _back(query: str) -> str:
    """The list at the address it had; `query` comes back from a form and only ever follows our own path."""
    return f"{reverse('pro:home')}?{query}" if query else reverse("pro:home")
