"""What was measured and answered, day by day, and the page of it for a doctor."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.record_facts import history_facts
from chevet.interfaces.patient.speech import wording_of
from chevet.interfaces.patient.summary import summary_pdf
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.kernel.errors import TooMany
from chevet.usecases.export_record import export_record
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_record import own_record


@require_safe
@of_link(to="readers", in_every_language=True)
def history(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    now = clock.domain_now()
    view = own_record(visit=visit_of(request, token), now=now, machine_now=clock.machine_now())
    facts = history_facts(view, now=now, wording=wording_of(page, request.LANGUAGE_CODE))
    return framed(request, token, page, "record", **facts)


@require_safe
@of_link(to="readers")
def summary(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """The page for a doctor, hence in French or English. Its name says the day, never the illness."""
    now = clock.domain_now()
    try:
        view = export_record(
            visit=visit_of(request, token), what="summary", now=now, machine_now=clock.machine_now()
        )  # fmt: skip
    except TooMany as refused:
        return too_many_requests(request, retry_after=refused.retry_after)
    drawn = summary_pdf(view, organisation=page.organisation_name, now=now, language=request.LANGUAGE_CODE)
    name = f"resume-{now.astimezone(page.zone):%Y-%m-%d}.pdf"
    return downloaded(drawn, kind="application/pdf", name=name)


def downloaded(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """A file for the person alone: no cache keeps it, no page shows it."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
