"""A document of the team is shown to the person, who is told, or hidden again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.documents import operations
from chevet.documents.rules import CATEGORIES, NOT_SHOWN
from chevet.kernel.errors import Conflict
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sentences import Sentence
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.messaging import operations as communications
from chevet.messaging import queries as messages
from chevet.messaging.rules import rings
from chevet.people.actors import Actor
from chevet.usecases.at_documents import at_document, journal_of
from chevet.usecases.situation import Situation, met, reads
from chevet.usecases.writing import message_waiting, reach

LIVE_ONE = """
SELECT id FROM follow_up WHERE subject_id = %s AND state IN ('planned', 'active') ORDER BY included_at DESC, id LIMIT 1
"""
WAITS = Sentence(
    "Un document vous attend : {name}. Ouvrez « Documents » pour le lire.",
    "A document is waiting for you: {name}. Open “Documents” to read it.",
)


def show_document(*, actor: Actor, patient_id: UUID, document_id: UUID, now: datetime, machine_now: datetime) -> bool:
    """The person may read it from now on. True when a message tells her so. Shown already: nothing happens.

    Raises NotFound, Forbidden, Conflict (it comes from her).
    """
    with UnitOfWork(actor.scope()) as work:
        patient, row, _record, _ = at_document(work, actor, patient_id, document_id, now)
        if row.source == "patient":
            raise Conflict(NOT_SHOWN)
        (shown,) = work.fetch(operations.show(document_id, now=now))
        if not shown:
            return False
        work.add(_line(actor, row, "document.shown", machine_now))
        return tell_patient(work, actor, patient.subject_id, row.label, now=now)


def hide_document(*, actor: Actor, patient_id: UUID, document_id: UUID, now: datetime, machine_now: datetime) -> None:
    """The person does not read it any more; what she has taken with her stays hers. Raises NotFound, Forbidden."""
    with UnitOfWork(actor.scope()) as work:
        _patient, row, _record, _ = at_document(work, actor, patient_id, document_id, now)
        (hidden,) = work.fetch(operations.hide(document_id))
        if hidden:
            work.add(_line(actor, row, "document.hidden", machine_now))


def tell_patient(work: UnitOfWork, actor: Actor, subject_id: UUID, label: dict[str, str], *, now: datetime) -> bool:
    """A message in her thread, behind the same door as the document, and the usual notice that a message waits.

    False when she has no follow-up that goes on, or nothing that can be written to.
    """
    (live,) = work.fetch(Statement(LIVE_ONE, (subject_id,)))
    if not live:
        return False
    *rows, contacts, (unread,) = work.fetch(
        *reads(now=now, follow_up_id=live[0].id), reach(live[0].id), messages.unread_by_patient(live[0].id)
    )
    situation, key = met(rows), new_id()
    if contacts and rings(noticed_at=unread.noticed_at, now=now):
        work.add(message_waiting(situation, contacts[0], at=now, once=f"message_waiting:{key.hex}"))
    work.add(
        communications.post(
            key=key, record=situation.record, organisation_id=situation.followed.organisation_id,
            follow_up_id=situation.followed.id, text=_words(situation, label), at=now, account_id=actor.account_id,
        )
    )  # fmt: skip
    return bool(contacts)


def _words(situation: Situation, label: dict[str, str]) -> str:
    """In the person's language, French where there is no other."""
    language = "en" if situation.followed.language.startswith("en") else "fr"
    name = label["title"] or CATEGORIES[label["category"]].said_in(language)
    return WAITS.saying(name=name).said_in(language)


def _line(actor: Actor, row: Any, action: str, machine_now: datetime) -> Statement:
    return journal_of(
        row, row.id, actor=f"account:{actor.account_id}", action=action, machine_now=machine_now,
        follow_up_id=row.follow_up_id,
    )  # fmt: skip
