"""A professional writes a note into the record: signed, sealed, never rewritten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict
from chevet.kernel.sealing import fingerprint
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notes import operations as notes
from chevet.notes.rules import worded
from chevet.people.actors import Actor
from chevet.usecases.followed import follow
from chevet.usecases.receipts import keyed
from chevet.usecases.situation import Act, journal

OTHERWISE = "Cette note a déjà été enregistrée autrement."


def write_note(
    *, actor: Actor, follow_up_id: UUID, key: UUID, text: str, for_next_shift: bool = False, now: datetime,
    machine_now: datetime,
) -> None:  # fmt: skip
    """Keep a note; the team's screens hear of it. `key` is the page's: a second sending writes nothing.

    A guest of another organisation may write too. Raises NotFound, Forbidden, Invalid, Conflict (same key, other words).
    """
    kept = worded(text)
    with keyed(OTHERWISE), UnitOfWork(actor.scope()) as work:
        situation, earlier = follow(work, actor, follow_up_id, now, notes.earlier(key), guests=True)
        if earlier:
            _check_same(earlier[0], actor, follow_up_id, kept)
            return
        row = situation.followed
        work.add(
            notes.written(
                key=key, record=situation.record, organisation_id=row.organisation_id, follow_up_id=row.id,
                author_id=actor.account_id, at=now, text=kept, for_next_shift=for_next_shift,
            ),
            journal(situation, Act(f"account:{actor.account_id}", "note.written", machine_now, {"note": str(key)})),
        )  # fmt: skip


def _check_same(row: Any, actor: Actor, follow_up_id: UUID, text: str) -> None:
    ours = (row.author_id, row.follow_up_id) == (actor.account_id, follow_up_id)
    if not ours or bytes(row.fingerprint) != fingerprint(text.encode()):
        raise Conflict(OTHERWISE)
