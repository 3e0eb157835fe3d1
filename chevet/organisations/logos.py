"""A logo as it is kept: drawn anew from its pixels, small, and nothing else of the file that came."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

KINDS = ("PNG", "JPEG", "WEBP")  # by content; an SVG can hold scripts
LARGEST_FILE = 4 * 1024 * 1024
MOST_PIXELS = 16_000_000
BOX = (480, 144)  # drawn at a third of it
LARGEST_KEPT = 50 * 1024


class NotALogo(ValueError):
    """The file cannot be used; the message says why, in French."""


def reencoded(content: bytes) -> bytes:
    """A PNG of at most 50 kB that fits 480 × 144, without the metadata of the original. Raises NotALogo."""
    if len(content) > LARGEST_FILE:
        raise NotALogo("Ce fichier est trop lourd : 4 Mo au plus.")
    picture = _opened(content)
    picture.thumbnail(BOX)
    for colours in (None, 128, 32, 8):
        png = _png(picture, colours)
        if len(png) <= LARGEST_KEPT:
            return png
    raise NotALogo("Cette image a trop de détails pour un logo.")


def _opened(content: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=KINDS)
        if picture.width * picture.height > MOST_PIXELS:
            raise NotALogo("Cette image a trop de pixels : 16 millions au plus.")
        return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as refused:
        if isinstance(refused, NotALogo):
            raise
        raise NotALogo("Ce fichier n'est pas une image PNG, JPEG ou WebP lisible.") from None


def _png(picture: Image.Image, colours: int | None) -> bytes:
    drawn = Image.new("RGBA", picture.size)
    drawn.paste(picture)
    if colours:
        drawn = drawn.quantize(colours, method=Image.Quantize.FASTOCTREE)
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()
