"""Writes of people: patients, contact points, the circle of care. Rows for the unit of work."""

import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record, blind_index
from chevet.people.models import CareLink, ContactPoint, Patient

PROFILE, CONTACT, LABEL = "patient.profile", "contact_point.value", "contact_point.label"


def folded(*names: str) -> str:
    """Names as the search compares them: lower-case letters and spaces, without accents."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split())


def new_patient(*, record: Record, patient_id: UUID, organisation_id: UUID, identity: dict[str, Any], now: datetime,
                profile: dict[str, Any]) -> Statement:  # fmt: skip
    """`identity`: birth_name, first_name, used_name, used_first_name, birth_date, sex, territory, in clear."""
    return insert(
        Patient,
        id=patient_id,
        subject_id=UUID(bytes=record.subject),
        organisation_id=organisation_id,
        search=folded(*(identity[name] for name in ("first_name", "birth_name", "used_first_name", "used_name"))),
        profile=record.seal(PROFILE, profile),
        created_at=now,
        **identity,
    )


def new_profile(*, record: Record, patient_id: UUID, profile: dict[str, Any]) -> Statement:
    return update(Patient, {"id": patient_id}, profile=record.seal(PROFILE, profile))


def new_contact(*, record: Record, contact_id: UUID, organisation_id: UUID, patient_id: UUID, kind: str, value: str,
                label: str = "") -> Statement:  # fmt: skip
    """`value` is E.164 or an e-mail address in lower case."""
    return insert(
        ContactPoint,
        id=contact_id,
        organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject),
        patient=patient_id,
        kind=kind,
        value=record.seal(CONTACT, value),
        blind=contact_index(value),
        label=record.seal(LABEL, label) if label else None,
        state="active",
    )


def stop_contact(contact_id: UUID, *, state: str, now: datetime) -> Statement:
    """state: stopped (asked by SMS) or wrong (not the right person)."""
    return update(ContactPoint, {"id": contact_id}, state=state, stopped_at=now)


def contact_index(value: str) -> bytes:
    """To find a whole number or address again without having it in clear."""
    return blind_index("contact", value)


def join_circle(*, organisation_id: UUID, subject_id: UUID, team_id: UUID, why: str, now: datetime) -> Statement:
    return insert(
        CareLink,
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=subject_id,
        team=team_id,
        since=now,
        why=why,
    )
