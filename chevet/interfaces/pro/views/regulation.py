"""Télérégulation, the doctor's side: a number, one button, then everything that is seen on one page."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import limits
from chevet.interfaces.pro.forms.regulation import ConcludeForm, InviteForm, SendForm
from chevet.interfaces.pro.gate import REGULATES, SENDS_VIDEO_LINKS, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.regulation import concluded, launched, shown, video_policy
from chevet.kernel.errors import Invalid
from chevet.kernel.identifiers import new_id
from chevet.people.actors import REGULATES as MAY_REGULATE
from chevet.usecases import end_regulation as ending
from chevet.usecases import invite_to_regulation as inviting
from chevet.usecases import join_regulation as joining
from chevet.usecases import open_regulation as opening
from chevet.usecases import read_regulation as reading


def clocks() -> dict[str, Any]:
    return {"now": domain_now(), "machine_now": machine_now()}


@require_http_methods(["GET", "POST"])
@admit(*SENDS_VIDEO_LINKS)
def home(request: HttpRequest) -> HttpResponse:
    """The number, the button, and what goes on."""
    form = SendForm(request.POST) if request.method == "POST" else SendForm(initial={"key": new_id()})
    if form.is_valid() and (sent := _sent(request, form)):
        return redirect("pro:regulation_of", regulation_id=sent)
    return _home(request, form)


@require_GET
@admit(*SENDS_VIDEO_LINKS)
def launch(request: HttpRequest) -> HttpResponse:
    """Another program's signed address: the number is there already, the button is still a person's."""
    given = launched(request)
    return _home(request, SendForm(initial=given | {"key": new_id()}))


def _home(request: HttpRequest, form: SendForm) -> HttpResponse:
    facts = {"form": form, "regulations": _listed(request), "may_see": request.actor.role in MAY_REGULATE}
    return show(
        request, "pro/regulation/home.html", facts, current="regulation_home", status=400 if form.errors else 200
    )


def _sent(request: HttpRequest, form: SendForm) -> UUID | None:
    limits.check("regulation", request.user.pk, times=30, seconds=600)
    given = form.cleaned_data
    wanted = opening.Request(
        key=given["key"], number=given["number"], case=given["case"], identity=form.identity()
    )  # fmt: skip
    try:
        return opening.open_regulation(
            opener=opening.opener_of(request.actor), request=wanted, fiction=settings.DEMO, **clocks()
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return None


@require_GET
@admit(*SENDS_VIDEO_LINKS, by_itself=True)
def lines(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched again by the page."""
    return render(request, "pro/regulation/lines.html", {"regulations": _listed(request)})


def _listed(request: HttpRequest) -> list[dict[str, Any]]:
    return [shown(one) for one in reading.list_regulations(actor=request.actor, **clocks())]


