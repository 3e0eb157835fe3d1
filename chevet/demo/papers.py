"""Documents of the practice's patients, one each way: drawn here, taken in like any other. Nobody wrote or took them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fpdf import FPDF
from PIL import Image, ImageDraw

from chevet.access.models import Link
from chevet.access.tokens import token_for
from chevet.access.visits import Visit, visit
from chevet.demo.establishments import PRACTICE, actor, fiction
from chevet.demo.handing_over import hand_over
from chevet.kernel.tenancy import acting
from chevet.people.models import Patient
from chevet.usecases.identify_device import identify_device
from chevet.usecases.keep_document import keep_document
from chevet.usecases.send_document import send_document

FICTION = "Document fictif, dessiné pour la démonstration"


@dataclass(frozen=True, slots=True)
class Paper:
    """`by`: the professional who keeps it and shows it; empty when the person sends it. `ago`: minutes before now."""

    birth_name: str
    drawn: Callable[[], bytes]
    title: str
    category: str
    ago: int
    by: str = ""


def tension() -> bytes:
    """The screen of a blood-pressure monitor on a table."""
    picture = Image.new("RGB", (1200, 900), "#c9b79c")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((260, 160, 940, 760), 60, fill="#f2f4f5", outline="#8796a0", width=8)
    draw.rounded_rectangle((340, 230, 860, 610), 24, fill="#b9c7b0", outline="#4a5a66", width=6)
    for line, (figures, unit) in enumerate((("148", "SYS mmHg"), ("92", "DIA mmHg"), ("74", "pouls"))):
        top = 250 + 118 * line
        draw.text((560, top), figures, fill="#16232e", font_size=110)
        draw.text((370, top + 40), unit, fill="#4a5a66", font_size=34)
    draw.ellipse((560, 640, 640, 720), fill="#0a5c66")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def prescription() -> bytes:
    return _page(
        "Ordonnance",
        ("Mme Simone Grive, née le 08/03/1944", "", "Paracétamol 500 mg", "1 comprimé si douleur, 3 par jour au plus,",
         "à quatre heures d'intervalle, pendant cinq jours.", "", "Ne pas renouveler."),
    )  # fmt: skip


def analysis() -> bytes:
    return _page(
        "Résultats d'analyse",
        ("Mme Mireille Sittelle, née le 15/01/1960", "", "Glycémie à jeun     1,02 g/L     (0,70 à 1,10)",
         "HbA1c               5,9 %        (4,0 à 6,0)", "Créatinine          8,1 mg/L     (5,0 à 10,0)"),
    )  # fmt: skip


def _page(heading: str, lines: tuple[str, ...]) -> bytes:
    page = FPDF(format="A4")
    page.add_page()
    page.set_font("Helvetica", "B", 18)
    page.cell(text=heading, new_x="LMARGIN", new_y="NEXT", h=16)
    page.set_font("Courier", size=12)
    for line in (*lines, "", FICTION):
        page.cell(text=line or " ", new_x="LMARGIN", new_y="NEXT", h=8)
    return bytes(page.output())


PAPERS = (
    Paper("Grive", prescription, "", "prescription", 40, by="anne"),
    Paper("Sittelle", analysis, "Prise de sang de la semaine dernière", "result", 35),
    Paper("Verdier", tension, "Ma tension ce matin", "photo", 12),
)


def bring_papers(*, now: datetime, ahead: timedelta) -> None:
    """Each at its own hour. After the agenda: links and people come from there."""
    for one in PAPERS:
        at = now - timedelta(minutes=one.ago)
        _bring(one, {"now": at, "machine_now": at - ahead}, key=f"paper.{one.birth_name}.{now.isoformat()}")


def _bring(one: Paper, clocks: dict[str, datetime], *, key: str) -> None:
    with acting(PRACTICE.scope()):
        patient = Patient.objects.filter(birth_name=one.birth_name).order_by("-created_at").first()
    if patient is None:
        return
    given = {"document_id": fiction(key), "content": one.drawn(), "title": one.title, "category": one.category}
    if one.by:
        who = actor(one.by, machine_now=clocks["machine_now"])
        keep_document(actor=who, patient_id=patient.id, **given, shown=True, **clocks)
    else:
        send_document(visit=_door(patient, clocks), **given, **clocks)
        hand_over(**clocks)


def _door(patient: Patient, clocks: dict[str, datetime]) -> Visit:
    """The telephone of the patient, which says who holds it."""
    with acting(PRACTICE.scope()):
        link = Link.objects.filter(purpose="visit", subject_id=patient.subject_id).latest("created_at")
    token, born = token_for(link.id, link.rotation), patient.birth_date
    found = identify_device(
        visit=visit(token, None), day=born.day, month=born.month, label="Android, Chrome", purpose="visit", **clocks
    )
    return visit(token, found.secret)
