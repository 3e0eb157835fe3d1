"""The end of a record: its key goes, and a tombstone stays that names nobody.

Tombstones are kept outside PostgreSQL, beside the keys: a restored backup is older than they are, and must forget
again what was already forgotten.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from chevet.kernel.sealing import derive

FORGET = ("DELETE FROM data_key WHERE subject_id = %s",)
FILE = "tombstones"


def stone(subject_id: UUID) -> str:
    """A keyed hash: it recognises the record again and says nothing about it."""
    return derive("tombstone", subject_id.bytes)[:16].hex()


def bury(subject_id: UUID, *, at: datetime) -> None:
    """Append the tombstone, durably, before the rows go: better one too many than a record that comes back."""
    with open(_path(), "a", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(f"{at.isoformat()} {stone(subject_id)}\n")
        file.flush()
        os.fsync(file.fileno())


def stones() -> Iterator[str]:
    """Every tombstone so far."""
    if _path().exists():
        with _path().open(encoding="ascii") as file:
            yield from (line.split()[1] for line in file if line.strip())


def _path() -> Path:
    return Path(settings.CHEVET_KEYS) / FILE
