"""Letters to professionals: through the outbox like every message, sealed by their organisation's key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.models import DataKey
from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record, new_key, open_record
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox

KEY = "SELECT subject_id, family, generation, wrapped FROM data_key WHERE subject_id = %s"
HOUSE = """
SELECT organisation_id FROM membership WHERE account_id = %s
 ORDER BY (until IS NULL OR until > %s) DESC, since LIMIT 1
"""


def write_letter(
    *, account_id: UUID, address: str, once: str, letter: dict[str, str], now: datetime, machine_now: datetime
) -> bool:
    """A letter about an account, as {subject, text, html}; False for an account of no organisation: nobody writes."""
    with UnitOfWork(machine("dispatch")) as work:
        (houses,) = work.fetch(Statement(HOUSE, (account_id, machine_now)))
        if not houses:
            return False
        organisation_id = houses[0].organisation_id
        record = organisation_record(work, organisation_id)
        work.add(a_letter(record, kind="account", channel="email", address=address, once=once, now=now, **letter))
    return True


def a_letter(
    record: Record, *, kind: str, channel: str, address: str, once: str, now: datetime, **body: Any
) -> Statement:
    """The outbox row of a message that is about nobody's follow-up."""
    return outbox.message(
        record=record,
        organisation_id=UUID(bytes=record.subject),
        subject_id=None,
        follow_up_id=None,
        channel=channel,
        kind=kind,
        once=once,
        recipient=address,
        contact_id=None,
        due_at=now,
        **body,
    )


def organisation_record(work: UnitOfWork, organisation_id: UUID) -> Record:
    """The organisation's own key, made at its first letter."""
    (rows,) = work.fetch(Statement(KEY, (organisation_id,)))
    if not rows:
        key = new_key(subject_id=organisation_id, family="organisation")
        made = insert(
            DataKey, on_conflict="ON CONFLICT (subject_id) DO NOTHING", subject_id=organisation_id,
            organisation_id=organisation_id, family=key.family, generation=key.generation, wrapped=key.wrapped,
        )  # fmt: skip
        _, rows = work.fetch(made, Statement(KEY, (organisation_id,)))
    return open_record(rows[0])
