"""Writes of the outbox, as statements for a unit of work. Handing messages over is usecases/dispatch_messages.py."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from chevet.kernel import rows
from chevet.kernel.identifiers import new_id
from chevet.kernel.sealing import Record
from chevet.notifications.models import Message, Suppression

BODY, RECIPIENT = "message.body", "message.recipient"

CANCEL = """
UPDATE message SET state = 'cancelled', reason = %s, settled_at = %s, body = NULL, recipient = NULL
 WHERE state = 'new' AND {}
   AND (%s::text[] IS NULL OR kind = ANY(%s::text[]))
"""


def message(
    *,
    record: Record,
    organisation_id: UUID,
    subject_id: UUID | None,
    follow_up_id: UUID | None,
    channel: str,
    kind: str,
    once: str,
    recipient: str,
    contact_id: UUID | None,
    text: str,
    subject: str = "",
    html: str = "",
    calendar: str = "",
    due_at: datetime,
) -> rows.Statement:
    """One message to be handed over at `due_at` (domain clock), sealed by `record`: the subject's or the organisation's.

    `channel` is sms or email, `kind` a class of policy.py. A message with the same `once` already exists: nothing
    happens, whatever this one says. `calendar` is the text of an .ics file that goes with an e-mail.
    """
    words = {"text": text, "subject": subject, "html": html} | ({"calendar": calendar} if calendar else {})
    return rows.insert(
        Message,
        on_conflict="ON CONFLICT (once) DO NOTHING",
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=subject_id,
        follow_up_id=follow_up_id,
        key_id=UUID(bytes=record.subject),
        channel=channel,
        kind=kind,
        once=once,
        recipient=record.seal(RECIPIENT, recipient),
        contact_id=contact_id,
        body=record.seal(BODY, words),
        due_at=due_at,
        state="new",
        attempts=0,
        provider_ref="",
        reason="",
    )


def cancel(
    *,
    now: datetime,
    reason: str,
    follow_up_id: UUID | None = None,
    contact_id: UUID | None = None,
    kinds: Iterable[str] | None = None,
) -> rows.Statement:
    """What has not left yet never will: of a follow-up or of a contact point, of some kinds or of all.

    A message under a dispatcher's lease is beyond recall; a suppression stops its later attempts.
    """
    column, value = ("follow_up_id", follow_up_id) if follow_up_id else ("contact_id", contact_id)
    wanted = None if kinds is None else sorted(str(kind) for kind in kinds)
    return rows.Statement(CANCEL.format(f"{column} = %s"), (reason, now, value, wanted, wanted))


def cancel_named(names: Iterable[str], *, now: datetime, reason: str) -> rows.Statement:
    """The same for messages that are known by their `once`."""
    return rows.Statement(CANCEL.format("once = ANY(%s)"), (reason, now, list(names), None, None))


def suppress(
    *,
    organisation_id: UUID,
    subject_id: UUID,
    cause: str,
    author: str,
    since: datetime,
    follow_up_id: UUID | None = None,
    contact_id: UUID | None = None,
    review_on: date | None = None,
) -> rows.Statement:
    """Silence a follow-up or a contact point from `since` (domain clock) on. What each cause silences: policy.py."""
    return rows.insert(
        Suppression,
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=subject_id,
        follow_up_id=follow_up_id,
        contact_id=contact_id,
        cause=cause,
        author=author,
        since=since,
        review_on=review_on,
        ended_at=None,
    )


def lift(
    *, subject_id: UUID, cause: str, now: datetime, follow_up_id: UUID | None = None, contact_id: UUID | None = None
) -> rows.Statement:
    """End the live suppressions of one cause, of a follow-up or of a contact point."""
    key = {"subject_id": subject_id, "cause": cause, "follow_up_id": follow_up_id, "contact_id": contact_id}
    given = {name: value for name, value in key.items() if value is not None}
    where = " AND ".join(f"{name} = %s" for name in given)
    return rows.Statement(
        f"UPDATE suppression SET ended_at = %s WHERE ended_at IS NULL AND {where}", (now, *given.values())
    )
