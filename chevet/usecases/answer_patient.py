"""The team writes to the patient, in answer or of its own accord; a notice without content goes to her channel."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.alerts.acting import acted
from chevet.kernel.errors import Conflict
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.messaging import operations as communications
from chevet.messaging import queries
from chevet.messaging.rules import OTHERWISE, OVER, rings, worded
from chevet.pathways.states import LIVE
from chevet.people.actors import Actor
from chevet.usecases.followed import follow
from chevet.usecases.receipts import keyed
from chevet.usecases.situation import Act, Situation, conclude, settled_by
from chevet.usecases.writing import message_waiting, reach


def answer_patient(
    *, actor: Actor, follow_up_id: UUID, key: UUID, text: str, now: datetime, machine_now: datetime
) -> bool:
    """Keep one message of the team: it settles what her messages asked for, and no other alert.

    False when nothing can tell her that it waits (no mobile or e-mail, STOP): then somebody calls. `key` is the
    page's; a second sending writes nothing. Raises NotFound, Forbidden, Invalid, Conflict (same key, other words;
    the follow-up is over).
    """
    with keyed(OTHERWISE), UnitOfWork(actor.scope()) as work:
        situation, earlier = follow(work, actor, follow_up_id, now, queries.earlier(key))
        contacts, (unread,) = work.fetch(reach(follow_up_id), queries.unread_by_patient(follow_up_id))
        kept = worded(text)
        if earlier:
            _check_same(earlier[0], actor, follow_up_id, kept)
            return bool(contacts)
        if situation.followed.state not in LIVE:
            raise Conflict(OVER)
        if contacts and rings(noticed_at=unread.noticed_at, now=now):
            work.add(message_waiting(situation, contacts[0], at=now, once=f"message_waiting:{key.hex}"))
        _keep(work, situation, actor, key=key, text=kept, now=now, machine_now=machine_now)
        return bool(contacts)


def _keep(
    work: UnitOfWork, situation: Situation, actor: Actor, *, key: UUID, text: str, now: datetime, machine_now: datetime
) -> None:
    row = situation.followed
    work.add(
        communications.post(
            key=key, record=situation.record, organisation_id=row.organisation_id, follow_up_id=row.id, text=text,
            at=now, account_id=actor.account_id,
        ),
        communications.read_by_team(row.id, now=now),
    )  # fmt: skip
    settled = settled_by(situation, [], resolved=("message",), now=now)
    settled = settled.with_episode(lambda episode: acted(episode, at=now))
    act = Act(f"account:{actor.account_id}", "communication.answered", machine_now, {"communication": str(key)})
    conclude(work, situation, settled, act=act, now=now, by=actor.account_id)


def _check_same(row: Any, actor: Actor, follow_up_id: UUID, text: str) -> None:
    ours = (row.account_id, row.follow_up_id) == (actor.account_id, follow_up_id)
    if not ours or not queries.is_same(row, text):
        raise Conflict(OTHERWISE)
