"""The person sends a photo or a paper to her team: drawn anew, looked at, kept sealed, and a task in the team's list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.access import operations as access
from chevet.access.permissions import Door, door_to_write
from chevet.access.queries import SUBJECT, TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK
from chevet.documents import antivirus, operations, queries
from chevet.documents.intake import drawn_anew
from chevet.documents.rules import INFECTED, OTHERWISE, TRIES_AN_HOUR, check_quota, check_size, labelled
from chevet.kernel.errors import Conflict, Invalid, NotFound, TooMany
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import fingerprint, open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.hearing import Found
from chevet.pathways.states import LIVE
from chevet.usecases.at_documents import A_DAY, OWN_KEY
from chevet.usecases.document_waits import expected_by, tell_expecting
from chevet.usecases.receipts import keyed
from chevet.usecases.situation import Act, Situation, conclude, met, reads, settled_by

HOUR = timedelta(hours=1)
ENDED = gettext_noop("Votre suivi est terminé : personne ne lit plus de document ici. Appelez votre équipe.")
SLOW_DOWN = gettext_noop("Vous avez essayé beaucoup de fichiers. Attendez une heure, ou appelez votre équipe.")


@dataclass(frozen=True, slots=True)
class _Entered:
    """Who stands at the door, and what is already there."""

    door: Door
    key: Any
    situation: Situation | None
    earlier: Any
    quota: Any


def send_document(
    *, visit: Visit, document_id: UUID, content: bytes, title: str, category: str, now: datetime, machine_now: datetime
) -> UUID:
    """Keep what a browser that gave the birthday sends; `document_id` is the page's: a second sending keeps nothing.

    Raises NotFound, Forbidden, Invalid (too heavy, not a photo nor a PDF, infected, no room left), Conflict (same id,
    another file; the follow-up is over), TooMany. Reads and draws the file between two transactions.
    """
    check_size(len(content))
    label = labelled(title=title, category=category)
    if _is_kept(visit, document_id, content, now, machine_now):
        return document_id
    scan = antivirus.verdict(content)
    if scan == antivirus.INFECTED:
        raise Invalid(INFECTED, fields={"file": INFECTED})
    file = drawn_anew(content)
    with keyed(OTHERWISE), UnitOfWork(visit.scope()) as work:
        here = _entered(work, visit, document_id, now)
        if here.earlier:
            _check_same(here, content)
        else:
            _keep(work, here, document_id, file, scan, label, now=now, machine_now=machine_now)
    return document_id


def _is_kept(visit: Visit, document_id: UUID, content: bytes, now: datetime, machine_now: datetime) -> bool:
    """Nobody's file is read before the door is open and a place is left; tries are counted."""
    with UnitOfWork(visit.scope()) as work:
        here = _entered(work, visit, document_id, now)
        if here.earlier:
            _check_same(here, content)
            return True
        _check(here, len(content))
        who = {"who": str(here.door.link_id), "window": HOUR, "machine_now": machine_now}
        ((counted,),) = work.fetch(access.count(what="document", **who))
        if counted.count > TRIES_AN_HOUR:
            wait = int((counted.window_ends_at - machine_now).total_seconds())
            raise TooMany(SLOW_DOWN, retry_after=max(1, wait))
    return False


def _entered(work: UnitOfWork, visit: Visit, document_id: UUID, now: datetime) -> _Entered:
    found = (Statement(OWN_KEY, ()), queries.one(document_id), queries.quota(SUBJECT, since=now - A_DAY))
    entered, *rows, keys, earlier, (quota,) = work.fetch(enter(visit), *reads(now=now, target=TARGET), *found)
    door, situation = door_to_write(entered, now=now), met(rows)
    if not keys or (situation is None and door.row.purpose == "follow_up"):
        raise NotFound
    if situation and situation.followed.state not in LIVE:
        raise Conflict(ENDED)
    return _Entered(door, keys[0], situation, earlier[0] if earlier else None, quota)


def _check(here: _Entered, size: int) -> None:
    quota = here.quota
    check_quota(
        sent=quota.sent, sent_today=quota.sent_today, kept_bytes=quota.kept_bytes, size=size,
        retry_after=int(HOUR.total_seconds()),
    )  # fmt: skip


def _check_same(here: _Entered, content: bytes) -> None:
    ours = here.earlier.link_id == here.door.link_id
    if not ours or bytes(here.earlier.fingerprint) != fingerprint(content):
        raise Conflict(OTHERWISE)


def _keep(
    work: UnitOfWork, here: _Entered, document_id: UUID, file: operations.File, scan: str, label: dict[str, str], *,
    now: datetime, machine_now: datetime,
) -> None:  # fmt: skip
    _check(here, len(file.content))
    row, situation, record = here.door.row, here.situation, open_record(here.key)
    about = None if situation else expected_by(work, machine_now=machine_now)
    follow_up_id = situation.followed.id if situation else None
    work.add(
        *operations.keep(
            document_id=document_id, record=record, organisation_id=row.organisation_id, source="patient", **label,
            file=file, scan=scan, link_id=here.door.link_id, follow_up_id=follow_up_id,
            consultation_id=about and about.consultation_id, now=now,
        )
    )  # fmt: skip
    act = Act(f"link:{here.door.link_id}", "document.sent", machine_now, {"document": str(document_id)})
    if situation:
        found = Found("document", TASK, reason("document"))
        settled = settled_by(situation, [found], now=now, source_id=document_id)
        conclude(work, situation, settled, act=act, now=now)
        return
    tell_expecting(work, about, record=record, row=row, act=act, now=now)
