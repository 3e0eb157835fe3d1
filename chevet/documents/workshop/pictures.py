"""Photos drawn anew: the same picture, upright, without a word of what the file said of place, hour or device."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 4096
PREVIEW_SIDE = 1400
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
type Drawn = tuple[str, int, list[bytes]]


def drawn_anew(content: bytes) -> Drawn:
    """Media type, one page, and the file with its preview. Raises Refused."""
    from refused import FORMAT, LARGE, Refused

    kind = kind_of(content)
    if not kind:
        raise Refused(FORMAT)
    if kind == "HEIF":
        _learn_heif()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
            clean = _clean(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused(LARGE) from error
    media_type, written = _written(clean, kind)
    return media_type, 1, [written, preview(clean)]


def kind_of(content: bytes) -> str:
    """By what the file begins with; its name and its sender's word do not count."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return "HEIF"
    return ""


def preview(picture: Image.Image) -> bytes:
    """A JPEG to look at, beside the file."""
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return _jpeg(small, quality=80)


def _learn_heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _clean(picture: Image.Image) -> Image.Image:
    """Pixels alone, in the colours of every screen."""
    if picture.format == "JPEG":
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    profile = picture.info.get("icc_profile")
    seen_through = "A" in picture.getbands() or "transparency" in picture.info
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    flat = _on_white(upright) if seen_through else upright.convert("RGB")
    flat = _in_srgb(flat, profile)
    clean = Image.new("RGB", flat.size)
    clean.paste(flat)
    return clean


def _on_white(picture: Image.Image) -> Image.Image:
    """What was transparent is paper."""
    above = picture.convert("RGBA")
    paper = Image.new("RGB", above.size, "white")
    paper.paste(above, mask=above.getchannel("A"))
    return paper


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Telephones write in wider colours: without their profile a skin would look paler."""
    if not profile:
        return picture
    try:
        there = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, there, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _written(picture: Image.Image, kind: str) -> tuple[str, bytes]:
    """A drawing or a screen stays sharp as PNG, unless that makes it heavy."""
    if kind == "PNG":
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=6)
        if out.tell() <= 4_000_000:
            return "image/png", out.getvalue()
    return "image/jpeg", _jpeg(picture, quality=88)


def _jpeg(picture: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
