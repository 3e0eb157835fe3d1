"""One place in a regulation's room and the SMS that leads to it, as rows for the use cases that invite."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.access.operations import new_link
from chevet.access.tokens import token_for
from chevet.kernel.errors import NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people.actors import Actor
from chevet.teleregulation import operations, queries
from chevet.teleregulation.texts import JOIN, SHOW
from chevet.usecases.telling import worded
from chevet.video import operations as video
from chevet.video.rules import Role

TEAM = "SELECT id, name, territory FROM team WHERE id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Who is sent a link to which room. `number` is E.164, `service` the name that signs."""

    record: Record
    organisation_id: UUID
    regulation_id: UUID
    room_id: UUID
    service: str
    role: str
    number: str
    language: str


def team_of(team_id: UUID) -> Statement:
    return Statement(TEAM, (team_id,))


def send_link(sending: Sending, *, now: datetime, machine_now: datetime) -> list[Statement]:
    """A place in the room, its link, the message. Whoever was called by the team is admitted: the doctor asked."""
    participant_id, link_id = new_id(), new_id()
    whose = {"organisation_id": sending.organisation_id, "subject_id": UUID(bytes=sending.record.subject)}
    return [
        video.expect(
            **whose, participant_id=participant_id, room_id=sending.room_id, role=sending.role, admitted_at=machine_now
        ),
        operations.new_guest(
            record=sending.record, organisation_id=sending.organisation_id, participant_id=participant_id,
            regulation_id=sending.regulation_id, link_id=link_id, number=sending.number, machine_now=machine_now,
        ),
        new_link(
            **whose, target_id=participant_id, contact_id=None, link_id=link_id, now=machine_now, purpose="video"
        ),
        message(sending, participant_id=participant_id, link_id=link_id, times=1, now=now),
    ]  # fmt: skip


def message(sending: Sending, *, participant_id: UUID, link_id: UUID, times: int, now: datetime) -> Statement:
    """The SMS number `times` of one link."""
    wording = (JOIN if sending.role == Role.COLLEAGUE else SHOW)[sending.language]
    return outbox.message(
        record=sending.record, organisation_id=sending.organisation_id,
        subject_id=UUID(bytes=sending.record.subject), follow_up_id=None, channel="sms", kind="samu_link",
        once=f"samu:{participant_id}:{times}", recipient=sending.number, contact_id=None, due_at=now,
        **worded(wording, "sms", sending.language, service=sending.service, link=link_address(link_id)),
    )  # fmt: skip


def link_address(link_id: UUID) -> str:
    return f"{settings.SITE_URL}/v/{token_for(link_id, 1)}"


def found(work: UnitOfWork, actor: Actor, regulation_id: UUID, *, lock: bool = False, live: bool = False) -> Any:
    """The regulation of one of the actor's teams. Raises NotFound: not yours looks like not there.

    live: and it has not ended.
    """
    ((*rows,),) = work.fetch(queries.one(regulation_id, lock=lock))
    if not rows or rows[0].team_id not in actor.team_ids or (live and rows[0].ended_at is not None):
        raise NotFound
    return rows[0]
