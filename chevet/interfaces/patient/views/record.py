"""Reading: a code first; then who looked, and which browsers may."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import forget_browser, remember_browser, visit_of
from chevet.interfaces.patient.forms import CodeForm
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.record_facts import access_facts
from chevet.interfaces.patient.views.notifications import push_facts
from chevet.kernel.errors import Forbidden, TooMany
from chevet.usecases.bind_device import bind_device
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_record import own_record
from chevet.usecases.revoke_own_device import revoke_own_device
from chevet.usecases.send_code import send_code


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="writers", in_every_language=True)
def code(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """What to do to read, and the code once it is there."""
    if page.may_read:
        return redirect("patient:record", token)
    form = _form(page, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        sent = "envoye" in request.GET
        return framed(request, token, page, "code", form=form, sent=sent, status=422 if form.errors else 200)
    return _bind(request, token, page, form)


def _form(page: LinkPage, body: QueryDict | None = None) -> CodeForm:
    return CodeForm(body, label=page.label, of_minor=page.pathway.is_for_minors)


def _bind(request: HttpRequest, token: str, page: LinkPage, form: CodeForm) -> HttpResponse:
    bound = bind_device(
        visit=visit_of(request, token), code=form.cleaned_data["code"],
        agreed=form.cleaned_data.get("agreed", False), now=clock.domain_now(),
        machine_now=clock.machine_now(),
    )  # fmt: skip
    if bound.outcome == "bound":
        response = redirect("patient:messages" if page.message_waiting else "patient:record", token)
        remember_browser(response, token, bound.secret)
        return response
    form.add_error("code", refusal_of(bound.outcome, bound.left))
    return framed(request, token, page, "code", form=form, sent=True, status=422)


def refusal_of(outcome: str, left: int) -> str:
    if outcome == "none" or not left:
        return _("Ce code ne sert plus. Demandez un nouveau code.")
    tries = ngettext("Il reste %(left)s essai.", "Il reste %(left)s essais.", left) % {"left": left}
    return _("Ce n'est pas le bon code.") + " " + tries


@require_POST
@of_link(to="writers", in_every_language=True)
def send(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """A code by SMS. That there is no mobile is said here, after the birthday, never before."""
    try:
        send_code(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    except (Forbidden, TooMany) as refused:
        status = 429 if isinstance(refused, TooMany) else 403
        facts = {"form": _form(page), "sent": False, "refused": _(refused.sentence)}
        response = framed(request, token, page, "code", status=status, **facts)
        if isinstance(refused, TooMany):
            response["Retry-After"] = str(refused.retry_after)
        return response
    response = redirect("patient:code", token)
    response["Location"] += "?envoye=1"
    return response


@require_safe
@of_link(to="readers", in_every_language=True)
def access(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Who looked, and which browsers may."""
    view = own_record(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    return framed(request, token, page, "access", **access_facts(view), **push_facts(request, token, view))


@require_POST
@of_link(to="readers", in_every_language=True)
def revoke(request: HttpRequest, token: str, page: LinkPage, device_id: UUID) -> HttpResponse:
    own = revoke_own_device(
        visit=visit_of(request, token), device_id=device_id, now=clock.domain_now(), machine_now=clock.machine_now()
    )
    if own:
        response = redirect("patient:home", token)
        forget_browser(response, token)
        return response
    messages.success(request, _("Cet appareil ne peut plus ouvrir votre dossier."))
    return redirect("patient:access", token)
