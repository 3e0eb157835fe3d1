"""What a professional does about one follow-up. Every act is a POST that comes back to the patient's page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.forms import acts
from chevet.interfaces.pro.gate import CLINICAL, PROFESSIONAL, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.records import patient_page
from chevet.kernel.errors import Conflict, Invalid
from chevet.usecases import change_follow_up as changing
from chevet.usecases.choose_shortcuts import read_shortcuts
from chevet.usecases.claim_episode import Held
from chevet.usecases.close_episode import AlreadyClosed, close_episode
from chevet.usecases.end_follow_up import end_follow_up, withdraw_follow_up
from chevet.usecases.give_paper_code import give_paper_code


def clocks() -> dict[str, Any]:
    return {"now": domain_now(), "machine_now": machine_now()}


def done(request: HttpRequest, follow_up_id: UUID, sentence: str) -> HttpResponse:
    """Back to the list as it was, for who came from there; else to the patient's page."""
    messages.success(request, sentence)
    if "list" in request.POST:
        return redirect(f"{reverse('pro:home')}?{request.POST['list']}")
    return redirect("pro:follow_up", follow_up_id=follow_up_id)


@require_POST
@admit(*CLINICAL)
def resend(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    changing.resend_link(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    return done(request, follow_up_id, _("Le lien repart tout de suite."))


@require_POST
@admit(*CLINICAL)
def revoke(request: HttpRequest, follow_up_id: UUID, device_id: UUID) -> HttpResponse:
    changing.revoke_device(actor=request.actor, follow_up_id=follow_up_id, device_id=device_id, **clocks())
    return done(request, follow_up_id, _("Cet appareil ne lit et n’écrit plus rien."))


@require_POST
@admit(*CLINICAL)
def paper_code(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Shown once, to be copied by hand or read out."""
    code = give_paper_code(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    facts = {"page": patient_page(request, follow_up_id), "follow_up_id": follow_up_id}
    fours = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    return show(request, "pro/paper_code.html", facts | {"code": fours})


def asked(
    form_class: type,
    template: str,
    act: Callable[[HttpRequest, UUID, Any], str],
    *,
    roles: tuple[str, ...],
    more: Callable[[HttpRequest, Any], dict[str, Any]] = lambda request, page: {},
    facts: Callable[[HttpRequest, Any], dict[str, Any]] = lambda request, page: {},
) -> Callable[..., HttpResponse]:
    """A page that asks, then acts: the form again with its sentences, and all that was typed, when it is refused.

    more: what the form wants besides the page; facts: what the template does. From the list one comes back to it.
    """

    @require_http_methods(["GET", "POST"])
    @admit(*roles)
    def view(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
        page = patient_page(request, follow_up_id)
        given = request.POST if request.method == "POST" else None
        form, status = form_class(given, page=page, **more(request, page)), 200
        with timezone.override(page.zone):
            if form.is_valid():
                try:
                    return done(request, follow_up_id, act(request, follow_up_id, form))
                except Invalid as refusal:
                    form.refuse(refusal)
                except Conflict as refusal:
                    form.add_error(None, in_words(refusal))
                    status = 409
            shown = {"form": form, "page": page, "follow_up_id": follow_up_id, "now": page.now} | facts(request, page)
            shown["list_query"] = (given or request.GET).get("list", "")
            return show(request, template, shown, status=status if status > 200 else 400 if form.errors else 200)

    return view


def in_words(refusal: Conflict) -> str:
    """Who was first, where it is known; what was typed is still on the page."""
    if isinstance(refusal, AlreadyClosed):
        said = _("%(name)s a déjà clôturé cette alerte à %(at)s. Votre note est encore ici : copiez-la si elle manque.")
        return said % {"name": refusal.by, "at": date_format(timezone.localtime(refusal.at), "H:i")}
    if isinstance(refusal, Held) and refusal.holder:
        return _("%(name)s vient de prendre ce suivi en charge.") % {"name": refusal.holder}
    return _(refusal.sentence)


def _close(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    whole = close_episode(
        actor=request.actor,
        follow_up_id=follow_up_id,
        done=form.cleaned_data["done"],
        note=form.cleaned_data["note"],
        useful=form.said(),
        also=form.cleaned_data.get("also", ()),
        **clocks(),
    )
    if whole:
        return _("L’alerte est clôturée. Le suivi continue.")
    return _("L’alerte est clôturée. Ce qui attend encore quelqu’un reste dans la liste.")


def _close_keys(request: HttpRequest, page: Any) -> dict[str, Any]:
    return {"keys_on": not read_shortcuts(actor=request.actor).get("off")}


def _end(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    end_follow_up(actor=request.actor, follow_up_id=follow_up_id, reason=form.cleaned_data["reason"], **clocks())
    return _("Le suivi est terminé. Plus aucun message ne part.")


def _withdraw(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    withdraw_follow_up(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    return _("L’arrêt demandé par la personne est noté. Plus aucun message ne part.")


def _change(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    changing.change_follow_up(actor=request.actor, follow_up_id=follow_up_id, **form.cleaned_data, **clocks())
    return _("C’est changé.")


def _details(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    changing.complete_details(actor=request.actor, follow_up_id=follow_up_id, profile=form.profile(), **clocks())
    if calendar := form.calendar():
        changing.change_follow_up(actor=request.actor, follow_up_id=follow_up_id, **calendar, **clocks())
    return _("Le dossier est complété.")


close = asked(acts.CloseForm, "pro/close.html", _close, roles=CLINICAL, facts=_close_keys)
end = asked(acts.EndForm, "pro/end.html", _end, roles=PROFESSIONAL)
withdraw = asked(acts.WithdrawForm, "pro/withdraw.html", _withdraw, roles=CLINICAL)
change = asked(acts.ChangeForm, "pro/change.html", _change, roles=CLINICAL)
details = asked(acts.DetailsForm, "pro/details.html", _details, roles=CLINICAL)
