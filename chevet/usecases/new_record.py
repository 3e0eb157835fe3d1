"""The rows of somebody who was not known here: her record's key, who she is, how to reach her, the team that follows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.models import DataKey
from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record, WrappedKey
from chevet.people import operations as people

NAMES = ("birth_name", "first_name", "used_name", "used_first_name", "birth_date", "sex")


def new_record(
    *, key: WrappedKey, record: Record, organisation_id: UUID, patient_id: UUID, named: Any, territory: str,
    profile: Mapping[str, Any], contacts: Sequence[Any], team_id: UUID, why: str, by: UUID | None = None, now: datetime,
) -> list[Statement]:  # fmt: skip
    """`named` has NAMES; contacts have id, kind, value and label; why: how the team came into the circle."""
    whose = {"record": record, "patient_id": patient_id, "organisation_id": organisation_id}
    identity = {name: getattr(named, name) for name in NAMES} | {"territory": territory}
    return [
        insert(
            DataKey, subject_id=key.subject_id, organisation_id=organisation_id, family=key.family,
            generation=key.generation, wrapped=key.wrapped,
        ),
        people.new_patient(**whose, identity=identity, profile=dict(profile), now=now),
        *(
            people.new_contact(**whose, contact_id=one.id, kind=one.kind, value=one.value, label=one.label)
            for one in contacts
        ),
        people.join_circle(
            organisation_id=organisation_id, subject_id=key.subject_id, team_id=team_id, why=why, now=now, by=by
        ),
    ]  # fmt: skip
