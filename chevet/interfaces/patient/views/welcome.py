"""Before anything is asked: who sends, and who is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chevet.access.rules import DeviceState, LinkState
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import browser_label, forget_browser, remember_browser, visit_of
from chevet.interfaces.patient.forms import BirthdayForm
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.moments import Saying
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.speech import wording_of
from chevet.pathways.languages import Wording
from chevet.usecases.deny_link import deny_link
from chevet.usecases.identify_device import identify_device
from chevet.usecases.open_link import LinkPage


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(in_every_language=True)
def home(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Where the message leads: who are you, then straight to the questions of the day."""
    if page.may_write:
        return redirect("patient:questions" if page.due else "patient:today", token)
    if page.state is LinkState.BLOCKED or page.device is DeviceState.REFUSED:
        return _refused(request, token, page)
    form = BirthdayForm(request.POST or None, wording=wording_of(page, request.LANGUAGE_CODE))
    if request.method == "POST" and form.is_valid():
        return _identify(request, token, page, form)
    forgetful = "entre" in request.GET and request.method != "POST"
    return framed(request, token, page, "welcome", form=form, forgetful=forgetful, status=422 if form.errors else 200)


def _identify(request: HttpRequest, token: str, page: LinkPage, form: BirthdayForm) -> HttpResponse:
    born = form.cleaned_data["birthday"]
    found = identify_device(
        visit=visit_of(request, token), day=born.day, month=born.month, label=browser_label(request),
        now=clock.domain_now(), machine_now=clock.machine_now(),
    )  # fmt: skip
    if found.outcome == "identified":
        response = redirect(reverse("patient:home", args=[token]) + "?entre=1")
    elif found.outcome == "refused":
        response = _refused(request, token, page)
    else:
        form.add_error("birthday", _wrong(found.left, wording_of(page, request.LANGUAGE_CODE)))
        response = framed(request, token, page, "welcome", form=form, status=422)
    if found.secret:
        remember_browser(response, token, found.secret)
    return response


def _refused(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    return framed(request, token, page, "refused", status=403)


def _wrong(left: int, wording: Wording) -> str:
    return f"{wording.phrase('birthday_wrong')} {wording.phrase('tries_left', left=left)}"


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(in_every_language=True)
def not_me(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """ "Ce n'est pas moi", in two presses: the first page only asks."""
    if request.method != "POST":
        return framed(request, token, page, "not_me")
    deny_link(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    response = framed(request, token, page, "denied", nav_items=[], help_url="", stop_url="")
    forget_browser(response, token)
    return response


@require_safe
@of_link(to="writers", in_every_language=True)
def today(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Between two questionnaires: what comes next, and the ways to be heard before."""
    say = Saying(wording=wording_of(page, request.LANGUAGE_CODE), now=clock.domain_now(), zone=page.zone)
    return framed(request, token, page, "today", coming=say.moment(page.next_due) if page.next_due else "")
