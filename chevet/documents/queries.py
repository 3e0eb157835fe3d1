"""Reads of documents."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.documents.operations import LABEL, part_name
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record

COLUMNS = """
d.id, d.organisation_id, d.subject_id, d.follow_up_id, d.consultation_id, d.source, d.account_id, d.link_id, d.label,
d.fingerprint, d.media_type, d.size, d.pages, d.previews, d.scan, d.kept_at, d.shown_at, d.read_at, d.expires_at,
a.name AS author
"""
OF_SUBJECT = f"""
SELECT {COLUMNS} FROM document d LEFT JOIN account a ON a.id = d.account_id
 WHERE d.subject_id = {{subject}} AND (d.expires_at IS NULL OR d.expires_at > {{now}}) ORDER BY d.kept_at DESC, d.id DESC LIMIT 200
"""
ONE = f"""
SELECT {COLUMNS}, k.family, k.generation, k.wrapped
  FROM document d JOIN data_key k ON k.subject_id = d.subject_id LEFT JOIN account a ON a.id = d.account_id
 WHERE d.id = %s {{lock}}
"""
# `since` is the beginning of what counts as today.
QUOTA = """
SELECT count(*) FILTER (WHERE source = 'patient') AS sent,
       count(*) FILTER (WHERE source = 'patient' AND kept_at > %s) AS sent_today, coalesce(sum(size), 0)::bigint AS kept_bytes
  FROM document WHERE subject_id = {subject}
"""
PARTS = "SELECT id, kind, number FROM document_part WHERE document_id = %s AND kind = %s ORDER BY number"
OPENINGS = """
SELECT j.at, j.actor, j.action, a.name AS account
  FROM journal j LEFT JOIN account a ON j.actor = 'account:' || a.id::text
 WHERE j.subject_id = %s AND j.action IN ('document.read', 'document.read_own') AND j.detail ->> 'document' = %s
 ORDER BY j.id DESC LIMIT 20
"""
SEALED = (
    "SELECT id, kind, number, content FROM document_part WHERE document_id = %s AND kind = 'content' ORDER BY number"
)
CONTENT = "SELECT id, kind, number, content FROM document_part WHERE document_id = %s AND kind = %s AND number = %s"


def of_subject(subject: UUID | str, *, now: datetime) -> Statement:
    """Newest first; `subject` is an id or an SQL expression. `opened` gives their names."""
    if isinstance(subject, UUID):
        return Statement(OF_SUBJECT.format(subject="%s", now="%s"), (subject, now))
    return Statement(OF_SUBJECT.format(subject=subject, now="%s"), (now,))


def one(document_id: UUID, *, lock: bool = False) -> Statement:
    """A document with its wrapped key; no row when it is not of whoever acts."""
    return Statement(ONE.format(lock="FOR UPDATE OF d" if lock else ""), (document_id,))


def quota(subject: UUID | str, *, since: datetime) -> Statement:
    """One row: how many the person has sent, in all and since then, and the bytes of the record."""
    if isinstance(subject, UUID):
        return Statement(QUOTA.format(subject="%s"), (since, subject))
    return Statement(QUOTA.format(subject=subject), (since,))


def parts(document_id: UUID, kind: str = "content") -> Statement:
    """Which pieces there are, without what they hold."""
    return Statement(PARTS, (document_id, kind))


def openings(subject_id: UUID, document_id: UUID) -> Statement:
    """Who opened it before, newest first, by the machine's clock."""
    return Statement(OPENINGS, (subject_id, str(document_id)))


def sealed(document_id: UUID) -> Statement:
    """The pieces of the file, in order; `content` is null for one that lies in the object storage."""
    return Statement(SEALED, (document_id,))


def part(document_id: UUID, kind: str, number: int) -> Statement:
    """One sealed piece."""
    return Statement(CONTENT, (document_id, kind, number))


def opened(found: list[Any], record: Record) -> Iterator[Any]:
    """The rows with their label opened: {title, category}."""
    for row in found:
        yield row._replace(label=record.open(LABEL, row.label))


def unsealed(row: Any, sealed: bytes, *, document_id: UUID, record: Record) -> bytes:
    """What a piece holds."""
    return record.open_bytes(part_name(document_id, row.kind, row.number), sealed)
