"""What an establishment may show of itself, and what is refused."""

from io import BytesIO

import pytest
from PIL import Image

from chevet.organisations.brand import Brand, Unreadable, contrast, readable, stylesheet
from chevet.organisations.logos import BOX, LARGEST_KEPT, NotALogo, reencoded


def picture(size=(300, 100), kind="PNG", **saved) -> bytes:
    made = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(made, kind, **saved)
    return made.getvalue()


@pytest.mark.parametrize(("one", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#777777", 4.48), ("#0a5c66", 7.7)])
def test_contrast_is_that_of_the_norm(one, ratio):
    assert contrast(one, "#ffffff") == pytest.approx(ratio, abs=0.05)


@pytest.mark.parametrize("colour", ["#777777", "#f2b33d", "#ffffff", "#7fd1db"])
def test_a_colour_too_pale_on_white_is_refused_with_its_figure(colour):
    with pytest.raises(Unreadable, match="au lieu de 4,5"):
        readable(colour)


@pytest.mark.parametrize("colour", ["#767676", "#0A5C66", "#b3261e"])
def test_a_colour_that_can_be_read_is_kept(colour):
    assert readable(colour) == colour.lower()


@pytest.mark.parametrize("colour", ["", "teal", "#fff", "#0a5c6", "#0a5c66;}body{display:none", "#0a5c66\n", "url(x)"])
def test_what_is_no_colour_never_reaches_a_style_sheet(colour):
    with pytest.raises(Unreadable):
        readable(colour)


def test_the_style_sheet_touches_the_header_and_the_accents_only():
    sheet = stylesheet(Brand("#0a5c66", "#b3261e"))
    assert sheet.count("#") == 3
    assert "url(" not in sheet


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_small_and_without_its_metadata(kind):
    notes = {"exif": b"Exif\x00\x00secret"} if kind == "JPEG" else {}
    kept = reencoded(picture((1200, 500), kind, **notes))
    drawn = Image.open(BytesIO(kept))
    assert (drawn.format, len(kept) <= LARGEST_KEPT) == ("PNG", True)
    assert drawn.width <= BOX[0] and drawn.height <= BOX[1]
    assert b"secret" not in kept


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("content", [b"", SVG, b"GIF89a", picture()[:200], b"%PDF-1.7", picture(kind="GIF")])
def test_what_is_no_picture_of_ours_is_refused(content):
    with pytest.raises(NotALogo):
        reencoded(content)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened():
    made = BytesIO()
    Image.new("1", (5000, 4000)).save(made, "PNG")
    with pytest.raises(NotALogo, match="pixels"):
        reencoded(made.getvalue())
