"""Writes of documents, as statements for a unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chevet.documents.models import Document, DocumentPart
from chevet.documents.rules import CHUNK, labelled
from chevet.kernel import rows
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, fingerprint

LABEL = "document.label"  # {title, category}
PART = "document_part.content"
READ = "UPDATE document SET read_at = %s WHERE id = %s AND read_at IS NULL"
FORGET = ("DELETE FROM document_part WHERE document_id = %s", "DELETE FROM document WHERE id = %s RETURNING id")


@dataclass(frozen=True, slots=True)
class File:
    """A file made ready: `content` as it will be kept, `previews` one JPEG for each page that is drawn.

    `sent` is the fingerprint of what was sent, before it was drawn anew.
    """

    content: bytes
    media_type: str
    pages: int = 1
    previews: Sequence[bytes] = field(default=())
    sent: bytes = b""


def made(
    content: bytes, *, media_type: str = "application/pdf", pages: int = 1, previews: Sequence[bytes] = ()
) -> File:
    """A file that the product made itself: nothing to clean in it."""
    return File(content, media_type, pages, previews, fingerprint(content))


def keep(
    *, document_id: UUID, record: Record, organisation_id: UUID, source: str, title: str, category: str, file: File,
    now: datetime, account_id: UUID | None = None, link_id: UUID | None = None, follow_up_id: UUID | None = None,
    consultation_id: UUID | None = None, shown: bool = False, scan: str = "off", expires_at: datetime | None = None,
) -> list[Statement]:  # fmt: skip
    """The document and its parts, sealed. Raises Invalid for a title too long or a category unknown.

    A second document of the same id breaks `document_pkey`: look first (queries.one). shown: the person may read it
    from now on. follow_up_id, consultation_id: where it comes from.
    """
    whose = {"organisation_id": organisation_id, "subject_id": UUID(bytes=record.subject)}
    document = rows.insert(
        Document, id=document_id, **whose, follow_up_id=follow_up_id, consultation_id=consultation_id, source=source,
        account_id=account_id, link_id=link_id, label=record.seal(LABEL, labelled(title=title, category=category)),
        fingerprint=file.sent, media_type=file.media_type, size=len(file.content), pages=file.pages,
        previews=len(file.previews), scan=scan, kept_at=now, shown_at=now if shown else None, read_at=None,
        expires_at=expires_at,
    )  # fmt: skip
    pieces = [("content", number, piece) for number, piece in enumerate(_chunks(file.content))]
    pieces += [("preview", number, piece) for number, piece in enumerate(file.previews)]
    return [document, *(_part(document_id, record, whose, *piece) for piece in pieces)]


def _chunks(content: bytes) -> list[bytes]:
    return [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]


def _part(document_id: UUID, record: Record, whose: dict, kind: str, number: int, piece: bytes) -> Statement:
    sealed = record.seal_bytes(part_name(document_id, kind, number), piece)
    return rows.insert(
        DocumentPart, id=new_id(), **whose, document=document_id, kind=kind, number=number, content=sealed
    )


def part_name(document_id: UUID, kind: str, number: int) -> str:
    """The additional data of a seal: a piece cannot pass for another, nor change its place."""
    return f"{PART}|{document_id}|{kind}|{number}"


def show(document_id: UUID, *, now: datetime) -> Statement:
    """One row when it was hidden until now; nothing for what the person sent."""
    sql = "UPDATE document SET shown_at = %s WHERE id = %s AND shown_at IS NULL AND source <> 'patient' RETURNING id"
    return Statement(sql, (now, document_id))


def hide(document_id: UUID) -> Statement:
    """One row when it was shown until now."""
    return Statement(
        "UPDATE document SET shown_at = NULL WHERE id = %s AND shown_at IS NOT NULL RETURNING id", (document_id,)
    )


def read_by_other_side(document_id: UUID, *, now: datetime) -> Statement:
    return Statement(READ, (now, document_id))


def scanned(document_id: UUID, *, verdict: str) -> list[Statement]:
    """What was waiting was looked at; what is infected loses its content and keeps its name."""
    sql = "UPDATE document SET scan = %s WHERE id = %s AND scan = 'waiting'"
    done = Statement(sql, (verdict, document_id))
    return [done, Statement(FORGET[0], (document_id,))] if verdict == "infected" else [done]


def forget(document_id: UUID) -> list[Statement]:
    """The second statement gives one row when it was still there."""
    return [Statement(sql, (document_id,)) for sql in FORGET]
