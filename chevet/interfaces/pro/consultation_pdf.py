"""The report of a consultation as a PDF: whose house, who was seen and how sure we are, by whom, when and how, what was found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chevet.documents.intake import drawn_anew
from chevet.documents.operations import made
from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.cockpit import STATUSES
from chevet.interfaces.pro.consultation_done import sections_of, signed_words
from chevet.interfaces.pro.consultations import MODALITIES
from chevet.interfaces.ui.context import may_be_used_for_care
from chevet.interfaces.ui.paper import FOOT, LEFT, Page
from chevet.kernel.errors import Invalid, NotFound, TooMany
from chevet.kernel.identifiers import new_id
from chevet.organisations.territories import territory_named
from chevet.usecases.keep_report import keep_report
from chevet.usecases.read_consultations import ConsultationView, read_consultation
from chevet.usecases.read_patient import PatientView, read_patient

BODY, LEADING = 10.5, 5.2


def kept_report(request: HttpRequest, consultation_id: UUID) -> UUID:
    """Drawn and kept in the record, once. Raises NotFound when nothing was signed."""
    about = {"actor": request.actor, "now": domain_now(), "machine_now": machine_now()}
    view = read_consultation(consultation_id=consultation_id, by_itself=True, **about)
    if "report" not in (view.conclusion or {}):
        raise NotFound
    person = read_patient(patient_id=view.patient.id, quietly=True, **about)
    with timezone.override(territory_named(view.patient.territory).tzinfo):
        pdf, pages = report_pdf(view, person, organisation=request.actor.organisation_name,
                                team=_team(request, view), language=get_language() or "fr")  # fmt: skip
        title = _("Compte rendu du %(day)s") % {"day": date_format(timezone.localtime(view.ended_at), "j F Y")}
    file = made(pdf, pages=pages, previews=_previews(pdf))
    return keep_report(consultation_id=view.id, document_id=new_id(), file=file, title=title, **about)


def _previews(pdf: bytes) -> Sequence[bytes]:
    """Pictures of its pages; a report without them is downloaded instead."""
    try:
        return drawn_anew(pdf).previews
    except (Invalid, TooMany):
        return ()


def _team(request: HttpRequest, view: ConsultationView) -> str:
    return dict(request.actor.team_names).get(view.team_id, "")


def report_pdf(
    view: ConsultationView, person: PatientView, *, organisation: str, team: str, language: str
) -> tuple[bytes, int]:
    """The bytes and how many pages. Times are said in the active zone."""
    signed = view.conclusion["signed"]
    page = Page(
        title=_("Compte rendu de téléconsultation"), language=language, made_at=datetime.fromisoformat(signed["at"])
    )
    _head(page, view, person, " · ".join(part for part in (organisation, team) if part))
    for word, text in sections_of(view.conclusion["report"]):
        _section(page, str(word), text)
    _signature(page, signed)
    for number in range(1, page.page_no() + 1):
        _foot(page, number, view)
    return bytes(page.output()), page.page_no()


def _head(page: Page, view: ConsultationView, person: PatientView, house: str) -> None:
    page.say(house, size=10, muted=True)
    page.say(_("Compte rendu de téléconsultation"), size=17, bold=True)
    page.ln(1.5)
    held = timezone.localtime(view.starts_at or view.opened_at)
    how = str(MODALITIES.get(view.modality_final, "")).lower()
    page.say(_("Le %(day)s, %(how)s") % {"day": date_format(held, "j F Y, H:i"), "how": how}, size=11)
    page.ln(2)
    for words, bold in _identity(person):
        page.say(words, size=12 if bold else 10, bold=bold)
    page.ln(1)


def _identity(person: PatientView) -> Any:
    """The matricule only of an identity that is qualified (people.identities gives it then alone)."""
    one, identity = person.patient, person.identity
    used = " ".join(part for part in (one.used_first_name, one.used_name) if part)
    yield f"{one.birth_name.upper()} {one.first_name}{f' ({used})' if used else ''}", True
    sexes = {"F": _("féminin"), "M": _("masculin"), "U": _("indéterminé")}
    born = date_format(one.birth_date, "j F Y")
    yield _("Naissance : %(date)s, sexe %(sex)s") % {"date": born, "sex": sexes[one.sex]}, False
    yield _("Identité %(status)s") % {"status": STATUSES[identity.status]}, False
    if identity.matricule:
        yield (
            _("Matricule INS %(matricule)s, OID %(oid)s") % {"matricule": identity.matricule, "oid": identity.oid},
            False,
        )


def _section(page: Page, word: str, text: str) -> None:
    _room_for(page, 18)
    page.heading(word)
    for line in text.split("\n"):
        _paragraph(page, line)


def _paragraph(page: Page, line: str) -> None:
    """Whole lines, broken between words; a page that is full is followed by another."""
    page.write_with(size=BODY)
    if not line.strip():
        page.ln(LEADING / 2)
        return
    for piece in page.multi_cell(page.w - 2 * LEFT, LEADING, line, dry_run=True, output="LINES", align="L"):
        _room_for(page, LEADING)
        page.write_with(size=BODY)
        page.set_x(LEFT)
        page.cell(page.w - 2 * LEFT, LEADING, piece)
        page.ln(LEADING)


def _room_for(page: Page, height: float) -> None:
    if page.get_y() + height > FOOT - 10:
        page.add_page()


def _signature(page: Page, signed: dict[str, str]) -> None:
    _room_for(page, 20)
    page.ln(4)
    page.say(_("Signé par"), size=9, muted=True)
    page.say(signed_words(signed), size=11, bold=True)


def _foot(page: Page, number: int, view: ConsultationView) -> None:
    page.page, page.font_family = number, ""  # each page must name its letters itself
    page.set_y(FOOT)
    page.say(
        _("Page %(number)s sur %(all)s") % {"number": number, "all": len(page.pages)}, size=8, muted=True, right=True
    )
    if not may_be_used_for_care():
        page.set_y(FOOT)
        page.say(_("Non marqué CE : ne pas utiliser pour soigner"), size=8, muted=True)
