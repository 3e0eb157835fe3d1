"""What a person is told of her appointment, as rows for the use cases that change it: an SMS, or an e-mail with its .ics.

Convocations belong to the class "appointment": no mute, withdrawal or STOP of a follow-up silences them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from chevet.access.disclosure import unrevealing
from chevet.access.tokens import token_for
from chevet.appointments.calendar_file import Entry, calendar
from chevet.appointments.reminding import next_reminder
from chevet.appointments.texts import CANCELLED, KINDS, RESTORED, when_said, wording_of
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.notifications import operations as outbox
from chevet.organisations.territories import territory_named
from chevet.people.operations import CONTACT, LABEL
from chevet.usecases.telling import worded

PAPER, AGAIN = "paper", ":again"
CONTACT_OF = "SELECT id, kind, value, label, state FROM contact_point WHERE id = %s AND state <> 'wrong'"


def contact_of(contact_id: UUID | None) -> Statement:
    """Where an appointment is told of; no row for paper, or a number that is not hers."""
    return Statement(CONTACT_OF, (contact_id,))


def convoke(
    kind: str, row: Any, contact: Any, *, now: datetime, due_at: datetime | None = None, again: bool = False
) -> list[Statement]:  # fmt: skip
    """The message of that kind (texts.py) about the appointment (a row of queries.ONE); none without a contact.

    again: by another way, because the first one did not arrive.
    """
    if contact is None or row.channel == PAPER:
        return []
    record = open_record(row)
    return [
        outbox.message(
            record=record, organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=None,
            channel=row.channel, kind="appointment", once=name_of(row, kind, again=again), contact_id=contact.id,
            recipient=record.open(CONTACT, contact.value), due_at=due_at or now, **_words(kind, row, contact, record),
            calendar=_file(kind, row, now) if row.channel == "email" else "",
        )
    ]  # fmt: skip


def _words(kind: str, row: Any, contact: Any, record: Record) -> dict[str, str]:
    values = {
        "service": unrevealing(row.team_name), "day": said(row, row.starts_at), "link": link_address(row),
        "phone": row.team_phone, "label": unrevealing(record.open(LABEL, contact.label) or ""),
    }  # fmt: skip
    return worded(wording_of(kind, language=row.language), row.channel, row.language, **values)


def said(row: Any, moment: datetime) -> str:
    return when_said(moment, zone=zone_of(row), team_zone=team_zone_of(row), language=row.language)


def link_address(row: Any) -> str:
    return f"{settings.SITE_URL}/r/{token_for(row.link_id, 1)}"


def zone_of(row: Any) -> ZoneInfo:
    """The patient's."""
    return territory_named(row.territory).tzinfo


def team_zone_of(row: Any) -> ZoneInfo:
    return territory_named(row.team_territory).tzinfo


def name_of(row: Any, kind: str, *, again: bool = False) -> str:
    """What makes a second message of this kind about this hour impossible. A cancellation can come, and go, again."""
    ended = f":{row.ended_at:%y%m%d%H%M%S}" if kind in (CANCELLED, RESTORED) and row.ended_at else ""
    return f"visit:{row.id.hex}:{row.moves}:{kind}{ended}{AGAIN if again else ''}"


@dataclass(frozen=True, slots=True)
class Named:
    """What a message was about."""

    appointment_id: UUID
    moves: int
    kind: str
    again: bool


def named_by(once: str) -> Named | None:
    """The same backwards; None for the name of another message."""
    match once.removesuffix(AGAIN).split(":"):
        case ["visit", appointment, moves, kind, *_] if kind in KINDS:
            return Named(UUID(appointment), int(moves), kind, once.endswith(AGAIN))
    return None


def take_back(row: Any, *, now: datetime, why: str) -> Statement:
    """What has not left yet about this hour never will."""
    return outbox.cancel_named(
        (
            name_of(row, kind, again=again)
            for kind in KINDS
            if kind not in (CANCELLED, RESTORED)
            for again in (False, True)
        ),
        now=now,
        reason=why,
    )


def remind_at(row: Any, *, starts_at: datetime, told_at: datetime, after: datetime) -> datetime | None:
    """When the next reminder of that hour is due; None on paper."""
    if row.channel == PAPER:
        return None
    due = next_reminder(starts_at=starts_at, told_at=told_at, zone=zone_of(row), after=after)
    return due.at if due else None


def entry_of(row: Any, *, changed_at: datetime, link: str = "") -> Entry:
    """The appointment in its patient's own calendar."""
    service = unrevealing(row.team_name)
    said_in = {"fr": "Rendez-vous", "en": "Appointment"}.get(row.language, "Rendez-vous")
    return Entry(
        uid=f"{row.id}@{urlsplit(settings.SITE_URL).hostname}", starts_at=row.starts_at, ends_at=row.ends_at,
        summary=f"{said_in} · {service}" if service else said_in, sequence=row.moves * 2 + (row.state == "cancelled"),
        changed_at=changed_at, description=row.team_phone, url=link, cancelled=row.state == "cancelled",
    )  # fmt: skip


def _file(kind: str, row: Any, now: datetime) -> str:
    method = "CANCEL" if kind == CANCELLED else "PUBLISH"
    return calendar([entry_of(row, changed_at=now, link=link_address(row))], method=method)
