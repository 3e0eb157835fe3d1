"""A copy of one's own data: for a machine (FHIR), and for a reader."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.views.history import downloaded
from chevet.kernel.errors import TooMany
from chevet.usecases.export_record import LIMITS, bundle_of, export_record
from chevet.usecases.open_link import LinkPage


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="readers", in_every_language=True)
def copy(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """The first page says what the copy holds; pressing takes it."""
    if request.method != "POST":
        return framed(request, token, page, "copy", limit=LIMITS["copy"])
    now = clock.domain_now()
    try:
        view = export_record(visit=visit_of(request, token), what="copy", now=now, machine_now=clock.machine_now())
    except TooMany as refused:
        response = framed(request, token, page, "copy", status=429, refused=_(refused.sentence), limit=LIMITS["copy"])
        response["Retry-After"] = str(refused.retry_after)
        return response
    content = json.dumps(bundle_of(view, now=now), ensure_ascii=False, indent=1).encode()
    name = f"copie-{now.astimezone(page.zone):%Y-%m-%d}.json"
    return downloaded(content, kind="application/fhir+json", name=name)
