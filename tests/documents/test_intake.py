"""Real files and hostile ones through the real workshop, in its own process."""

import io
import resource

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from chevet.documents import intake
from chevet.documents.rules import LARGEST, TOO_LARGE
from chevet.kernel.errors import Invalid

from . import files


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("sent", "media_type", "size"),
    [
        (files.photo(), "image/jpeg", (480, 640)),
        (files.photo(kind="PNG"), "image/png", (480, 640)),
        (files.HEIC, "image/jpeg", (96, 64)),
    ],
)
def test_a_photo_is_drawn_anew_upright_and_says_nothing_of_its_telephone(sent, media_type, size):
    file = intake.drawn_anew(sent)
    assert (file.media_type, file.pages, seen(file.content).size) == (media_type, 1, size)
    assert not seen(file.content).getexif()
    assert b"zqcanary" not in file.content + b"".join(file.previews)
    assert [seen(one).format for one in file.previews] == ["JPEG"]


def test_a_photo_that_is_also_something_else_is_only_a_photo():
    file = intake.drawn_anew(files.two_in_one())
    assert file.media_type == "image/jpeg"
    assert b"script" not in file.content and b"PK\x03\x04" not in file.content and files.CANARY not in file.content


def test_a_paper_keeps_what_is_drawn_and_nothing_that_acts():
    """The dose typed into a field stays, the field does not."""
    file = intake.drawn_anew(files.hostile_paper())
    assert files.CANARY in files.hostile_paper(), "there was something to lose"
    for word in (b"JavaScript", b"/JS", b"Launch", b"/URI", b"EmbeddedFile", b"Filespec", b"OpenAction", b"/AA",
                 b"AcroForm", b"XFA", b"PieceInfo", b"Widget", files.CANARY):  # fmt: skip
        assert word not in file.content, word
    page = PdfReader(io.BytesIO(file.content)).pages[0]
    assert "Ordonnance" in page.extract_text()
    (note,) = page["/Annots"]
    assert b"50 mg" in note["/AP"]["/N"].get_data()
    assert len(file.previews) == 1


def test_a_long_paper_shows_its_first_pages_and_keeps_them_all():
    file = intake.drawn_anew(files.paper("Compte rendu", pages=12))
    assert (file.pages, len(file.previews)) == (12, 8)
    assert len(PdfReader(io.BytesIO(file.content)).pages) == 12


def locked() -> bytes:
    writer, out = PdfWriter(clone_from=io.BytesIO(files.paper())), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (files.drawing(), intake.FORMAT),
        (b"MZ\x90\x00" + b"x" * 600, intake.FORMAT),
        (files.swollen_picture(), intake.LARGE),
        (files.photo()[:300], intake.UNREADABLE),
        (b"%PDF-1.7\nnothing of the kind", intake.UNREADABLE),
        (files.paper(pages=101), intake.PAGES),
        (locked(), intake.LOCKED),
        (files.empty_form(), intake.FORM),
        (b"x" * (LARGEST + 1), TOO_LARGE),
    ],
    ids=["svg", "program", "swollen picture", "half a photo", "no paper", "pages", "locked", "form", "10 MB and one byte"],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_a_sentence(sent, sentence):
    with pytest.raises(Invalid) as refused:
        intake.drawn_anew(sent)
    assert refused.value.sentence == sentence
    assert refused.value.fields == {"file": sentence}


def test_a_paper_that_swells_is_stopped_and_the_pages_of_others_go_on():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent = files.swollen_paper()
    assert len(sent) < LARGEST
    with pytest.raises(Invalid):
        intake.drawn_anew(sent)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_100_000, "kilobytes"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    assert intake.drawn_anew(files.photo(size=(40, 30))).pages == 1


def test_the_workshop_is_told_nothing_of_ours(monkeypatch):
    told = {}
    monkeypatch.setenv("CHEVET_CANARY", "zqcanary")
    ran = intake.subprocess.run
    monkeypatch.setattr(intake.subprocess, "run", lambda command, **how: told.update(how) or ran(command, **how))
    intake.drawn_anew(files.photo(size=(40, 30)))
    assert told["env"] == {"LC_ALL": "C.UTF-8"}
