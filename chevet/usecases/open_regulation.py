"""A doctor, an assistant or another program asks to see somebody who is on the telephone: a room, a link, an SMS."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.models import DataKey
from chevet.kernel.rows import insert
from chevet.kernel.sealing import Record, new_key, open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import SENDS_VIDEO_LINKS, Actor
from chevet.people.phones import CountryNotServed, Kind, PhoneError, PhoneNumber, check_receives_sms, parse_phone
from chevet.teleregulation import operations, queries
from chevet.teleregulation.rules import language_for
from chevet.usecases.regulation_links import Sending, send_link, team_of
from chevet.video import operations as video
from chevet.video.rules import Role

LONGEST_CASE = 40
IDENTITY = {"birth_name": 80, "first_name": 80, "birth_date": 10, "sex": 1, "address": 300}


NOT_YOUR_ROLE = gettext_noop("Votre rôle ne permet pas d’envoyer ce lien.")
LANDLINE = gettext_noop("C’est un téléphone fixe : il ne reçoit pas de SMS. Demandez un numéro de mobile.")
LONG_CASE = gettext_noop("Un numéro de dossier a quarante caractères au plus.")
ODD_DATE = gettext_noop("Cette date de naissance n’existe pas.")


@dataclass(frozen=True, slots=True)
class Opener:
    """Who asks: a professional, or a program of the organisation (`actor` is `client:…`)."""

    actor: str
    organisation_id: UUID
    team_id: UUID
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`key` is made by who asks: the same one twice is one regulation. `identity` is provisional, all of it optional."""

    key: UUID
    number: str
    case: str = ""
    identity: Mapping[str, str] = field(default_factory=dict)


def opener_of(actor: Actor, team_id: UUID | None = None) -> Opener:
    """The actor in one of her teams, the first by name unless said. Raises Forbidden, NotFound."""
    if actor.role not in SENDS_VIDEO_LINKS:
        raise Forbidden(NOT_YOUR_ROLE)
    chosen = team_id or next((ident for ident, _name in actor.team_names), next(iter(sorted(actor.team_ids)), None))
    if chosen not in actor.team_ids:
        raise NotFound
    return Opener(f"account:{actor.account_id}", actor.organisation_id, chosen, actor.scope())


def open_regulation(*, opener: Opener, request: Request, fiction: bool, now: datetime, machine_now: datetime) -> UUID:
    """The id of the regulation; its SMS waits in the outbox, before every other class.

    fiction: numbers kept for plays are accepted (demonstration). Raises Invalid (number, case, identity) and
    NotFound for a team that is not there.
    """
    with UnitOfWork(opener.scope) as work:
        earlier, teams = work.fetch(queries.one(request.key), team_of(opener.team_id))
        if earlier:
            return earlier[0].id
        if not teams:
            raise NotFound
        number = number_read(request.number, territory=teams[0].territory, fiction=fiction)
        facts = _facts(request, number)
        key = new_key(subject_id=new_id(), family="medical")
        record, room_id = open_record(key), new_id()
        whose = {"organisation_id": opener.organisation_id, "subject_id": key.subject_id}
        work.add(
            insert(DataKey, **whose, family=key.family, generation=key.generation, wrapped=key.wrapped),
            video.open_room(**whose, room_id=room_id, purpose="regulation", machine_now=machine_now),
        )
        _open(work, opener, request, record, room_id, facts, now)
        sending = Sending(
            record=record, organisation_id=opener.organisation_id, regulation_id=request.key, room_id=room_id,
            service=teams[0].name, role=Role.CALLER, number=number.e164, language=language_for(number.region),
        )  # fmt: skip
        work.add(*send_link(sending, now=now, machine_now=machine_now))
        work.add(_journal(opener, request, key.subject_id, bool(facts.get("case")), machine_now))
    return request.key


def number_read(typed: str, *, territory: str, fiction: bool) -> PhoneNumber:
    """A mobile, French or of any country: a person is on the line, and the number was heard. Raises Invalid."""
    try:
        number = parse_phone(typed, territory=territory_named(territory), fiction=fiction)
        if number.kind is Kind.LANDLINE:
            raise Invalid(LANDLINE)
        check_receives_sms(number)
    except CountryNotServed:
        return number
    except PhoneError as refused:
        raise Invalid(refused.sentence, fields={"number": refused.sentence}) from refused
    except Invalid as refused:
        raise Invalid(refused.sentence, fields={"number": refused.sentence}) from None
    return number


def identity_read(given: Mapping[str, str]) -> dict[str, str]:
    """What is known, cut to its length. Raises Invalid for a date that does not exist."""
    known = {name: " ".join(str(given.get(name, "")).split())[:longest] for name, longest in IDENTITY.items()}
    if known["birth_date"]:
        try:
            date.fromisoformat(known["birth_date"])
        except ValueError:
            raise Invalid(ODD_DATE, fields={"birth_date": ODD_DATE}) from None
    if known["sex"] not in ("F", "M", "U"):
        known["sex"] = ""
    return {name: value for name, value in known.items() if value}


def _facts(request: Request, number: PhoneNumber) -> dict[str, Any]:
    case = " ".join(request.case.split())
    if len(case) > LONGEST_CASE:
        raise Invalid(LONG_CASE, fields={"case": LONG_CASE})
    return {
        "number": number.e164,
        "display": number.display,
        "case": case,
        "identity": identity_read(request.identity),
    }


def _open(
    work: UnitOfWork, opener: Opener, request: Request, record: Record, room_id: UUID, facts: dict[str, Any],
    now: datetime,
) -> None:  # fmt: skip
    work.add(
        operations.new_regulation(
            record=record, regulation_id=request.key, organisation_id=opener.organisation_id, team_id=opener.team_id,
            room_id=room_id, opened_by=opener.actor, facts=facts, now=now,
        )
    )  # fmt: skip


def _journal(opener: Opener, request: Request, subject_id: UUID, has_case: bool, machine_now: datetime) -> Any:
    return entry(
        at=machine_now, actor=opener.actor, action="regulation.opened", organisation_id=opener.organisation_id,
        team_id=opener.team_id, subject_id=subject_id, detail={"regulation": str(request.key), "case": has_case},
    )  # fmt: skip
