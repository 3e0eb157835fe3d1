"""The doctor ends it: the room closes for everybody, the links die, what was not kept is forgotten. Then how it ended."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from chevet.access.operations import revoke_links_of
from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import REGULATES, Actor
from chevet.teleregulation import operations, queries
from chevet.teleregulation.vocabulary import LISTS, LONGEST_NOTE, unknown_words
from chevet.usecases.open_regulation import NOT_YOUR_ROLE, identity_read
from chevet.usecases.regulation_links import found
from chevet.video import operations as video

NOT_A_WORD = gettext_noop("Choisissez dans la liste.")
LONG_NOTE = gettext_noop("La note a deux mille caractères au plus.")
CANCEL = """
UPDATE message SET state = 'cancelled', reason = 'ended', settled_at = %s, body = NULL, recipient = NULL
 WHERE state = 'new' AND once = ANY(%s)
"""


def end_regulation(*, actor: Actor, regulation_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Ends it at once, whatever is still to be written; again: nothing. Raises Forbidden, NotFound."""
    if actor.role not in REGULATES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id, lock=True)
        if regulation.ended_at is not None:
            return
        (guests,) = work.fetch(queries.guests(regulation_ids=[regulation.id], machine_now=machine_now))
        work.add(*video.end_room(room_id=regulation.room_id, why="doctor", machine_now=machine_now))
        for guest in guests:
            work.add(revoke_links_of(follow_up_id=guest.participant_id, why="ended", now=machine_now))
        work.add(
            Statement(CANCEL, (now, [f"samu:{guest.participant_id}:{guest.sends}" for guest in guests])),
            *operations.end(regulation_id=regulation.id, now=now),
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="regulation.ended",
                organisation_id=actor.organisation_id, team_id=regulation.team_id, subject_id=regulation.subject_id,
                detail={"regulation": str(regulation.id)},
            ),
        )  # fmt: skip


def conclude_regulation(
    *, actor: Actor, regulation_id: UUID, outcome: Mapping[str, str], note: str, identity: Mapping[str, str] | None,
    now: datetime, machine_now: datetime,
) -> None:  # fmt: skip
    """How it ended, in the codes of vocabulary.py (each may be left out), a note, and who it was as far as known.

    May be written before the end and corrected after it. `identity` None leaves it as it was. Raises Forbidden,
    Invalid, NotFound.
    """
    if actor.role not in REGULATES:
        raise Forbidden(NOT_YOUR_ROLE)
    conclusion = _conclusion(outcome, note)
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id, lock=True)
        record = open_record(regulation)
        work.add(operations.conclude(record=record, regulation_id=regulation.id, conclusion=conclusion))
        if identity is not None:
            facts = record.open(operations.FACTS, regulation.facts) | {"identity": identity_read(identity)}
            work.add(operations.new_facts(record=record, regulation_id=regulation.id, facts=facts))
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="regulation.concluded",
                organisation_id=actor.organisation_id, subject_id=regulation.subject_id,
                detail={"regulation": str(regulation.id)},
            )
        )  # fmt: skip


def _conclusion(outcome: Mapping[str, str], note: str) -> dict[str, str]:
    given = {name: outcome.get(name, "") for name in LISTS}
    wrong = dict.fromkeys(unknown_words(given), NOT_A_WORD)
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        wrong["note"] = LONG_NOTE
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return {name: value for name, value in (*given.items(), ("note", note)) if value}
