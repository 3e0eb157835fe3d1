"""More links to a regulation that goes on: the same person again, a relative, a first responder, a colleague."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, Invalid, NotFound
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import REGULATES, SENDS_VIDEO_LINKS, Actor
from chevet.people.phones import parse_phone
from chevet.teleregulation import operations, queries
from chevet.teleregulation.rules import MOST_SENDS, language_for
from chevet.usecases.open_regulation import NOT_YOUR_ROLE, number_read
from chevet.usecases.regulation_links import Sending, found, message, send_link, team_of
from chevet.video import operations as video
from chevet.video import queries as rooms
from chevet.video.rules import MOST, Role

INVITED = (Role.RELATIVE, Role.RESPONDER, Role.COLLEAGUE, Role.CALLER)
FULL = gettext_noop("Six personnes au plus se voient en même temps.")
WHO = gettext_noop("Dites qui vous invitez.")
SENT_ENOUGH = gettext_noop("Ce lien est déjà parti cinq fois. Vérifiez le numéro, puis envoyez-le à un autre.")


def invite_to_regulation(
    *, actor: Actor, regulation_id: UUID, role: str, number: str, fiction: bool, now: datetime, machine_now: datetime
) -> None:
    """A link of their own, for one browser. `role`: relative, responder, colleague, or caller at another number.

    Raises Forbidden, Invalid, NotFound.
    """
    if actor.role not in SENDS_VIDEO_LINKS:
        raise Forbidden(NOT_YOUR_ROLE)
    if role not in INVITED:
        raise Invalid(WHO, fields={"role": WHO})
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id, lock=True, live=True)
        people, teams = work.fetch(
            rooms.people_in(room_ids=[regulation.room_id], machine_now=machine_now), team_of(regulation.team_id)
        )
        if sum(one.revoked_at is None for one in people) >= MOST:
            raise Invalid(FULL, fields={"number": FULL})
        read = number_read(number, territory=teams[0].territory, fiction=fiction)
        sending = _sending(regulation, teams[0], role, read.e164, language_for(read.region))
        work.add(*send_link(sending, now=now, machine_now=machine_now))
        work.add(_journal(actor, regulation, "regulation.invited", {"role": role}, machine_now))


def send_link_again(
    *, actor: Actor, regulation_id: UUID, participant_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """The same link once more, with fifteen minutes to open it. Raises Forbidden, Invalid, NotFound."""
    if actor.role not in SENDS_VIDEO_LINKS:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id, lock=True, live=True)
        guest = _guest(work, regulation, participant_id)
        if guest.sends >= MOST_SENDS:
            raise Invalid(SENT_ENOUGH)
        sent, teams = work.fetch(
            operations.send_again(participant_id=participant_id, machine_now=machine_now), team_of(regulation.team_id)
        )
        number = open_record(regulation).open(operations.RECIPIENT, guest.recipient)
        region = parse_phone(number, territory=territory_named(teams[0].territory), fiction=True).region
        sending = _sending(regulation, teams[0], guest.role, number, language_for(region))
        work.add(
            message(sending, participant_id=participant_id, link_id=guest.link_id, times=sent[0].sends, now=now),
            _journal(actor, regulation, "regulation.sent_again", {"times": sent[0].sends}, machine_now),
        )


def send_guest_away(
    *, actor: Actor, regulation_id: UUID, participant_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """Their link dies, and they leave the room at once. Raises Forbidden, NotFound."""
    if actor.role not in REGULATES:
        raise Forbidden(NOT_YOUR_ROLE)
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id, lock=True, live=True)
        _guest(work, regulation, participant_id)
        work.add(*video.revoke(participant_id=participant_id, why="doctor", machine_now=machine_now))
        work.add(
            video.tell(room_id=regulation.room_id, machine_now=machine_now),
            _journal(actor, regulation, "regulation.sent_away", {}, machine_now),
        )


def _guest(work: UnitOfWork, regulation: Any, participant_id: UUID) -> Any:
    (guests,) = work.fetch(queries.guest(participant_id=participant_id, regulation_id=regulation.id))
    if not guests or guests[0].revoked_at is not None:
        raise NotFound
    return guests[0]


def _sending(regulation: Any, team: Any, role: str, number: str, language: str) -> Sending:
    return Sending(
        record=open_record(regulation), organisation_id=regulation.organisation_id, regulation_id=regulation.id,
        room_id=regulation.room_id, service=team.name, role=role, number=number, language=language,
    )  # fmt: skip


def _journal(actor: Actor, regulation: Any, action: str, detail: dict[str, Any], machine_now: datetime) -> Any:
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=actor.organisation_id,
        team_id=regulation.team_id, subject_id=regulation.subject_id,
        detail={"regulation": str(regulation.id), **detail},
    )  # fmt: skip
