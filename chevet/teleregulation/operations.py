"""Writes of regulations, as statements for a unit of work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel import rows
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.teleregulation.models import Regulation, RegulationClient, RegulationGuest, RegulationPhoto
from chevet.teleregulation.rules import OPEN_WITHIN

# {number (E.164), display, case, identity {birth_name, first_name, birth_date (ISO), sex, address}}
FACTS = "regulation.facts"
# {priority, care_level, decision, orientation, note}
CONCLUSION = "regulation.conclusion"
RECIPIENT = "regulation_guest.recipient"
PHOTO = "regulation_photo.content"

OPENED = """
UPDATE regulation_guest SET opened_at = %s WHERE participant_id = %s AND opened_at IS NULL RETURNING participant_id
"""
SEND_AGAIN = """
UPDATE regulation_guest SET sends = sends + 1, open_until = CASE WHEN opened_at IS NULL THEN %s ELSE open_until END
 WHERE participant_id = %s RETURNING sends
"""
END = "UPDATE regulation SET ended_at = %s WHERE id = %s AND ended_at IS NULL RETURNING id"
KEEP = "UPDATE regulation_photo SET kept_at = %s WHERE id = %s AND kept_at IS NULL RETURNING id"
FORGET_PHOTOS = "DELETE FROM regulation_photo WHERE regulation_id = %s AND kept_at IS NULL"


def new_regulation(
    *, record: Record, regulation_id: UUID, organisation_id: UUID, team_id: UUID, room_id: UUID, opened_by: str,
    facts: dict[str, Any], now: datetime,
) -> Statement:  # fmt: skip
    """One row (id); none when this page has already asked."""
    return rows.insert(
        Regulation, on_conflict="ON CONFLICT (id) DO NOTHING RETURNING id", id=regulation_id,
        organisation_id=organisation_id, subject_id=UUID(bytes=record.subject), team_id=team_id, room=room_id,
        opened_by=opened_by, opened_at=now, facts=record.seal(FACTS, facts),
    )  # fmt: skip


def new_facts(*, record: Record, regulation_id: UUID, facts: dict[str, Any]) -> Statement:
    return rows.update(Regulation, {"id": regulation_id}, facts=record.seal(FACTS, facts))


def new_guest(
    *, record: Record, participant_id: UUID, organisation_id: UUID, regulation_id: UUID, link_id: UUID, number: str,
    machine_now: datetime,
) -> Statement:  # fmt: skip
    return rows.insert(
        RegulationGuest, participant=participant_id, organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject), regulation=regulation_id, link_id=link_id,
        recipient=record.seal(RECIPIENT, number), sends=1, open_until=machine_now + OPEN_WITHIN,
    )  # fmt: skip


def opened(*, participant_id: UUID, machine_now: datetime) -> Statement:
    """One row for the first browser that enters."""
    return Statement(OPENED, (machine_now, participant_id))


def send_again(*, participant_id: UUID, machine_now: datetime) -> Statement:
    """One row: how many messages there are with this one."""
    return Statement(SEND_AGAIN, (machine_now + OPEN_WITHIN, participant_id))


def end(*, regulation_id: UUID, now: datetime) -> list[Statement]:
    """Once; photos that nobody kept are forgotten."""
    return [Statement(END, (now, regulation_id)), Statement(FORGET_PHOTOS, (regulation_id,))]


def conclude(*, record: Record, regulation_id: UUID, conclusion: dict[str, str]) -> Statement:
    return rows.update(Regulation, {"id": regulation_id}, conclusion=record.seal(CONCLUSION, conclusion))


def new_photo(
    *,
    record: Record,
    photo_id: UUID,
    organisation_id: UUID,
    regulation_id: UUID,
    content: bytes,
    kept: bool,
    now: datetime,
) -> Statement:
    """`content` is a JPEG that photos.py has drawn anew."""
    return rows.insert(
        RegulationPhoto, id=photo_id, organisation_id=organisation_id, subject_id=UUID(bytes=record.subject),
        regulation=regulation_id, content=record.seal_bytes(PHOTO, content), came_at=now, kept_at=now if kept else None,
    )  # fmt: skip


def keep_photo(*, photo_id: UUID, now: datetime) -> Statement:
    return Statement(KEEP, (now, photo_id))


def new_client(*, client_id: UUID, organisation_id: UUID, team_id: UUID, name: str, machine_now: datetime) -> Statement:
    return rows.insert(
        RegulationClient, id=client_id, organisation_id=organisation_id, team_id=team_id, name=name, rotation=1,
        created_at=machine_now,
    )  # fmt: skip
