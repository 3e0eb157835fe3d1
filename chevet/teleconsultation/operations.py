"""Writes of consultations, as statements for a unit of work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel import rows
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.teleconsultation.models import Consultation, Line, Seat
from chevet.teleconsultation.rules import LONGEST, Caller, Step

# {where: home|elsewhere, address, number (E.164), display}
PLACE = "consultation.place"
# what the end sheet keeps: a dictionary of the cockpit's
CONCLUSION = "consultation.conclusion"
# {name, channel: sms|email, recipient, display}
WHO = "consultation_seat.who"
WORDS = "consultation_line.words"

ARRIVE = """
UPDATE consultation SET arrived_at = coalesce(arrived_at, %s) WHERE id = %s AND ended_at IS NULL RETURNING arrived_at
"""
LEAVE = "UPDATE consultation SET arrived_at = NULL, tested_at = NULL WHERE id = %s AND ended_at IS NULL RETURNING id"
TEST = "UPDATE consultation SET tested_at = %s WHERE id = %s AND ended_at IS NULL RETURNING id"
ADMITTED = "UPDATE consultation SET ends_by = greatest(ends_by, %s) WHERE id = %s AND ended_at IS NULL"
ADMITTED_BY = "UPDATE consultation_seat SET admitted_by = %s WHERE participant_id = %s AND admitted_by IS NULL"
DELAY = "UPDATE consultation SET delay_until = %s, delay_said_at = %s WHERE id = %s AND ended_at IS NULL RETURNING id"
PHONE = """
UPDATE consultation SET phone_at = coalesce(phone_at, %s), phone_by = CASE WHEN phone_at IS NULL THEN %s ELSE phone_by END,
       step = 'phone'
 WHERE id = %s AND ended_at IS NULL RETURNING id
"""
SEEN_AGAIN = """
UPDATE consultation SET phone_at = NULL, phone_by = '', step = %s
 WHERE id = %s AND ended_at IS NULL AND (phone_by IN ('', 'network') OR %s) AND (step <> %s OR phone_at IS NOT NULL)
RETURNING id
"""
END = """
UPDATE consultation SET ended_at = %s, ended_why = %s, modality_final = %s WHERE id = %s AND ended_at IS NULL RETURNING id
"""
OPENED = "UPDATE consultation_seat SET opened_at = %s WHERE participant_id = %s AND opened_at IS NULL RETURNING sends"
SEND_AGAIN = """
UPDATE consultation_seat SET sends = sends + 1, open_until = CASE WHEN opened_at IS NULL THEN %s ELSE open_until END
 WHERE participant_id = %s RETURNING sends
"""


def new_consultation(
    *, consultation_id: UUID, organisation_id: UUID, subject_id: UUID, team_id: UUID, account_id: UUID | None,
    appointment_id: UUID | None, room_id: UUID, opened_by: str, ends_by: datetime, now: datetime,
) -> Statement:  # fmt: skip
    return rows.insert(
        Consultation, id=consultation_id, organisation_id=organisation_id, subject_id=subject_id, team_id=team_id,
        account_id=account_id, appointment_id=appointment_id, room=room_id, opened_by=opened_by, opened_at=now,
        ends_by=ends_by, step=Step.VIDEO, phone_by="", ended_why="", modality_final="",
    )  # fmt: skip


def new_seat(
    *, participant_id: UUID, organisation_id: UUID, subject_id: UUID, consultation_id: UUID, role: str,
    link_id: UUID | None = None, account_id: UUID | None = None, who: bytes | None = None, sends: int = 0,
    open_until: datetime | None = None, invited_by: UUID | None = None,
) -> Statement:  # fmt: skip
    return rows.insert(
        Seat, participant=participant_id, organisation_id=organisation_id, subject_id=subject_id,
        consultation=consultation_id, role=role, link_id=link_id, account_id=account_id, who=who, sends=sends,
        open_until=open_until, invited_by=invited_by,
    )  # fmt: skip


def sealed_who(record: Record, *, name: str, channel: str, recipient: str, display: str) -> bytes:
    return record.seal(WHO, {"name": name, "channel": channel, "recipient": recipient, "display": display})


def arrive(*, consultation_id: UUID, machine_now: datetime) -> Statement:
    """One row: since when; coming again does not lose one's turn."""
    return Statement(ARRIVE, (machine_now, consultation_id))


def leave(*, consultation_id: UUID) -> Statement:
    return Statement(LEAVE, (consultation_id,))


def tested(*, consultation_id: UUID, machine_now: datetime) -> Statement:
    return Statement(TEST, (machine_now, consultation_id))


def admitted(*, consultation_id: UUID, participant_id: UUID, by: UUID, machine_now: datetime) -> list[Statement]:
    """Behind the room's own admission, which says who was first."""
    return [
        Statement(ADMITTED, (machine_now + LONGEST, consultation_id)),
        Statement(ADMITTED_BY, (by, participant_id)),
    ]


def delay(*, consultation_id: UUID, until: datetime | None, machine_now: datetime) -> Statement:
    """What the professional said; `until` None takes it back."""
    return Statement(DELAY, (until, until and machine_now, consultation_id))


def place(*, record: Record, consultation_id: UUID, place: dict[str, Any], machine_now: datetime) -> Statement:
    return rows.update(Consultation, {"id": consultation_id}, place=record.seal(PLACE, place), confirmed_at=machine_now)


def by_phone(*, consultation_id: UUID, by: Caller, machine_now: datetime) -> Statement:
    """One row while it goes on; who passed first stays written."""
    return Statement(PHONE, (machine_now, by, consultation_id))


def on_step(*, consultation_id: UUID, step: Step, asked: bool = False) -> Statement:
    """Video or voice. What the network sent to the telephone comes back; what a person sent there only when `asked`."""
    return Statement(SEEN_AGAIN, (step, consultation_id, asked, step))


def end(*, consultation_id: UUID, why: str, modality: str, now: datetime) -> Statement:
    """One row for who ended it."""
    return Statement(END, (now, why, modality, consultation_id))


def conclude(*, record: Record, consultation_id: UUID, conclusion: dict[str, Any]) -> Statement:
    return rows.update(Consultation, {"id": consultation_id}, conclusion=record.seal(CONCLUSION, conclusion))


def opened(*, participant_id: UUID, machine_now: datetime) -> Statement:
    """One row for the first browser that enters."""
    return Statement(OPENED, (machine_now, participant_id))


def send_again(*, participant_id: UUID, until: datetime | None) -> Statement:
    """One row: how many messages there are with this one."""
    return Statement(SEND_AGAIN, (until, participant_id))


def new_line(
    *, record: Record, line_id: UUID, organisation_id: UUID, consultation_id: UUID, account_id: UUID | None, words: str,
    machine_now: datetime,
) -> Statement:  # fmt: skip
    """One row; none when this page has already said it."""
    return rows.insert(
        Line, on_conflict="ON CONFLICT (id) DO NOTHING RETURNING id", id=line_id, organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject), consultation=consultation_id, account_id=account_id,
        words=record.seal(WORDS, words), at=machine_now,
    )  # fmt: skip
