"""Where the patient is, and at which number she is called back: known before the call, shown all along it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.visits import Visit
from chevet.kernel.errors import Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.operations import CONTACT, PROFILE
from chevet.people.phones import PhoneError, parse_phone
from chevet.teleconsultation import operations
from chevet.usecases.consultation_seats import account, check_consults, found, journal, visited
from chevet.usecases.open_consultation import read_back
from chevet.video import operations as video

HOME, ELSEWHERE = "home", "elsewhere"
LONGEST = 200
WHERE = gettext_noop("Dites où vous êtes : on vous y enverrait des secours s’il le fallait.")
NUMBER = gettext_noop("Donnez un numéro où vous rappeler si la vidéo se coupe.")
# The number that the link was sent to, else the first one known.
HERS = """
SELECT p.territory, p.profile, c.value FROM patient p LEFT JOIN LATERAL (
  SELECT value FROM contact_point WHERE patient_id = p.id AND state = 'active' AND kind IN ('mobile', 'landline')
   ORDER BY id <> %s, kind = 'landline', id LIMIT 1
) c ON true WHERE p.subject_id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`where`: home (the address that the record knows) or elsewhere, with `address`. `number` empty: the one we know."""

    where: str = HOME
    address: str = ""
    number: str = ""


def confirm_place(*, visit: Visit, said: Said, now: datetime, machine_now: datetime) -> None:
    """By the patient. Nothing that the record knows is shown for it. Raises Invalid, NotFound, Forbidden, Conflict."""
    with UnitOfWork(visit.scope()) as work:
        door, row, _ = visited(work, visit, now=now, machine_now=machine_now, lock=True)
        work.add(
            *confirmed(work, row, said, contact_id=door.row.contact_id, machine_now=machine_now),
            journal(row, "place_confirmed", by=f"link:{door.link_id}", machine_now=machine_now),
        )


def confirm_place_heard(
    *, actor: Actor, consultation_id: UUID, said: Said, now: datetime, machine_now: datetime
) -> None:  # fmt: skip
    """By the professional, who asked. Raises Invalid, Forbidden, NotFound, Conflict."""
    check_consults(actor)
    with UnitOfWork(actor.scope()) as work:
        row = found(work, actor, consultation_id, machine_now=machine_now, lock=True, live=True)
        work.add(
            *confirmed(work, row, said, contact_id=None, machine_now=machine_now),
            journal(row, "place_confirmed", by=account(actor), machine_now=machine_now),
        )


def confirmed(
    work: UnitOfWork, row: Any, said: Said, *, contact_id: UUID | None, machine_now: datetime
) -> list[Statement]:
    """The rows that keep it, and tell the pages. Raises Invalid with a sentence for each field at fault."""
    (people,) = work.fetch(Statement(HERS, (contact_id, row.subject_id)))
    place = _understood(said, people[0], open_record(row))
    return [
        operations.place(record=open_record(row), consultation_id=row.id, place=place, machine_now=machine_now),
        video.tell(room_id=row.room_id, machine_now=machine_now),
    ]


def _understood(said: Said, person: Any, record: Record) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    address = _address(said, person, record)
    if not address:
        wrong["address"] = WHERE
    number = display = ""
    try:
        number, display = _number(said, person, record)
    except PhoneError as refused:
        wrong["number"] = refused.sentence
    if not number and "number" not in wrong:
        wrong["number"] = NUMBER
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return {"where": said.where, "address": address, "number": number, "display": display}


def _address(said: Said, person: Any, record: Record) -> str:
    if said.where == HOME:
        profile = record.open(PROFILE, person.profile) or {}
        return profile.get("address", "")
    return " ".join(said.address.split())[:LONGEST]


def _number(said: Said, person: Any, record: Record) -> tuple[str, str]:
    """Any number that rings: nothing is sent to it. Raises PhoneError."""
    if said.number.strip():
        parsed = parse_phone(said.number, territory=territory_named(person.territory), fiction=True)
        return parsed.e164, parsed.display
    known = record.open(CONTACT, person.value) or ""
    return known, read_back(known, person.territory)[0] if known else ""
