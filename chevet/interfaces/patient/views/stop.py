"""Stopping, in two presses from any page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.forms import StopForm
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.speech import wording_of
from chevet.usecases.open_link import LinkPage
from chevet.usecases.resume_follow_up import resume_follow_up
from chevet.usecases.stop_follow_up import stop_follow_up


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="writers", in_every_language=True)
def stop(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """The first press shows what stopping means, the second stops."""
    form = StopForm(request.POST or None, wording=wording_of(page, request.LANGUAGE_CODE))
    if request.method != "POST" or not form.is_valid():
        return framed(request, token, page, "stop", form=form)
    stop_follow_up(
        visit=visit_of(request, token), reason=form.cleaned_data["reason"], now=clock.domain_now(),
        machine_now=clock.machine_now(),
    )  # fmt: skip
    return framed(request, token, page, "stopped", nav_items=[], help_url="", stop_url="", resumable=True)


@require_POST
@of_link(to="returners", in_every_language=True)
def resume(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Within a day of the stop. Pressed a second time, it leads on as well."""
    resume_follow_up(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    return redirect("patient:home", token)
