"""The appointment behind a link: who is there, when it is, and what becomes of it, in two touches at most."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from chevet.access.rules import DeviceState, LinkState
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import browser_label, forget_browser, remember_browser, visit_of
from chevet.interfaces.patient.forms import BirthdayForm
from chevet.interfaces.patient.visit_opening import of_visit, visit_framed
from chevet.interfaces.patient.visit_words import when
from chevet.pathways.languages import without_pathway
from chevet.teleconsultation.rules import LONGEST
from chevet.usecases.deny_visit import deny_visit
from chevet.usecases.identify_device import identify_device
from chevet.usecases.open_visit import VisitPage

SOON = timedelta(hours=1)
"""From then on the way into the call is the first thing on the page, as long as it may still be held."""


@require_http_methods(["GET", "HEAD", "POST"])
@of_visit()
def home(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """Where the convocation leads: the day and month of birth once on this browser, then the appointment."""
    if page.may_write:
        return redirect("call:home", token) if page.appointment is None else _appointment(request, token, page)
    if page.state is LinkState.BLOCKED or page.device is DeviceState.REFUSED:
        return _refused(request, token, page)
    form = BirthdayForm(request.POST or None, wording=without_pathway(request.LANGUAGE_CODE))
    if request.method == "POST" and form.is_valid():
        return _identify(request, token, page, form)
    forgetful = "entre" in request.GET and request.method != "POST"
    status = 422 if form.errors else 200
    facts = {"form": form, "forgetful": forgetful, "when": when(page)}
    return visit_framed(request, token, page, "visit/welcome", status=status, **facts)


def _appointment(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    one, now = page.appointment, clock.domain_now()
    still = one.is_live and one.modality == "video" and now - one.ends_at < LONGEST
    facts = {
        "when": when(page), "done": request.GET.get("fait", ""), "soon": one.starts_at - now <= SOON,
        "past": not still and (one.over or one.state in ("honoured", "missed")),
    }  # fmt: skip
    return visit_framed(request, token, page, "visit/home", **facts)


def _identify(request: HttpRequest, token: str, page: VisitPage, form: BirthdayForm) -> HttpResponse:
    born = form.cleaned_data["birthday"]
    found = identify_device(
        visit=visit_of(request, token), day=born.day, month=born.month, label=browser_label(request),
        now=clock.domain_now(), machine_now=clock.machine_now(), purpose="visit",
    )  # fmt: skip
    if found.outcome == "identified":
        response = redirect("visit:home", token)
        response["Location"] += "?entre=1"
    elif found.outcome == "refused":
        response = _refused(request, token, page)
    else:
        form.add_error("birthday", _wrong(found.left))
        response = visit_framed(request, token, page, "visit/welcome", form=form, when=when(page), status=422)
    if found.secret:
        remember_browser(response, token, found.secret)
    return response


def _refused(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    return visit_framed(request, token, page, "visit/refused", status=403)


def _wrong(left: int) -> str:
    tries = ngettext("Il reste %(left)s essai.", "Il reste %(left)s essais.", left) % {"left": left}
    return f"{_('Ce jour et ce mois ne sont pas les bons.')} {tries}"


@require_http_methods(["GET", "HEAD", "POST"])
@of_visit()
def not_me(request: HttpRequest, token: str, page: VisitPage) -> HttpResponse:
    """ "Ce n'est pas moi", in two presses: the first page only asks."""
    if request.method != "POST":
        return visit_framed(request, token, page, "visit/not_me")
    deny_visit(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    response = visit_framed(request, token, page, "visit/denied")
    forget_browser(response, token)
    return response