@require_GET
@admit(*SENDS_VIDEO_LINKS)
def regulation(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    """Sees, asks, invites, ends, concludes: one page."""
    return _page(request, regulation_id)


def _page(
    request: HttpRequest, regulation_id: UUID, *, invite: InviteForm | None = None, conclude: ConcludeForm | None = None
) -> HttpResponse:
    view = reading.read_regulation(actor=request.actor, regulation_id=regulation_id, **clocks())
    form = conclude or concluded(view)
    facts = {
        "one": shown(view), "invite": invite or InviteForm(), "form": form,
        "may_see": request.actor.role in MAY_REGULATE,
    }  # fmt: skip
    status = 400 if form.errors or (invite and invite.errors) else 200
    page = show(request, "pro/regulation/page.html", facts, current="regulation_home", status=status)
    return video_policy(page)


@require_GET
@admit(*SENDS_VIDEO_LINKS, by_itself=True)
def states(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    """How far each link has come; the page asks every second."""
    view = reading.read_regulation(actor=request.actor, regulation_id=regulation_id, by_itself=True, **clocks())
    return render(
        request, "pro/regulation/states.html", {"one": shown(view), "may_see": request.actor.role in MAY_REGULATE}
    )


@require_POST
@admit(*REGULATES, by_itself=True)
def ticket(request: HttpRequest, regulation_id: UUID) -> JsonResponse:
    given = joining.join_regulation(actor=request.actor, regulation_id=regulation_id, **clocks())
    return JsonResponse({"url": f"/stream/call?ticket={given}"})


@require_POST
@admit(*SENDS_VIDEO_LINKS)
def again(request: HttpRequest, regulation_id: UUID, participant_id: UUID) -> HttpResponse:
    limits.check("regulation", request.user.pk, times=30, seconds=600)
    try:
        inviting.send_link_again(
            actor=request.actor, regulation_id=regulation_id, participant_id=participant_id, **clocks()
        )
    except Invalid as refusal:
        messages.warning(request, _(refusal.sentence))
    return _back(regulation_id)


@require_POST
@admit(*SENDS_VIDEO_LINKS)
def invite(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    limits.check("regulation", request.user.pk, times=30, seconds=600)
    form = InviteForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            inviting.invite_to_regulation(
                actor=request.actor, regulation_id=regulation_id, role=given["role"], number=given["number"],
                fiction=settings.DEMO, **clocks(),
            )  # fmt: skip
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return _back(regulation_id)
    return _page(request, regulation_id, invite=form)


@require_POST
@admit(*REGULATES)
def away(request: HttpRequest, regulation_id: UUID, participant_id: UUID) -> HttpResponse:
    inviting.send_guest_away(
        actor=request.actor, regulation_id=regulation_id, participant_id=participant_id, **clocks()
    )
    return _back(regulation_id)


@require_POST
@admit(*REGULATES)
def end(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    ending.end_regulation(actor=request.actor, regulation_id=regulation_id, **clocks())
    return _back(regulation_id)


@require_POST
@admit(*REGULATES)
def conclude(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    """Kept as it is typed; `include` goes on to the inclusion with what is known."""
    form = ConcludeForm(request.POST, asked="decision" in request.POST)
    if form.is_valid():
        try:
            ending.conclude_regulation(
                actor=request.actor, regulation_id=regulation_id, outcome=form.outcome(),
                note=form.cleaned_data["note"], identity=form.identity(), **clocks(),
            )  # fmt: skip
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            if "include" in request.POST:
                return redirect(f"{reverse('pro:include')}?regulation={regulation_id}")
            messages.success(request, _("C’est noté."))
            return _back(regulation_id)
    return _page(request, regulation_id, conclude=form)


@require_POST
@admit(*REGULATES)
def photos(request: HttpRequest, regulation_id: UUID) -> JsonResponse:
    """Keeps a still of the call: the file in `photo`."""
    limits.check("photos", request.user.pk, times=60, seconds=600)
    upload = request.FILES.get("photo")
    if upload is None:
        raise Invalid(_("Il manque la photo."))
    kept = joining.keep_photo(
        actor=request.actor, regulation_id=regulation_id, content=upload.read(), photo_id=None, **clocks()
    )
    return JsonResponse({"url": reverse("pro:regulation_photo", args=[regulation_id, kept])}, status=201)


@require_http_methods(["GET", "POST"])
@admit(*REGULATES)
def photo(request: HttpRequest, regulation_id: UUID, photo_id: UUID) -> HttpResponse:
    """GET: the picture. POST: keep it."""
    if request.method == "POST":
        joining.keep_photo(
            actor=request.actor, regulation_id=regulation_id, content=None, photo_id=photo_id, **clocks()
        )
        return _back(regulation_id)
    content = reading.read_photo(
        actor=request.actor, regulation_id=regulation_id, photo_id=photo_id, machine_now=machine_now()
    )
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)


def _back(regulation_id: UUID) -> HttpResponse:
    return redirect("pro:regulation_of", regulation_id=regulation_id)
