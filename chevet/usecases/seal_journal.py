"""Sealing the journal, never inside a request; and checking the seals."""

import hmac
import logging
from datetime import datetime
from typing import Any

from chevet.audit import queries
from chevet.audit.operations import seal
from chevet.audit.sealing import BEGINNING, Closing, Digest
from chevet.kernel.pulses import SEALER, beat
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

CHUNK = 10_000
LONGEST = 100_000  # lines under one seal

_closing = Closing()


def seal_journal(*, machine_now: datetime, closing: Closing = _closing) -> int:
    """Seals what is closed since the last seal, and gives the number of lines. Call it every minute.

    The first two calls of a process only look. Each seal is logged with its hash: kept elsewhere, the log shows a
    chain that was cut at its end.
    """
    with UnitOfWork(machine("seal")) as work:
        ((alone,), (state,), last) = work.fetch(queries.only_me(), queries.state(), queries.last_seal())
        work.add(beat(SEALER, machine_now=machine_now))
        closed = closing.look(last_id=state.last_id, oldest=state.oldest, coming=state.coming)
        after, previous = (last[0].last_id, bytes(last[0].hash)) if last else (0, BEGINNING)
        if not alone.mine or closed <= after:
            return 0
        until, digest = _digest(work, after, closed, previous)
        hash_ = digest.seal()
        work.add(seal(first_id=after + 1, last_id=until, lines=digest.lines, hash=hash_, sealed_at=machine_now))
    log.info("journal sealed", extra={"fields": {"last_id": until, "lines": digest.lines, "hash": hash_.hex()}})
    return digest.lines


def verify_journal() -> list[str]:
    """What is wrong with the sealed part of the journal, as English sentences; empty when it is whole."""
    wrong: list[str] = []
    after, previous = 0, BEGINNING
    while True:
        with UnitOfWork(machine("seal")) as work:
            found = work.fetch(queries.seals(after=after, limit=1))[0]
            if not found:
                return wrong
            wrong += _wrong_with(work, found[0], after, previous)
        after, previous = found[0].last_id, bytes(found[0].hash)


def _wrong_with(work: UnitOfWork, stored: Any, after: int, previous: bytes) -> list[str]:
    where = f"lines {stored.first_id} to {stored.last_id}"
    if stored.first_id != after + 1:
        return [f"The seal before {where} is missing."]
    _, digest = _digest(work, after, stored.last_id, previous, longest=None)
    if digest.lines != stored.lines:
        return [f"Of {where}, {stored.lines} were sealed and {digest.lines} are there."]
    if not hmac.compare_digest(digest.seal(), bytes(stored.hash)):
        return [f"Of {where}, at least one was changed after it was sealed."]
    return []


def _digest(
    work: UnitOfWork, after: int, until: int, previous: bytes, *, longest: int | None = LONGEST
) -> tuple[int, Digest]:
    """The hash of a range, and where it really ends when it was too long for one seal."""
    digest = Digest(previous)
    while True:
        rows = work.fetch(queries.lines(after=after, until=until, limit=CHUNK))[0]
        digest.add(rows)
        if len(rows) < CHUNK:
            return until, digest
        after = rows[-1].id
        if longest and digest.lines >= longest:
            return after, digest
