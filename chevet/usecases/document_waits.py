"""Who is told of a document that came through an appointment's or a consultation's link, where no follow-up has a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.appointments import queries as agenda
from chevet.audit.operations import entry
from chevet.kernel.sealing import Record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people.queries import address_of
from chevet.teleconsultation import queries as consultations
from chevet.teleconsultation.texts import DOCUMENT_WAITS
from chevet.usecases.telling import worded
from chevet.video import operations as video


@dataclass(frozen=True, slots=True, kw_only=True)
class Expecting:
    """What the link opens on. room_id: of a consultation that goes on; then its page is told, and nobody is written to."""

    team_id: UUID | None = None
    account_id: UUID | None = None
    consultation_id: UUID | None = None
    room_id: UUID | None = None


def expected_by(work: UnitOfWork, *, machine_now: datetime) -> Expecting:
    """Behind the link that was entered in this unit of work."""
    opened, booked = work.fetch(consultations.behind_link(machine_now=machine_now), agenda.behind_link())
    known = opened[0] if opened else booked[0] if booked else None
    if known is None:
        return Expecting()
    going_on = bool(opened) and opened[0].ended_at is None
    return Expecting(
        team_id=known.team_id, account_id=known.account_id, consultation_id=opened[0].id if opened else None,
        room_id=opened[0].room_id if going_on and opened[0].arrived_at else None,
    )  # fmt: skip


def tell_expecting(work: UnitOfWork, about: Expecting, *, record: Record, row: Any, act: Any, now: datetime) -> None:
    """A line of the journal, which the team's pages hear; the room's pages; else one notice a day to who is expected."""
    work.add(
        entry(
            at=act.machine_now, actor=act.actor, action=act.action, organisation_id=row.organisation_id,
            team_id=about.team_id, subject_id=row.subject_id, detail=dict(act.detail),
        )
    )  # fmt: skip
    if about.room_id:
        work.add(video.tell(room_id=about.room_id, machine_now=act.machine_now))
        return
    (addresses,) = work.fetch(address_of(about.account_id, machine_now=act.machine_now)) if about.account_id else ((),)
    if addresses and addresses[0].address:
        told = addresses[0]
        work.add(
            outbox.message(
                record=record, organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=None,
                channel=told.channel, kind="account", once=f"document:{row.subject_id.hex}:{about.account_id.hex}:{now:%y%m%d}",
                recipient=told.address, contact_id=None, due_at=now,
                **worded(
                    DOCUMENT_WAITS[told.language], told.channel, told.language, service=told.team,
                    link=f"{settings.SITE_URL}/pro/consultations",
                ),
            )
        )  # fmt: skip
