"""Writes of people: patients, contact points, the circle of care. Rows for the unit of work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record, blind_index
from chevet.people.circle import VERSION, Guest
from chevet.people.folding import folded
from chevet.people.identity import Traits
from chevet.people.models import CareLink, ContactPoint, Patient

PROFILE, CONTACT, LABEL = "patient.profile", "contact_point.value", "contact_point.label"
CIRCLE = "care_link.words"


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


def correct_names(*, patient_id: UUID, traits: Traits, used_name: str, used_first_name: str) -> Statement:
    """The traits that are kept in clear, and with them what the search looks through."""
    return update(
        Patient,
        {"id": patient_id},
        birth_name=traits.birth_name,
        first_name=traits.first_name,
        birth_date=traits.birth_date,
        sex=traits.sex,
        used_name=used_name,
        used_first_name=used_first_name,
        search=folded(traits.first_name, traits.birth_name, used_first_name, used_name),
    )


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
    """state: stopped (asked by SMS), wrong (not the right person) or retired (no longer used)."""
    return update(ContactPoint, {"id": contact_id}, state=state, stopped_at=now)


def take_up_contact(contact_id: UUID) -> Statement:
    """One that was retired is used again."""
    return update(ContactPoint, {"id": contact_id}, state="active", stopped_at=None)


def contact_index(value: str) -> bytes:
    """To find a whole number or address again without having it in clear."""
    return blind_index("contact", value)


def join_circle(
    *, organisation_id: UUID, subject_id: UUID, team_id: UUID | None = None, why: str, now: datetime,
    account_id: UUID | None = None, by: UUID | None = None,
) -> Statement:  # fmt: skip
    """A team, or one person, of the organisation itself."""
    return insert(
        CareLink, id=new_id(), organisation_id=organisation_id, subject_id=subject_id, team=team_id, account=account_id,
        since=now, why=why, by_id=by,
    )  # fmt: skip


def let_in_second_line(*, organisation_id: UUID, subject_id: UUID, team_id: UUID, now: datetime) -> Statement:
    """A team that is told of an alert must be able to open the record; nothing happens when it can."""
    return insert(
        CareLink, on_conflict="ON CONFLICT (subject_id, team_id) WHERE until IS NULL DO NOTHING", id=new_id(),
        organisation_id=organisation_id, subject_id=subject_id, team=team_id, since=now, why=CareLink.Why.SECOND_LINE,
    )  # fmt: skip


def expect(*, organisation_id: UUID, subject_id: UUID, team_id: UUID, by: UUID | None, now: datetime) -> Statement:
    """Who expects her at an appointment may open her record; nothing happens when the team could already."""
    return insert(
        CareLink, on_conflict="ON CONFLICT (subject_id, team_id) WHERE until IS NULL DO NOTHING", id=new_id(),
        organisation_id=organisation_id, subject_id=subject_id, team=team_id, since=now, why=CareLink.Why.APPOINTMENT,
        by_id=by,
    )  # fmt: skip


def join_as_guest(
    *, organisation_id: UUID, record: Record, guest: Guest, guest_of: UUID, words: str, agreed_by: str, by: UUID,
    now: datetime,
) -> Statement:  # fmt: skip
    """Somebody of elsewhere, or a whole team, with the patient's agreement to a text of circle.py."""
    return insert(
        CareLink, id=new_id(), organisation_id=organisation_id, subject_id=UUID(bytes=record.subject),
        account=guest.account_id, team=guest.team_id, guest_name=guest.name if guest.team_id else "", since=now,
        why=CareLink.Why.ADDED, words=record.seal(CIRCLE, words), by_id=by, guest_of=guest_of, agreed_by=agreed_by,
        agreed_text=VERSION,
    )  # fmt: skip


def break_glass(
    *, organisation_id: UUID, record: Record, account_id: UUID, motive: str, words: str, until: datetime, now: datetime
) -> Statement:
    """Somebody of the organisation who is not in the circle, for a while, with a reason."""
    return insert(
        CareLink, id=new_id(), organisation_id=organisation_id, subject_id=UUID(bytes=record.subject),
        account=account_id, since=now, until=until, why=CareLink.Why.BREAK_GLASS, motive=motive,
        words=record.seal(CIRCLE, words) if words else None, by_id=account_id,
    )  # fmt: skip


def leave_circle(*, subject_id: UUID, link_id: UUID, now: datetime) -> Statement:
    """It ends now, if it had not ended by itself."""
    return Statement(
        "UPDATE care_link SET until = %s WHERE id = %s AND subject_id = %s AND (until IS NULL OR until > %s)",
        (now, link_id, subject_id, now),
    )
