"""A claimed message: may it leave now, and what is in it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.kernel.rows import Statement
from chevet.kernel.sealing import WrappedKey, open_record
from chevet.notifications import claims
from chevet.notifications.operations import BODY, RECIPIENT
from chevet.notifications.policy import MessageClass, is_stale, may_ring_at, silencing
from chevet.notifications.states import State

PUSH = "push"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One opened message on its way. `reference` is our name for it, the same at every attempt."""

    row: Any
    kind: MessageClass
    to: str
    text: str
    subject: str
    html: str
    calendar: str = ""

    @property
    def reference(self) -> str:
        return str(self.row.id)


def held_back(
    row: Any, kind: MessageClass, zone: str | None, now: datetime, machine_now: datetime
) -> tuple[State, Statement] | None:
    """Where a message goes that must not leave now, and the write that says so; None when it may.

    `zone` is the person's; without one (a professional's message) no hour is too early.
    """
    if row.body is None or row.recipient is None or row.wrapped is None:
        return State.CANCELLED, claims.ended(row, State.CANCELLED, reason="content erased", settled_at=now)
    if causes := silencing(kind, row.causes):
        return State.CANCELLED, claims.ended(row, State.CANCELLED, reason=min(causes), settled_at=now)
    if row.channel == PUSH and too_late(row, kind, now, machine_now):
        return State.CANCELLED, claims.ended(row, State.CANCELLED, reason="too late", settled_at=now)
    if too_late(row, kind, now, machine_now):
        return State.DEAD, claims.ended(row, State.DEAD, reason="too late", settled_at=None)
    morning = may_ring_at(kind, now=now, zone=ZoneInfo(zone)) if zone else now
    return (State.NEW, claims.put_back(row, due_at=morning)) if morning > now else None


def too_late(row: Any, kind: MessageClass, now: datetime, machine_now: datetime) -> bool:
    """Its life is over by both clocks: a jump of the domain clock alone ages nothing that was just written."""
    by_the_day = is_stale(kind, due_at=row.due_at, now=now)
    return by_the_day and is_stale(kind, due_at=made_at(row.id), now=machine_now)


def opened(row: Any, kind: MessageClass) -> Parcel:
    """With the seal taken off: keep it for the attempt, no longer."""
    record = open_record(WrappedKey(row.key_id, row.family, row.generation, row.wrapped))
    body = record.open(BODY, row.body)
    return Parcel(row=row, kind=kind, to=record.open(RECIPIENT, row.recipient), **body)


def class_of(kind: str) -> MessageClass:
    """The class of a message; one that the table does not know is owed like an appointment: never silenced."""
    with suppress(ValueError):
        return MessageClass(kind)
    return MessageClass.APPOINTMENT


def made_at(message_id: UUID) -> datetime:
    """When the message was written, by the machine's clock: its identifier is a UUIDv7."""
    return datetime.fromtimestamp((message_id.int >> 80) / 1000, UTC)
