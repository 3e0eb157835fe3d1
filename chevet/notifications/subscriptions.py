"""Browsers that asked to be told: kept sealed, one for each device, forgotten with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel import rows
from chevet.kernel.identifiers import new_id
from chevet.kernel.sealing import Record
from chevet.notifications.models import PushSubscription
from chevet.notifications.webpush import Subscription, written

SUBSCRIPTION = "push.subscription"


def listen(
    *, record: Record, organisation_id: UUID, subject_id: UUID, follow_up_id: UUID, device_id: UUID,
    subscription: Subscription, now: datetime,
) -> rows.Statement:  # fmt: skip
    """A browser has one subscription: a new one takes the place of the old."""
    return rows.insert(
        PushSubscription,
        on_conflict="ON CONFLICT (device_id) DO UPDATE SET subscription = EXCLUDED.subscription, since = EXCLUDED.since",
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=subject_id,
        follow_up_id=follow_up_id,
        device_id=device_id,
        subscription=record.seal(SUBSCRIPTION, written(subscription)),
        since=now,
    )


def address_of(row: Any, record: Record) -> str:
    """As a message keeps it in `recipient`."""
    return record.open(SUBSCRIPTION, row.subscription)


def of_device(device_id: UUID) -> rows.Statement:
    return rows.Statement("SELECT id FROM push_subscription WHERE device_id = %s", (device_id,))


def forget_device(device_id: UUID) -> rows.Statement:
    return rows.Statement("DELETE FROM push_subscription WHERE device_id = %s", (device_id,))


def forget_of_follow_up(follow_up_id: UUID) -> rows.Statement:
    return rows.Statement("DELETE FROM push_subscription WHERE follow_up_id = %s", (follow_up_id,))


def forget_message_s(message_id: UUID) -> rows.Statement:
    """The subscription that a message was for: `once` ends with its id."""
    return rows.Statement(
        "DELETE FROM push_subscription WHERE id = (SELECT right(once, 32)::uuid FROM message WHERE id = %s)",
        (message_id,),
    )
