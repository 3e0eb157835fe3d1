"""What the doors write, as statements for a unit of work."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.access.models import Code, Device, Link
from chevet.access.rules import CODE_RULES, CodeKind
from chevet.access.tokens import hash_code, hash_device, hash_token, token_for
from chevet.kernel import rows, sealing
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement

COUNT = """
INSERT INTO throttle (key, window_ends_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN throttle.window_ends_at <= %s THEN 1 ELSE throttle.count + 1 END,
  window_ends_at = CASE WHEN throttle.window_ends_at <= %s THEN excluded.window_ends_at
                        ELSE throttle.window_ends_at END
RETURNING count, window_ends_at
"""


def new_link(
    *, organisation_id: UUID, subject_id: UUID, target_id: UUID, contact_id: UUID | None, now: datetime,
    expires_at: datetime | None = None, link_id: UUID | None = None, purpose: str = "follow_up",
) -> Statement:  # fmt: skip
    """The address of one follow-up, or of one place in a video room (purpose "video"); its token is `token_for(link_id, 1)`."""
    ident = link_id or new_id()
    return rows.insert(
        Link, id=ident, organisation_id=organisation_id, subject_id=subject_id, purpose=purpose,
        target_id=target_id, contact_id=contact_id, rotation=1, token_hash=hash_token(token_for(ident, 1)), tries=0,
        created_at=now, expires_at=expires_at, revoked_why="",
    )  # fmt: skip


def rotate_link(*, link_id: UUID, rotation: int, contact_id: UUID | None) -> Statement:
    """A new token for the same follow-up: the old address dies, browsers must say again who they are.

    `rotation` is the new one; contact_id is where it is sent from now on.
    """
    token_hash = hash_token(token_for(link_id, rotation))
    return rows.update(
        Link, {"id": link_id}, rotation=rotation, token_hash=token_hash, contact_id=contact_id, tries=0,
        tries_since=None, revoked_at=None, revoked_why="",
    )  # fmt: skip


def prolong_link(*, link_id: UUID, until: datetime) -> Statement:
    """What it opens on takes place later."""
    return rows.update(Link, {"id": link_id}, expires_at=until)


def revoke_link(*, link_id: UUID, why: str, now: datetime) -> Statement:
    """why: wrong_person, undone, team…"""
    return rows.update(Link, {"id": link_id}, revoked_at=now, revoked_why=why)


def link_opened(*, link_id: UUID, machine_now: datetime) -> Statement:
    return Statement(
        "UPDATE access_link SET opened_at = %s WHERE id = %s AND opened_at IS NULL", (machine_now, link_id)
    )


def link_tried(*, link_id: UUID, tries: int, since: datetime) -> Statement:
    return rows.update(Link, {"id": link_id}, tries=tries, tries_since=since)


def new_device(door: Any, *, secret: str, state: str, tries: int, label: str, machine_now: datetime) -> Statement:
    """`door` is the row of queries.enter."""
    return rows.insert(
        Device, id=new_id(), organisation_id=door.organisation_id, subject_id=door.subject_id, link=door.link_id,
        secret_hash=hash_device(secret), state=state, tries=tries, label=label[:60], created_at=machine_now,
        seen_at=machine_now,
    )  # fmt: skip


def change_device(*, device_id: UUID, secret: str, machine_now: datetime, **changes: Any) -> Statement:
    """A browser that moves on gets a new secret: one planted before it was trusted opens nothing."""
    return rows.update(
        Device, {"id": device_id}, secret_hash=hash_device(secret), seen_at=machine_now, **changes
    )  # fmt: skip


def device_tried(*, device_id: UUID, state: str, tries: int, machine_now: datetime) -> Statement:
    return rows.update(Device, {"id": device_id}, state=state, tries=tries, seen_at=machine_now)


def revoke_device(*, device_id: UUID, machine_now: datetime) -> Statement:
    return rows.update(Device, {"id": device_id}, state=Device.State.REVOKED, revoked_at=machine_now)


def revoke_devices_of_link(*, link_id: UUID, machine_now: datetime) -> Statement:
    return Statement(
        "UPDATE access_device SET state = 'revoked', revoked_at = %s WHERE link_id = %s AND revoked_at IS NULL",
        (machine_now, link_id),
    )


def new_code(
    *, code_id: UUID, organisation_id: UUID, subject_id: UUID, target_id: UUID, device_id: UUID | None, kind: CodeKind,
    code: str, machine_now: datetime,
) -> Statement:  # fmt: skip
    """An SMS code belongs to the browser that asked for it; a paper code has no browser yet."""
    return rows.insert(
        Code, id=code_id, organisation_id=organisation_id, subject_id=subject_id, target_id=target_id,
        device_id=device_id, kind=kind, code_hash=hash_code(code, target_id=target_id), created_at=machine_now,
        expires_at=machine_now + CODE_RULES[kind].life, tries=0,
    )  # fmt: skip


def codes_tried(code_ids: Sequence[UUID]) -> Statement:
    return Statement("UPDATE access_code SET tries = tries + 1 WHERE id = ANY(%s)", (list(code_ids),))


def code_used(*, code_id: UUID, machine_now: datetime) -> Statement:
    return rows.update(Code, {"id": code_id}, used_at=machine_now)


def void_codes(*, target_id: UUID, kind: CodeKind, machine_now: datetime) -> Statement:
    """Codes not used yet that will never be."""
    return Statement(
        "UPDATE access_code SET expires_at = %s WHERE target_id = %s AND kind = %s AND used_at IS NULL",
        (machine_now, target_id, kind),
    )


def count(*, what: str, who: str, window: timedelta, machine_now: datetime) -> Statement:
    """One more of `what` by `who`; returns one row (count, window_ends_at). Only a keyed hash of both is kept."""
    key = sealing.blind_index("throttle", f"{what}|{who}")
    return Statement(COUNT, (key, machine_now + window, machine_now, machine_now))


def forget_old_counts(*, machine_now: datetime) -> Statement:
    return Statement("DELETE FROM throttle WHERE window_ends_at < %s", (machine_now,))


def revoke_links_of(*, follow_up_id: UUID, why: str, now: datetime) -> Statement:
    """Every live link that opens on one follow-up."""
    return Statement(
        "UPDATE access_link SET revoked_at = %s, revoked_why = %s WHERE target_id = %s AND revoked_at IS NULL",
        (now, why, follow_up_id),
    )
