"""The row that says how sure we are of somebody's identity: read, opened, written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record, blind_index
from chevet.people.identity import FROM_DOCUMENT, FROM_SERVICE, Status, Traits, shown_matricule
from chevet.people.models import Identity

KNOWN = "identity.known"
COLUMNS = """i.status, i.doubt, i.homonym, i.document, i.checked_by_id, i.checked_at, i.asked_at, i.known,
       (SELECT a.name FROM account a WHERE a.id = i.checked_by_id) AS checked_by"""
TWINS = """
SELECT p.id, p.first_name, p.birth_name, p.used_first_name, p.used_name FROM identity i JOIN patient p ON p.id = i.patient_id
 WHERE i.organisation_id = %s AND i.blind = %s AND i.patient_id <> %s LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityView:
    """How sure we are, and on what it rests. matricule and oid are empty unless the identity is qualified."""

    traits: Traits
    status: Status = Status.PROVISIONAL
    doubt: str = ""
    homonym: bool = False
    document: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    asked_at: datetime | None = None
    matricule: str = ""
    oid: str = ""


def opened(row: Any, record: Record) -> IdentityView:
    """`row` is a patient's with COLUMNS beside it, null where nobody has looked into the identity yet."""
    known = record.open(KNOWN, row.known) or {}
    traits = Traits(
        birth_name=row.birth_name, first_name=row.first_name, birth_date=row.birth_date, sex=row.sex,
        given_names=known.get("given_names", ""), birth_place=known.get("birth_place", ""),
    )  # fmt: skip
    if row.status is None:
        return IdentityView(traits=traits)
    matricule = shown_matricule(row.status, known)
    return IdentityView(
        traits=traits, status=Status(row.status), doubt=row.doubt, homonym=row.homonym, document=row.document,
        checked_by=row.checked_by or "", checked_at=row.checked_at, asked_at=row.asked_at, matricule=matricule,
        oid=known["oid"] if matricule else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is to be kept of an identity: exactly what its status rests on."""

    status: Status
    known: dict[str, str]
    doubt: str = ""
    homonym: bool = False
    document: str = ""
    checked_by: UUID | None = None
    checked_at: datetime | None = None
    asked_at: datetime | None = None


def standing_of(row: Any, record: Record) -> Standing:
    """What is kept now; of nobody looked into, the provisional identity."""
    if row.status is None:
        return Standing(status=Status.PROVISIONAL, known={})
    return Standing(
        status=Status(row.status), known=record.open(KNOWN, row.known), doubt=row.doubt, homonym=row.homonym,
        document=row.document, checked_by=row.checked_by_id, checked_at=row.checked_at, asked_at=row.asked_at,
    )  # fmt: skip


def keep_identity(*, record: Record, patient_id: UUID, organisation_id: UUID, standing: Standing) -> Statement:
    """Written whole. What a status no longer rests on is forgotten: a matricule, a document."""
    given, checked = standing.status in FROM_SERVICE, standing.status in FROM_DOCUMENT
    hidden = () if given else ("matricule", "oid")
    known = {name: value for name, value in standing.known.items() if value and name not in hidden}
    columns = ("status", "doubt", "homonym", "document", "checked_by_id", "checked_at", "asked_at", "known", "blind")
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return insert(
        Identity,
        on_conflict=f"ON CONFLICT (patient_id) DO UPDATE SET {changed}",
        patient=patient_id,
        organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject),
        status=standing.status.value,
        doubt=standing.doubt,
        homonym=standing.homonym,
        document=standing.document if checked else "",
        checked_by=standing.checked_by if checked else None,
        checked_at=standing.checked_at if checked else None,
        asked_at=standing.asked_at if given else None,
        known=record.seal(KNOWN, known),
        blind=matricule_index(known["matricule"]) if given else None,
    )


def twin_of(*, organisation_id: UUID, matricule: str, besides: UUID) -> Statement:
    """Somebody else here who carries the same matricule: the same person twice."""
    return Statement(TWINS, (organisation_id, matricule_index(matricule), besides))


def matricule_index(matricule: str) -> bytes:
    return blind_index("matricule", matricule)
