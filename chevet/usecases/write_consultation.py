"""What a professional writes of a consultation: a draft while it lasts, a report that is signed once, what is added later.

All of it is one sealed thing of the consultation: {draft, report, signed, shown, document, addenda}.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.teleconsultation import operations
from chevet.usecases.consultation_seats import account, check_consults, found, journal

SECTIONS = ("motive", "findings", "conclusion", "plan")
DRAFTED = ("note", *SECTIONS)
LONGEST = 10_000
AUTHOR = "SELECT name, profession, rpps FROM account WHERE id = %s"

TOO_LONG = gettext_noop("Ce texte est trop long : 10 000 signes au plus.")
SIGNED = gettext_noop("Ce compte rendu est déjà signé. Ce qui manque s’ajoute en complément.")
EMPTY = gettext_noop("Écrivez ce qui s’ajoute.")


def keep_draft(
    *, actor: Actor, consultation_id: UUID, words: Mapping[str, str], now: datetime, machine_now: datetime
) -> None:
    """The words as they are now, also after the end, until a report is signed; then nothing changes any more.

    words: some of DRAFTED; the others stay as they were. A draft is one line in the journal, the first time. Raises Forbidden, Invalid, NotFound.
    """
    check_consults(actor)
    kept = {name: checked(words[name], name) for name in DRAFTED if name in words}
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True)
        record, written = conclusion_of(row)
        if "report" in written:
            return
        if "draft" not in written:
            work.add(journal(row, "drafted", by=account(actor), machine_now=machine_now))
        work.add(_concluded(record, row, written | {"draft": written.get("draft", {}) | kept}))


def sign_report(
    *, actor: Actor, consultation_id: UUID, report: Mapping[str, str], shown: bool, now: datetime, machine_now: datetime
) -> dict[str, Any]:
    """The report as it stays, with who signed it and when; the draft goes. The same one again changes nothing.

    Returns all that is concluded. Raises Forbidden, Invalid, NotFound, Conflict (signed already, otherwise).
    """
    check_consults(actor)
    kept = {name: text for name in SECTIONS if (text := checked(report.get(name, ""), name))}
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True)
        record, written = conclusion_of(row)
        if "report" in written:
            if written["report"] != kept:
                raise Conflict(SIGNED)
            return written
        (authors,) = work.fetch(Statement(AUTHOR, (actor.account_id,)))
        signed = {"by": authors[0].name, "profession": authors[0].profession, "rpps": authors[0].rpps}
        written = written | {"report": kept, "shown": shown, "signed": signed | {"at": now.isoformat()}}
        written.pop("draft", None)
        work.add(_concluded(record, row, written), journal(row, "signed", by=account(actor), machine_now=machine_now))
    return written


def add_addendum(
    *, actor: Actor, consultation_id: UUID, key: UUID, text: str, now: datetime, machine_now: datetime
) -> None:
    """What was missing, signed and dated; nothing that stands is changed. `key` is the page's: sent twice, kept once."""
    check_consults(actor)
    words = checked(text, "text")
    if not words:
        raise Invalid(EMPTY, fields={"text": EMPTY})
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True)
        record, written = conclusion_of(row)
        addenda = written.get("addenda", [])
        if any(one["key"] == str(key) for one in addenda):
            return
        (authors,) = work.fetch(Statement(AUTHOR, (actor.account_id,)))
        addendum = {"key": str(key), "by": authors[0].name, "at": now.isoformat(), "text": words}
        work.add(
            _concluded(record, row, written | {"addenda": [*addenda, addendum]}),
            journal(row, "added_to", by=account(actor), machine_now=machine_now),
        )


def checked(text: str, name: str) -> str:
    """As it is kept. Raises Invalid when it is too long."""
    kept = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(kept) > LONGEST:
        raise Invalid(TOO_LONG, fields={name: TOO_LONG})
    return kept


def conclusion_of(row: Any) -> tuple[Record, dict[str, Any]]:
    """The record, and what is concluded so far."""
    record = open_record(row)
    return record, record.open(operations.CONCLUSION, row.conclusion) or {}


def _concluded(record: Record, row: Any, written: dict[str, Any]) -> Statement:
    return operations.conclude(record=record, consultation_id=row.id, conclusion=written)
