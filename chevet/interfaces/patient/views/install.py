"""The installable page: its manifest, its service worker, and the page that shows when there is no network.

The worker keeps files and the page without network, never a page of somebody.
"""

from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from chevet.interfaces.patient.speech import every_code
from chevet.interfaces.ui.context import may_be_used_for_care
from chevet.pathways import languages

NAME = "Chevet"
A_DAY = "public, max-age=86400"


@require_safe
def manifest(request: HttpRequest, token: str) -> HttpResponse:
    """Opens where it was installed from. A neutral name: it stands on the home screen for everybody to see."""
    home = reverse("patient:home", args=[token])
    facts = {
        "name": NAME, "short_name": NAME, "id": home, "start_url": home, "scope": home, "display": "standalone",
        "background_color": "#f7f5f0", "theme_color": "#0a5c66",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    kept = {"Cache-Control": "private, max-age=86400"}
    return JsonResponse(facts, content_type="application/manifest+json", headers=kept)


@require_safe
def service_worker(request: HttpRequest) -> FileResponse:
    """The file, at an address from which it may look after every link."""
    found = finders.find("patient/service-worker.js")
    return FileResponse(open(found, "rb"), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The same for everybody, in every language, since nobody can be asked. Drawn without the request: it holds no token."""
    wordings = [languages.without_pathway(code) for code in sorted(every_code(), key=_french_first)]
    content = render_to_string(
        "patient/offline.html", {"wordings": wordings, "medical_device": may_be_used_for_care, "size": "normal"}
    )
    return HttpResponse(content, headers={"Cache-Control": A_DAY})


def _french_first(code: str) -> tuple[bool, bool, str]:
    return code != "fr", code != "en", code
