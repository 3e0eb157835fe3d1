"""What a designer of pathways may look at. Nothing is changed here: a pathway is a file, published and signed by the operator."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro.designing import pathway_shown, pathways_shown, rehearsed
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.pathways.profiles import PROFILES
from chevet.people.models import Role


def home(request: HttpRequest) -> HttpResponse:
    """Called by the first page of everybody, which has its own gate."""
    return show(request, "pro/designing/home.html", {"pathways": pathways_shown()}, current="home")


@require_GET
@admit(Role.DESIGNER)
def pathway(request: HttpRequest, slug: str) -> HttpResponse:
    """One pathway; `profile` rehearses it."""
    shown = pathway_shown(slug)
    profile = request.GET.get("profile", "")
    if shown is None or (profile and profile not in PROFILES):
        raise Http404
    story = list(rehearsed(shown["pathway"], profile=profile, now=machine_now())) if profile else []
    return show(
        request, "pro/designing/pathway.html", {"shown": shown, "profile": profile, "story": story}, current="home"
    )
