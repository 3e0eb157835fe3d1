"""Photos as they are kept: drawn anew as a JPEG without a word of what the file said of place, hour or device."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from chevet.kernel.errors import Invalid
from chevet.kernel.sentences import gettext_noop

LARGEST_FILE = 8_000_000  # bytes; the site's own limit on a request is lower
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 4096
MOST = 12  # of one regulation


NOT_A_PHOTO = gettext_noop("Ce fichier n’est pas une photo. Envoyez une image JPEG, PNG ou WebP.")
TOO_LARGE = gettext_noop("Cette photo est trop lourde. Prenez-en une plus petite.")
TOO_MANY = gettext_noop("Il y a déjà douze photos.")


def drawn_anew(content: bytes) -> bytes:
    """A JPEG of the same picture, upright. Raises Invalid for what is not a photo, or is too large."""
    if len(content) > LARGEST_FILE:
        raise Invalid(TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise Invalid(NOT_A_PHOTO) from error


def _drawn(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Invalid(TOO_LARGE)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clean = Image.new("RGB", upright.size)
        clean.paste(upright)
        written = io.BytesIO()
        clean.save(written, "JPEG", quality=90)
    return written.getvalue()
