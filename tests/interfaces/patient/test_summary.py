"""The page for a doctor, read back from its PDF."""

import re
import time
import zlib

import pytest

from chevet.interfaces.patient.summary import summary_pdf
from chevet.usecases.read_record import own_record

from .test_record import bind, measured

pytestmark = pytest.mark.django_db


@pytest.fixture
def fortnight(phone, patient, noon):
    bind(patient)
    measured(phone, noon, *["38,9", "38,4", "38,1", "37,8"], *["37,2"] * 10)
    return own_record(visit=patient.visit(), now=noon.now, machine_now=noon.now)


def streams(pdf: bytes) -> list[bytes]:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return [zlib.decompress(one) if one[:1] == b"\x78" else one for one in found]


def drawn(pdf: bytes) -> bytes:
    """The instructions of the page."""
    return next(one for one in streams(pdf) if b" Tf" in one and b"BT" in one)


def test_it_is_one_page_with_lines_and_letters_of_our_own(fortnight, noon):
    pdf = summary_pdf(fortnight, organisation="Hôpital des Tilleuls", now=noon.now, language="fr")
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"AtkinsonHyperlegible" in pdf
    assert drawn(pdf).count(b" l") > 4 * 13, "four curves of fourteen points, as vector lines"
    assert b"/Subtype /Image" not in pdf
    assert len(pdf) < 80_000


def test_it_is_made_while_one_waits(fortnight, noon):
    summary_pdf(fortnight, organisation="Hôpital des Tilleuls", now=noon.now, language="fr")
    started = time.process_time()
    summary_pdf(fortnight, organisation="Hôpital des Tilleuls", now=noon.now, language="fr")
    assert time.process_time() - started < 0.3


def test_the_name_of_the_file_tells_nothing(phone, patient):
    bind(patient)
    sent = phone.get("dossier/resume.pdf")
    assert sent["Content-Disposition"] == 'attachment; filename="resume-2027-03-02.pdf"'
    assert sent["Content-Type"] == "application/pdf"
    assert "no-store" in sent["Cache-Control"]
