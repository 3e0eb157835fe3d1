"""A relative, an interpreter or a colleague is asked to come: by a link of their own, or by their account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people.actors import Actor
from chevet.people.queries import address_of
from chevet.teleconsultation import operations
from chevet.teleconsultation.rules import MOST_SENDS, OPEN_WITHIN
from chevet.teleconsultation.texts import INVITED
from chevet.teleregulation.rules import language_for
from chevet.usecases.admit_to_consultation import seat_of
from chevet.usecases.consultation_seats import (
    Sending,
    account,
    check_consults,
    found,
    gettext_noop,
    journal,
    message,
    seat,
    team_of,
)
from chevet.usecases.open_consultation import read_back
from chevet.usecases.open_regulation import number_read
from chevet.usecases.telling import worded
from chevet.video import queries as rooms
from chevet.video.rules import MOST, Role

ROLES = (Role.RELATIVE, Role.INTERPRETER, Role.COLLEAGUE)
LONGEST_NAME = 60
FULL = gettext_noop("Six personnes au plus se voient en même temps.")
WHO = gettext_noop("Dites qui vous invitez.")
MAIL = gettext_noop("Écrivez un mobile, ou une adresse comme nom@exemple.fr.")
NO_COLLEAGUE = gettext_noop("Cette personne ne travaille pas, ou plus, dans votre structure.")
INVITED_BEFORE = gettext_noop("Cette personne est déjà invitée.")
SENT_ENOUGH = gettext_noop("Ce lien est déjà parti cinq fois. Vérifiez le numéro, puis invitez-la à nouveau.")
CONTACTED = """
SELECT s.link_id, s.who, s.sends, t.territory FROM consultation_seat s, team t WHERE s.participant_id = %s AND t.id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who is invited: by `typed` (a mobile of any country, or an e-mail address), or by `account_id`."""

    role: str
    name: str = ""
    typed: str = ""
    account_id: UUID | None = None


def invite_to_consultation(
    *, actor: Actor, consultation_id: UUID, guest: Guest, fiction: bool, now: datetime, machine_now: datetime
) -> None:
    """A seat at the door: they wait to be admitted like everybody. fiction: see open_regulation.

    Raises Forbidden, Invalid (six at most, nowhere to write, unknown role), NotFound, Conflict (over).
    """
    check_consults(actor)
    if guest.role not in ROLES:
        raise Invalid(WHO, fields={"role": WHO})
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        people, teams = work.fetch(
            rooms.people_in(room_ids=[row.room_id], machine_now=machine_now), team_of(row.team_id)
        )
        expected = [one for one in people if one.revoked_at is None]
        if len(expected) >= MOST:
            raise Invalid(FULL, fields={"typed": FULL})
        if guest.account_id is not None:
            _invite_colleague(work, actor, row, guest.account_id, expected, now=now, machine_now=machine_now)
        else:
            sending = _sending(actor, row, guest, teams[0], fiction=fiction, machine_now=machine_now)
            work.add(*seat(sending, now=now))
        work.add(journal(row, "invited", by=account(actor), machine_now=machine_now, role=guest.role))


def send_invitation_again(
    *, actor: Actor, consultation_id: UUID, participant_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """The same link once more, the patient's own too when it was sent for this alone. Raises Invalid, NotFound, …"""
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        who = seat_of(work, row, participant_id)
        contacted, teams = work.fetch(Statement(CONTACTED, (participant_id, row.team_id)), team_of(row.team_id))
        if contacted[0].link_id is None:
            raise NotFound
        if contacted[0].sends >= MOST_SENDS:
            raise Invalid(SENT_ENOUGH)
        until = None if who.role == Role.PATIENT else machine_now + OPEN_WITHIN
        (sent,) = work.fetch(operations.send_again(participant_id=participant_id, until=until))
        again = _once_more(row, who.role, contacted[0], teams[0])
        work.add(
            message(again, participant_id=participant_id, link_id=contacted[0].link_id, times=sent[0].sends, now=now),
            journal(row, "sent_again", by=account(actor), machine_now=machine_now, times=sent[0].sends),
        )


def _invite_colleague(
    work: UnitOfWork, actor: Actor, row: Any, account_id: UUID, expected: list[Any], *, now: datetime,
    machine_now: datetime,
) -> None:  # fmt: skip
    (addresses,) = work.fetch(address_of(account_id, machine_now=machine_now))
    if not addresses:
        raise Invalid(NO_COLLEAGUE, fields={"account_id": NO_COLLEAGUE})
    if any(one.account_id == account_id for one in expected):
        raise Invalid(INVITED_BEFORE, fields={"account_id": INVITED_BEFORE})
    record, told = open_record(row), addresses[0]
    place = Sending(
        record=record, organisation_id=row.organisation_id, consultation_id=row.id, room_id=row.room_id,
        role=Role.COLLEAGUE, account_id=account_id, invited_by=actor.account_id,
    )  # fmt: skip
    work.add(*seat(place, now=now))
    if not told.address:
        return
    link = f"{settings.SITE_URL}/pro/consultations/{row.id}"
    work.add(
        outbox.message(
            record=record, **place.whose, follow_up_id=None, channel=told.channel, kind="video_link",
            once=f"colleague:{row.id}:{account_id}", recipient=told.address, contact_id=None, due_at=now,
            **worded(INVITED[told.language], told.channel, told.language, service=told.team, link=link),
        )
    )  # fmt: skip


def _sending(
    actor: Actor, row: Any, guest: Guest, team: Any, *, fiction: bool, machine_now: datetime
) -> Sending:  # fmt: skip
    return Sending(
        record=open_record(row), organisation_id=row.organisation_id, consultation_id=row.id, room_id=row.room_id,
        role=guest.role, service=team.name, name=" ".join(guest.name.split())[:LONGEST_NAME],
        invited_by=actor.account_id, open_until=machine_now + OPEN_WITHIN,
        **_reached(guest.typed, team.territory, fiction=fiction),
    )  # fmt: skip


def _reached(typed: str, territory: str, *, fiction: bool) -> dict[str, str]:
    """Raises Invalid."""
    if "@" in typed:
        try:
            validate_email(typed.strip())
        except ValidationError:
            raise Invalid(MAIL, fields={"typed": MAIL}) from None
        address = typed.strip().lower()
        return {"channel": "email", "recipient": address, "display": address}
    try:
        number = number_read(typed, territory=territory, fiction=fiction)
    except Invalid as refused:
        raise Invalid(refused.sentence, fields={"typed": refused.sentence}) from None
    language = language_for(number.region)
    return {"channel": "sms", "recipient": number.e164, "display": number.display, "language": language}


def _once_more(row: Any, role: str, contacted: Any, team: Any) -> Sending:
    record = open_record(row)
    who = record.open(operations.WHO, contacted.who)
    language = read_back(who["recipient"], team.territory)[1] if who["channel"] == "sms" else "fr"
    return Sending(
        record=record, organisation_id=row.organisation_id, consultation_id=row.id, room_id=row.room_id, role=role,
        service=team.name, channel=who["channel"], recipient=who["recipient"], display=who["display"],
        language=language,
    )  # fmt: skip
