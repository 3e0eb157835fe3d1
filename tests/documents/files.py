"""Files as people send them, and as somebody who means harm would."""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

CANARY = b"zqcanaryinside"
HEIC = (Path(__file__).parent / "photo.heic").read_bytes()  # with a maker's name in its EXIF
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def photo(*, size: tuple[int, int] = (640, 480), kind: str = "JPEG", colour: str = "#2f6f6b") -> bytes:
    """A picture with what a telephone writes into it: a maker, a place, and that it lies on its side."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 3, size[1]), fill="#f4efe6")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CANARY.decode(), 6
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def paper(
    *words: str,
    pages: int = 1,
    catalog: bytes = b"",
    page: bytes = b"",
    contents: int = 4,
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF written by hand. `catalog` and `page` are entries added there; `contents` draws each page; `more` are objects, from number 10 on."""
    text = b" ".join(b"(%s) Tj T*" % word.encode("latin-1") for word in words or ("Bonjour",))
    stream = b"BT /F1 18 Tf 22 TL 40 340 Td " + text + b" ET"
    kids = b" ".join(b"%d 0 R" % (100 + number) for number in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [" + kids + b"] /Count %d /MediaBox [0 0 300 400] >>" % pages,
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        5: b"<< /Author (%s) /Title (Dossier) >>" % CANARY,
    } | {
        100 + number: b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> " % contents + page + b" >>"
        for number in range(pages)
    } | {10 + number: body for number, body in enumerate(more)}  # fmt: skip
    return _numbered(objects)


def _numbered(objects: dict[int, bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(objects):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    out += b"trailer\n<< /Root 1 0 R /Info 5 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, entries: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def hostile_paper() -> bytes:
    """Every way to act that a PDF has: at opening, on a page, on a click, in a field, by a file within."""
    catalog = (
        b"/OpenAction 10 0 R /AA << /WC 10 0 R >> /Names << /JavaScript << /Names [(a) 10 0 R] >>"
        b" /EmbeddedFiles << /Names [(virus.exe) 12 0 R] >> >> /AcroForm << /Fields [14 0 R] /XFA (zqcanaryinside) >>"
    )
    page = b"/AA << /O 11 0 R >> /Annots [14 0 R 15 0 R 16 0 R] /PieceInfo << /X (zqcanaryinside) >>"
    look = b"/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 3 0 R >> >>"
    drawn = b"BT /F1 12 Tf 2 5 Td (50 mg) Tj ET"
    more = (
        b"<< /S /JavaScript /JS (app.alert\\('zqcanaryinside'\\)) >>",
        b"<< /S /Launch /F (zqcanaryinside.exe) >>",
        b"<< /Type /Filespec /F (virus.exe) /EF << /F 13 0 R >> >>",
        stream(CANARY, b"/Type /EmbeddedFile"),
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (dose) /V (50 mg) /Rect [40 200 140 220] /A 10 0 R /AP << /N 17 0 R >> >>",
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 300 400] /A << /S /URI /URI (http://zqcanaryinside.example) >> >>",
        b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 12 0 R >>",
        stream(drawn, look + b" /Metadata 13 0 R /AF [12 0 R]"),
    )
    return paper("Ordonnance", catalog=catalog, page=page, more=more)


def empty_form() -> bytes:
    """A field with a value that nobody has drawn: a reader would show it, the file written anew would not."""
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (dose) /V (50 mg) /Rect [40 200 140 220] >>"
    return paper("Ordonnance", page=b"/Annots [10 0 R]", more=(field,))


def swollen_paper(size: int = 1_500_000_000) -> bytes:
    """A page whose content is a gigabyte and a half once unpacked: one block of zeros, many times."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = start + block * (size >> 24) + packer.flush()
    return paper("x", contents=10, more=(stream(packed, b"/Filter /FlateDecode"),))


def swollen_picture(side: int = 30_000) -> bytes:
    """900 million points in a hundred kilobytes."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * 64), 9)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def two_in_one() -> bytes:
    """A photo that is also a page of script, and also an archive."""
    return photo() + b"<html><script>" + CANARY + b"</script></html>PK\x03\x04" + CANARY


def drawing() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg'><script>" + CANARY + b"</script></svg>"
