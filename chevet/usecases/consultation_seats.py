"""A place in a consultation and the message that leads to it, and the two ways to reach one: by account, by link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.access import rules as doors
from chevet.access.operations import new_link
from chevet.access.permissions import Door, door_of
from chevet.access.queries import enter
from chevet.access.rules import LinkState
from chevet.access.tokens import token_for
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Forbidden, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people.actors import CONSULTS, Actor
from chevet.teleconsultation import operations, queries
from chevet.teleconsultation.rules import Facts, State, state
from chevet.teleconsultation.texts import CALLED, INVITED
from chevet.usecases.telling import worded
from chevet.video import operations as video
from chevet.video.rules import Role

VISIT, GUEST = "visit", "guest"  # purposes of the links: the patient's, an invited person's


NOT_YOUR_ROLE = gettext_noop("Votre rôle ne permet pas de tenir une téléconsultation.")
OVER = gettext_noop("Cette téléconsultation est terminée.")
UNKNOWN = gettext_noop("Nous ne connaissons pas ce lien. Vérifiez l'adresse, ou appelez votre équipe.")
WHO_ARE_YOU = gettext_noop("Dites-nous d'abord qui vous êtes.")
TEAM = "SELECT id, name, territory FROM team WHERE id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Who gets a seat in which consultation. `channel` sms or email; "" when no message leaves."""

    record: Record
    organisation_id: UUID
    consultation_id: UUID
    room_id: UUID
    role: str
    service: str = ""
    channel: str = ""
    recipient: str = ""
    display: str = ""
    name: str = ""
    language: str = "fr"
    contact_id: UUID | None = None
    account_id: UUID | None = None
    invited_by: UUID | None = None
    open_until: datetime | None = None

    @property
    def whose(self) -> dict[str, UUID]:
        return {"organisation_id": self.organisation_id, "subject_id": UUID(bytes=self.record.subject)}


def team_of(team_id: UUID) -> Statement:
    return Statement(TEAM, (team_id,))


def seat(sending: Sending, *, now: datetime) -> list[Statement]:
    """A place at the door, and with a channel a link and its first message. Everybody waits to be admitted."""
    participant_id, link_id = new_id(), new_id() if sending.channel else None
    who = None
    if sending.recipient or sending.name:
        who = operations.sealed_who(
            sending.record, name=sending.name, channel=sending.channel, recipient=sending.recipient,
            display=sending.display,
        )  # fmt: skip
    rows = [
        video.expect(
            **sending.whose, participant_id=participant_id, room_id=sending.room_id, role=sending.role,
            account_id=sending.account_id,
        ),
        operations.new_seat(
            **sending.whose, participant_id=participant_id, consultation_id=sending.consultation_id, role=sending.role,
            link_id=link_id, account_id=sending.account_id, who=who, sends=1 if link_id else 0,
            open_until=sending.open_until, invited_by=sending.invited_by,
        ),
    ]  # fmt: skip
    if link_id:
        rows += _link(sending, participant_id=participant_id, link_id=link_id, now=now)
    return rows


def _link(sending: Sending, *, participant_id: UUID, link_id: UUID, now: datetime) -> list[Statement]:
    """The patient's link opens on the consultation, an invited person's on the place alone."""
    patient = sending.role == Role.PATIENT
    return [
        new_link(
            **sending.whose, target_id=sending.consultation_id if patient else participant_id,
            contact_id=sending.contact_id, link_id=link_id, now=now, purpose=VISIT if patient else GUEST,
        ),
        message(sending, participant_id=participant_id, link_id=link_id, times=1, now=now),
    ]  # fmt: skip


def message(sending: Sending, *, participant_id: UUID, link_id: UUID, times: int, now: datetime) -> Statement:
    """The message number `times` of one link, before everything but reds and codes, by night too."""
    wording = (CALLED if sending.role == Role.PATIENT else INVITED)[sending.language]
    return outbox.message(
        record=sending.record, **sending.whose, follow_up_id=None, channel=sending.channel, kind="video_link",
        once=f"visit:{participant_id}:{times}", recipient=sending.recipient, contact_id=sending.contact_id, due_at=now,
        **worded(
            wording, sending.channel, sending.language, service=sending.service,
            link=link_address(link_id, guest=sending.role != Role.PATIENT),
        ),
    )  # fmt: skip


def link_address(link_id: UUID, *, guest: bool) -> str:
    return f"{settings.SITE_URL}/{'i' if guest else 'r'}/{token_for(link_id, 1)}"


def found(
    work: UnitOfWork, actor: Actor, consultation_id: UUID, *, machine_now: datetime, lock: bool = False,
    live: bool = False,
) -> Any:  # fmt: skip
    """The consultation of one of the actor's teams. Raises NotFound: not yours looks like not there.

    live: and it has not ended: Conflict.
    """
    ((*rows,),) = work.fetch(queries.one(consultation_id, machine_now=machine_now, lock=lock))
    if not rows or rows[0].team_id not in actor.team_ids:
        raise NotFound
    if live and rows[0].ended_at is not None:
        raise Conflict(OVER)
    return rows[0]


def check_consults(actor: Actor) -> None:
    if actor.role not in CONSULTS:
        raise Forbidden(NOT_YOUR_ROLE)


def visited(
    work: UnitOfWork, visit: Visit, *more: Statement, now: datetime, machine_now: datetime, lock: bool = False,
    live: bool = True,
) -> tuple[Door, Any, list[list[Any]]]:  # fmt: skip
    """Behind a patient's link, by a browser that said who it is: the door, the consultation, the answers to `more`.

    Raises NotFound (no such link, no consultation, too old), Forbidden (nobody said who they are), Conflict (over).
    """
    entered, rows, *rest = work.fetch(
        enter(visit, lock=lock), queries.behind_link(machine_now=machine_now, lock=lock), *more
    )
    door = door_of(entered, now=now)
    if door.link is not LinkState.OK or door.row.purpose != VISIT or not rows:
        raise NotFound(UNKNOWN)
    if not doors.may_write(door.device):
        raise Forbidden(WHO_ARE_YOU)
    if live and rows[0].ended_at is not None:
        raise Conflict(OVER)
    return door, rows[0], rest


def facts_of(row: Any) -> Facts:
    """Of a row of teleconsultation.queries."""
    return Facts(
        tested_at=row.tested_at, arrived_at=row.arrived_at, admitted_at=row.admitted_at, connected_at=row.connected_at,
        phone_at=row.phone_at, ended_at=row.ended_at,
    )  # fmt: skip


def standing(row: Any, *, machine_now: datetime) -> State:
    return state(facts_of(row), machine_now=machine_now)


def journal(
    row: Any, action: str, *, by: str, machine_now: datetime, organisation_id: UUID | None = None, **detail: Any
) -> Statement:
    """`by`: account:… or link:…"""
    return entry(
        at=machine_now, actor=by, action=f"consultation.{action}", organisation_id=organisation_id or row.organisation_id,
        team_id=row.team_id, subject_id=row.subject_id, detail={"consultation": str(row.id), **detail},
    )  # fmt: skip


def account(actor: Actor) -> str:
    return f"account:{actor.account_id}"
