"""A person answers one of our text messages. STOP turns her SMS off and becomes a call; anything else is answered once.

Nobody reads these texts, so the answer says whom to call. A number may be shared: all that it is used for is meant.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chevet.kernel.rows import Statement
from chevet.kernel.sealing import WrappedKey, open_record
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications import returns
from chevet.notifications.receipts import Incoming, Keyword
from chevet.organisations.territories import territory_named
from chevet.people.operations import contact_index
from chevet.usecases.telling import written

OF_NUMBER = """
SELECT contact_point.id AS contact_id, contact_point.organisation_id, contact_point.subject_id,
       follow_up.id AS follow_up_id, follow_up.language, team.phone, team.territory,
       data_key.family, data_key.generation, data_key.wrapped
  FROM contact_point
  JOIN follow_up ON follow_up.contact_id = contact_point.id AND follow_up.state IN ('planned', 'active')
  JOIN team ON team.id = follow_up.team_id
  JOIN data_key ON data_key.subject_id = contact_point.subject_id
 WHERE contact_point.blind = %s AND contact_point.kind = 'mobile'
 ORDER BY follow_up.id
"""


def receive_incoming(
    *, incoming: Incoming, nonce: str, now: datetime, machine_now: datetime, on_stop: Callable[..., Any]
) -> int:
    """How many follow-ups it spoke of; none for a copy or for a number that we do not know.

    `on_stop(contact_id, organisation_id, subject_id, now, machine_now)`, keywords all, turns the channel off and makes
    the call a task; it may be called again for the same STOP.
    """
    with UnitOfWork(machine("dispatch")) as work:
        copies, found = work.fetch(returns.seen(nonce), Statement(OF_NUMBER, (contact_index(incoming.sender),)))
    if copies:
        return 0
    if incoming.keyword is Keyword.STOP:
        contacts = {row.contact_id: row for row in found}
        for contact_id, row in contacts.items():
            whose = {"organisation_id": row.organisation_id, "subject_id": row.subject_id}
            on_stop(contact_id=contact_id, **whose, now=now, machine_now=machine_now)
    with UnitOfWork(machine("dispatch")) as work:
        work.add(returns.first_time(nonce, machine_now=machine_now))
        if found and incoming.keyword is None:
            work.add(_reply(found[0], incoming, now))
    return len(found)


def _reply(row: Any, incoming: Incoming, now: datetime) -> Statement:
    """One an hour for one number, so that two machines never talk to each other all night."""
    record = open_record(WrappedKey(row.subject_id, row.family, row.generation, row.wrapped))
    emergency = territory_named(row.territory).emergency.medical
    return outbox.message(
        record=record,
        organisation_id=row.organisation_id,
        subject_id=row.subject_id,
        follow_up_id=row.follow_up_id,
        channel="sms",
        kind="unread_reply",
        once=f"unread:{row.contact_id.hex}:{now:%Y%m%d%H}",
        recipient=incoming.sender,
        contact_id=row.contact_id,
        due_at=now,
        **written("unread_reply", "sms", row.language, phone=row.phone, emergency=emergency),
    )
