"""A line of the waiting room, from the patient or from a professional. A few, short, sealed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.visits import Visit
from chevet.kernel.errors import Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import CONVENES, Actor, check_role
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.rules import LONGEST_LINE, MOST_LINES
from chevet.usecases.consultation_seats import account, found, journal, visited
from chevet.video import operations as video

EMPTY = gettext_noop("Écrivez quelques mots.")
LONG = gettext_noop("Trois cents caractères au plus.")
ENOUGH = gettext_noop("Vous avez déjà écrit vingt fois. Le reste se dit pendant l’appel.")


def write_in_waiting_room(*, visit: Visit, key: UUID, text: str, now: datetime, machine_now: datetime) -> None:
    """The patient's line; the same key again writes nothing. Raises Invalid, NotFound, Forbidden, Conflict."""
    words = checked(text)
    with UnitOfWork(visit.scope()) as work:
        door, row, _ = visited(work, visit, now=now, machine_now=machine_now, lock=True)
        _write(work, row, key, words, account_id=None, by=f"link:{door.link_id}", machine_now=machine_now)


def write_to_waiting_room(
    *, actor: Actor, consultation_id: UUID, key: UUID, text: str, now: datetime, machine_now: datetime
) -> None:
    """A professional's line, or the secretary's. Raises Invalid, Forbidden, NotFound, Conflict."""
    check_role(actor, CONVENES)
    words = checked(text)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        _write(work, row, key, words, account_id=actor.account_id, by=account(actor), machine_now=machine_now)


def checked(text: str) -> str:
    """One line of words. Raises Invalid."""
    words = " ".join(text.split())
    sentence = EMPTY if not words else LONG if len(words) > LONGEST_LINE else ""
    if sentence:
        raise Invalid(sentence, fields={"text": sentence})
    return words


def _write(
    work: UnitOfWork, row: Any, key: UUID, words: str, *, account_id: UUID | None, by: str, machine_now: datetime
) -> None:
    known, counted = work.fetch(
        Statement("SELECT id FROM consultation_line WHERE id = %s", (key,)),
        queries.how_many_lines(row.id, of_patient=account_id is None),
    )
    if known:
        return
    if counted[0].n >= MOST_LINES:
        raise Invalid(ENOUGH, fields={"text": ENOUGH})
    work.add(
        operations.new_line(
            record=open_record(row), line_id=key, organisation_id=row.organisation_id, consultation_id=row.id,
            account_id=account_id, words=words, machine_now=machine_now,
        ),
        video.tell(room_id=row.room_id, machine_now=machine_now),
        journal(row, "line_written", by=by, machine_now=machine_now),
    )  # fmt: skip
