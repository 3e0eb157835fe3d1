"""The list for the day without a computer, as a page to print and as a PDF."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.caseload import Paper, on_paper
from chevet.interfaces.pro.caseload_pdf import caseload_pdf
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.lines import zone_of
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.teams import team_of, team_tabs
from chevet.usecases.print_caseload import print_caseload


@require_GET
@admit(*CLINICAL)
def caseload_print(request: HttpRequest) -> HttpResponse:
    paper, team_id = _read(request, "page"), team_of(request)
    facts = {"paper": paper, "team_id": team_id, "teams": team_tabs(request, team_id)}
    with timezone.override(paper.made_at.tzinfo):
        return show(request, "pro/caseload_print.html", facts, current="handovers")


@require_GET
@admit(*CLINICAL)
def caseload_download(request: HttpRequest) -> HttpResponse:
    """Its name says the day and the hour, and nobody's name."""
    paper = _read(request, "pdf")
    drawn = caseload_pdf(paper, language=request.LANGUAGE_CODE, made_at=paper.made_at)
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="liste-{paper.made_at:%Y-%m-%d-%Hh%M}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


def _read(request: HttpRequest, form: str) -> Paper:
    read = print_caseload(
        actor=request.actor, team_id=team_of(request), form=form, now=domain_now(), machine_now=machine_now()
    )
    with timezone.override(zone_of(read.team)):
        return on_paper(read)
