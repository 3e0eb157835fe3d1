"""A patient as her page shows her, with or without a follow-up: identity, ways to reach her, who follows; traced."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import identities
from chevet.people.actors import Actor, check_is_clinical
from chevet.people.identities import IdentityView
from chevet.people.operations import CONTACT, LABEL, PROFILE
from chevet.usecases.reach_patient import reach_patient

ADMINISTRATIVE = ("address", "access", "birth_place", "doctor", "to_call", "guardian")
OF_PATIENT = "(SELECT subject_id FROM patient WHERE id = %s)"
CONTACTS = f"SELECT id, kind, value, label, state FROM contact_point WHERE subject_id = {OF_PATIENT} ORDER BY state, id"
TEAMS = f"""
SELECT t.id, t.name, c.since FROM care_link c JOIN team t ON t.id = c.team_id
 WHERE c.subject_id = {OF_PATIENT} AND (c.until IS NULL OR c.until > %s) ORDER BY c.since
"""
FOLLOW_UPS = """
SELECT f.id, f.state, f.starts_on, f.ends_on, v.content -> 'title' AS title, t.name AS team, f.team_id
  FROM follow_up f JOIN pathway_version v ON v.id = f.version_id JOIN team t ON t.id = f.team_id
 WHERE f.subject_id = %s ORDER BY f.included_at DESC LIMIT 20
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientView:
    """profile: only what is not clinical. contacts with `value` and `label` opened, live ones first."""

    id: UUID
    subject_id: UUID
    organisation_id: UUID
    patient: Any
    identity: IdentityView
    profile: dict[str, Any]
    contacts: tuple[Any, ...]
    teams: tuple[Any, ...]


def read_patient(
    *, actor: Actor, patient_id: UUID, quietly: bool = False, now: datetime, machine_now: datetime
) -> PatientView:
    """For every role that works on identities, secretaries among them: nothing of her health. Not hers is NotFound.

    quietly: a page that was opened, and written down, fetches a piece of itself again.
    """
    asked = Statement(CONTACTS, (patient_id,)), Statement(TEAMS, (patient_id, now))
    with UnitOfWork(actor.scope()) as work:
        row, record, (contacts, teams) = reach_patient(work, actor, patient_id, now, *asked, lock=False)
        look = entry(
            at=machine_now, actor=f"account:{actor.account_id}", action="patient.read",
            organisation_id=row.organisation_id, subject_id=row.subject_id,
        )  # fmt: skip
        work.add(*([] if quietly else [look]))
    profile = record.open(PROFILE, row.profile)
    return PatientView(
        id=row.id,
        subject_id=row.subject_id,
        organisation_id=row.organisation_id,
        patient=row,
        identity=identities.opened(row, record),
        profile={name: profile[name] for name in ADMINISTRATIVE if profile.get(name)},
        contacts=tuple(
            one._replace(value=record.open(CONTACT, one.value), label=record.open(LABEL, one.label) or "")
            for one in contacts
        ),
        teams=tuple(teams),
    )


def follow_ups_of(*, actor: Actor, subject_id: UUID) -> Sequence[Any]:
    """Her follow-ups here, newest first: title in both languages, state, team. For who cares, after `read_patient`."""
    check_is_clinical(actor)
    with UnitOfWork(actor.scope()) as work:
        (found,) = work.fetch(Statement(FOLLOW_UPS, (subject_id,)))
    return [one._replace(title=json.loads(one.title)) for one in found]
