"""The hash chain over the journal. Ranges are sealed once closed: nobody can still add a line inside them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from chevet.kernel.sealing import derive

BEGINNING = bytes(32)


class Digest:
    """The hash of one range, fed with its lines in order of id."""

    def __init__(self, previous: bytes) -> None:
        self._hash = hashlib.sha256(previous)
        self.lines = 0

    def add(self, rows: Iterable[Any]) -> None:
        for row in rows:
            self._hash.update(written(row))
            self.lines += 1

    def seal(self) -> bytes:
        return derive("journal seal", self._hash.digest())


def written(row: Any) -> bytes:
    """One line of the journal in the only form that is hashed: a JSON array, then a line feed."""
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    ids = [str(value) if value else None for value in (row.organisation_id, row.team_id, row.subject_id)]
    return json.dumps([row.id, at, *ids, row.actor, row.action, row.detail], sort_keys=True).encode() + b"\n"


@dataclass
class Closing:
    """Finds how far the journal is closed, over three looks at it.

    An id is drawn before its transaction has a number and long before it commits. So: look at the last id; at the next
    look, whoever had drawn a smaller id has a transaction number, below the next one to be given; once every
    transaction below that has ended, no smaller id can appear any more.
    """

    seen: int = 0
    candidate: int = 0
    barrier: int = 0

    def look(self, *, last_id: int, oldest: int, coming: int) -> int:
        """The last id of the closed part, 0 when nothing is known yet.

        `oldest` is the oldest transaction still running, `coming` the next number to be given (pg_snapshot's xmin
        and xmax).
        """
        closed = self.candidate if self.candidate and oldest >= self.barrier else 0
        if closed or not self.candidate:
            self.candidate, self.barrier = self.seen, coming
            self.seen = last_id
        return closed
