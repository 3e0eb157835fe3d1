"""PDF written anew: its pages and what is drawn on them, nothing that acts, opens, sends or hides."""

import io
import logging
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, StreamObject

MOST_PAGES = 100
MOST_PREVIEWS = 8
MOST_UNPACKED = 600_000_000  # bytes of all its streams
OF_PAGE = frozenset({
    "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Annots",
})  # fmt: skip
OF_STREAM = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/PieceInfo", "/Metadata", "/AF", "/Alternates", "/StructParent",
             "/StructParents", "/LastModified")  # fmt: skip
ACTING = frozenset({
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/URI", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/Named", "/Hide", "/ResetForm", "/SetOCGState", "/Trans", "/GoTo3DView", "/Thread",
})  # fmt: skip
UNSEEN, PRINTED = 0b100010, 4  # hidden or not on screen; on paper too
type Drawn = tuple[str, int, list[bytes]]

logging.disable(logging.CRITICAL)  # of libraries, about somebody's file


def is_paper(content: bytes) -> bool:
    return content[:64].lstrip().startswith(b"%PDF-")


def drawn_anew(content: bytes) -> Drawn:
    """Media type, number of pages, and the file with the pictures of its first pages. Raises Refused."""
    from refused import UNREADABLE, Refused

    try:
        written, pages = written_anew(content)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise Refused(UNREADABLE) from error
    return "application/pdf", pages, [written, *_previews(written, pages)]


def written_anew(content: bytes) -> tuple[bytes, int]:
    """The file with only what a page shows, and how many pages there are."""
    from refused import LOCKED, PAGES, UNREADABLE, Refused

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(LOCKED)
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise Refused(PAGES)
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(_bare(page))
    writer.metadata = None
    _strip(writer)
    _let_go(writer)
    _check_swelling(writer)
    if any(_acts(one) for one in _dictionaries(writer)):
        raise Refused(UNREADABLE)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)


def _bare(page: PageObject) -> PageObject:
    notes = [drawn for note in page.get("/Annots") or () if (drawn := _as_drawing(note.get_object()))]
    for key in [key for key in page if key not in OF_PAGE]:
        del page[key]
    page[NameObject("/Annots")] = ArrayObject(notes)
    return page


def _as_drawing(note: Any) -> DictionaryObject | None:
    """A field that was filled in, a stamp, a mark: what is seen of it, and nothing that it does."""
    from refused import FORM, Refused

    look = _look(note)
    if look is None:
        if note.get("/Subtype") == "/Widget" and note.get("/FT") == "/Tx" and note.get("/V"):
            raise Refused(FORM)  # what was typed would not be seen any more
        return None
    if int(note.get("/F", 0)) & UNSEEN or note.get("/Subtype") == "/Popup":
        return None
    seen = DictionaryObject({NameObject("/N"): look})
    return DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Stamp"),
        NameObject("/Rect"): note["/Rect"], NameObject("/F"): NumberObject(PRINTED), NameObject("/AP"): seen,
    })  # fmt: skip


def _look(note: Any) -> Any:
    """The stream that draws it as it is now, or nothing."""
    looks = note.get("/AP")
    normal = looks.get_object().get("/N") if looks is not None else None
    drawn = normal.get_object() if normal is not None else None
    if isinstance(drawn, StreamObject):
        return looks.get_object().raw_get("/N")
    state = note.get("/AS")
    if isinstance(drawn, DictionaryObject) and state in drawn and isinstance(drawn[state], StreamObject):
        return drawn.raw_get(state)
    return None


def _strip(writer: PdfWriter) -> None:
    """No stream leads to another file or carries what is not drawn."""
    for key in [key for key in writer.root_object if key not in ("/Type", "/Pages")]:
        del writer.root_object[key]
    for one in _dictionaries(writer):
        if isinstance(one, StreamObject):
            for key in OF_STREAM:
                one.pop(key, None)


def _check_swelling(writer: PdfWriter) -> None:
    """A few megabytes may unpack to gigabytes on the machine of whoever opens it."""
    from refused import UNREADABLE, Refused

    left = MOST_UNPACKED
    for one in _dictionaries(writer):
        if isinstance(one, StreamObject) and "/FlateDecode" in str(one.get("/Filter", "")):
            left -= _unpacked(one._data, left)
            if left <= 0:
                raise Refused(UNREADABLE)


def _unpacked(packed: bytes, most: int) -> int:
    """How many bytes it holds, counted up to `most` and a little more, never kept."""
    unpacker, size = zlib.decompressobj(), 0
    while packed and size <= most and not unpacker.eof:
        try:
            size += len(unpacker.decompress(packed, 1 << 20))
        except zlib.error:
            break
        packed = unpacker.unconsumed_tail
    return size


def _dictionaries(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached from the first one, however deep."""
    for one in _reached(writer)[0]:
        if isinstance(one, DictionaryObject):
            yield one


def _reached(writer: PdfWriter) -> tuple[list[Any], set[int]]:
    """What can be reached, and the numbers of it."""
    left, found, numbers = [writer.root_object], [], {writer.root_object.indirect_reference.idnum}
    while left:
        one = left.pop()
        if isinstance(one, IndirectObject):
            if one.idnum not in numbers:
                numbers.add(one.idnum)
                left.append(one.get_object())
            continue
        found.append(one)
        if isinstance(one, DictionaryObject | ArrayObject):
            left += [one.raw_get(key) for key in one] if isinstance(one, DictionaryObject) else list(list.__iter__(one))
    return found, numbers


def _let_go(writer: PdfWriter) -> None:
    """What nothing leads to any more is not written."""
    numbers = _reached(writer)[1]
    for place in range(len(writer._objects)):
        if place + 1 not in numbers:
            writer._objects[place] = None


def _acts(one: DictionaryObject) -> bool:
    if one.get("/S") in ACTING or one.get("/Type") in ("/EmbeddedFile", "/Filespec", "/Action"):
        return True
    return "/JS" in one and not isinstance(one.get("/JS"), DictionaryObject)


def _previews(content: bytes, pages: int) -> Iterator[bytes]:
    """What a reader sees, drawn here: nobody's browser runs the file."""
    import pictures
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    for number in range(min(pages, MOST_PREVIEWS)):
        page = document[number]
        longest = max(1.0, *page.get_size())
        drawn = page.render(scale=pictures.PREVIEW_SIDE / longest)
        yield pictures.preview(drawn.to_pil().convert("RGB"))
        page.close()
