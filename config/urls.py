"""Every address of the product, by the interface that answers it. Who may enter each: tests/house/routes.yaml."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic.base import RedirectView
from django.views.i18n import set_language

from chevet.interfaces.pro import limits
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.views.agenda_settings import feed
from chevet.interfaces.streams.views import ticket
from chevet.interfaces.ui import failures

OTHERS = {
    "s/": "chevet.interfaces.patient.urls",
    "r/": "chevet.interfaces.patient.visit_urls",
    "v/": "chevet.interfaces.caller.urls",
    "i/": "chevet.interfaces.patient.invitation_urls",
    "": "chevet.interfaces.webhooks.urls",
    "ui/": "chevet.interfaces.ui.urls",
}


def others() -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module)) for prefix, module in OTHERS.items() if find_spec(module)]


handler429 = limits.refused  # allauth asks for it
handler500 = failures.server_error
urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="demo:home" if settings.DEMO else "pro:home"), name="front"),
    path("language", set_language, name="set_language"),
    path("accounts/", include("chevet.interfaces.pro.account_urls")),
    path("pro/", include("chevet.interfaces.pro.urls")),
    # The streams' own view gives tickets to who is signed in; the gate adds the second factor and the role.
    path("pro/ticket/<uuid:team_id>", admit(*CLINICAL, while_locked=True, by_itself=True)(ticket), name="ticket"),
    path("r/", include("chevet.interfaces.patient.consultation_urls")),
    path("agenda/<str:token>.ics", feed, name="agenda_feed"),
    *others(),
]
if settings.DEMO and find_spec("chevet.demo.urls"):
    urlpatterns.append(path("demo/", include("chevet.demo.urls")))
