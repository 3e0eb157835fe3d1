"""The patient writes to the team that follows her: kept at once, a task in the team's list, a promise in duty hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.access import operations as access
from chevet.access.permissions import Door, door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK
from chevet.kernel.errors import Conflict, NotFound, TooMany
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.messaging import operations as communications
from chevet.messaging import queries
from chevet.messaging.rules import ANSWER_WITHIN, MOST_AN_HOUR, OTHERWISE, TOO_MANY, worded
from chevet.organisations.duty import Duty
from chevet.pathways.hearing import Found
from chevet.pathways.states import LIVE
from chevet.usecases.receipts import keyed
from chevet.usecases.situation import Act, Situation, conclude, met, reads, settled_by

HOUR = timedelta(hours=1)
ENDED = gettext_noop("Votre suivi est terminé : personne ne lit plus de message ici. Appelez votre équipe.")


@dataclass(frozen=True, slots=True)
class Sent:
    """`answer_by` is what the patient is promised, in hours of duty."""

    key: UUID
    at: datetime
    answer_by: datetime


def write_to_team(*, visit: Visit, key: UUID, text: str, now: datetime, machine_now: datetime) -> Sent:
    """Keep one message; `key` is the browser's, unique for ever: a second sending receives the first promise.

    Enough for it: a browser that gave the birthday. Raises NotFound, Forbidden, Invalid (nothing written, too long),
    Conflict (same key, other words; the follow-up is over), TooMany (more than MOST_AN_HOUR).
    """
    with keyed(OTHERWISE), UnitOfWork(visit.scope()) as work:
        entered, *rows, earlier = work.fetch(enter(visit), *reads(now=now, target=TARGET), queries.earlier(key))
        door = door_to_write(entered, now=now)
        situation = met(rows)
        if situation is None:
            raise NotFound
        kept = worded(text)
        if earlier:
            return _replayed(earlier[0], kept)
        if situation.followed.state not in LIVE:
            raise Conflict(ENDED)
        _count(work, door, machine_now)
        return _keep(work, situation, door, key=key, text=kept, now=now, machine_now=machine_now)


def promise(duty: Duty, now: datetime) -> datetime:
    """When a message of now is answered at the latest."""
    return duty.spends(now, int(ANSWER_WITHIN.total_seconds()) // 60)


def _keep(
    work: UnitOfWork, situation: Situation, door: Door, *, key: UUID, text: str, now: datetime, machine_now: datetime
) -> Sent:
    row, answer_by = situation.followed, promise(situation.duty, now)
    work.add(
        communications.post(
            key=key, record=situation.record, organisation_id=row.organisation_id, follow_up_id=row.id, text=text,
            at=now, link_id=door.link_id, answer_by=answer_by,
        )
    )  # fmt: skip
    found = Found("message", TASK, reason("message"))
    settled = settled_by(situation, [found], promised=answer_by, now=now, source_id=key)
    act = Act(f"link:{door.link_id}", "communication.sent", machine_now, {"communication": str(key)})
    conclude(work, situation, settled, act=act, now=now)
    return Sent(key, now, answer_by)


def _replayed(row: Any, text: str) -> Sent:
    if row.link_id is None or not queries.is_same(row, text):
        raise Conflict(OTHERWISE)
    return Sent(row.id, row.at, row.answer_by)


def _count(work: UnitOfWork, door: Door, machine_now: datetime) -> None:
    ((counted,),) = work.fetch(
        access.count(what="communication", who=str(door.link_id), window=HOUR, machine_now=machine_now)
    )
    if counted.count > MOST_AN_HOUR:
        wait = max(1, int((counted.window_ends_at - machine_now).total_seconds()))
        raise TooMany(TOO_MANY, retry_after=wait)
