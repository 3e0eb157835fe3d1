"""A follow-up for somebody who is known here already: her record, her contacts and her identity are taken as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, WrappedKey
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.definition import Pathway
from chevet.people import operations as people
from chevet.people.actors import Actor
from chevet.usecases.inclusion_checks import Contact
from chevet.usecases.reach_patient import reach_patient

OF_PATIENT = "(SELECT subject_id FROM patient WHERE id = %s)"
CONTACTS = f"SELECT id, kind, state, blind FROM contact_point WHERE subject_id = {OF_PATIENT}"
FOLLOWS = f"SELECT 1 AS found FROM care_link WHERE subject_id = {OF_PATIENT} AND team_id = %s AND until IS NULL"
LIVE = f"""
SELECT f.id FROM follow_up f WHERE f.subject_id = {OF_PATIENT} AND f.version_id = %s AND f.state IN ('planned', 'active')
"""
ALREADY = "Cette personne a déjà un suivi de ce parcours en cours."
APART = "Ce parcours garde ses dossiers à part : incluez la personne sans passer par sa fiche."


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is included. Of somebody new: her key, no row yet. Of somebody known: what is to be written, and her contacts."""

    id: UUID
    record: Record
    key: WrappedKey | None = None
    contacts: Sequence[Contact] = ()
    rows: Sequence[Statement] = field(default_factory=tuple)


def known_patient(
    work: UnitOfWork, actor: Actor, inclusion: Any, pathway: Pathway, contacts: Sequence[Contact], now: datetime
) -> Whom:
    """What is typed anew is added to what is known. Raises NotFound (not hers), Invalid (followed already)."""
    patient_id = inclusion.patient_id
    row, record, (known, follows, live) = reach_patient(
        work, actor, patient_id, now,
        Statement(CONTACTS, (patient_id,)),
        Statement(FOLLOWS, (patient_id, inclusion.team_id)),
        Statement(LIVE, (patient_id, inclusion.version_id)),
    )  # fmt: skip
    if live or row.family != pathway.family:
        sentence = ALREADY if live else APART
        raise Invalid(sentence, fields={"version_id": sentence})
    whose = {"record": record, "patient_id": row.id, "organisation_id": row.organisation_id}
    profile = record.open(people.PROFILE, row.profile) | dict(inclusion.profile)
    rows = [people.new_profile(record=record, patient_id=row.id, profile=profile)]
    if not follows:
        rows.append(
            people.join_circle(
                organisation_id=row.organisation_id, subject_id=row.subject_id, team_id=inclusion.team_id,
                why="inclusion", now=now,
            )
        )  # fmt: skip
    same = {(one.kind, bytes(one.blind)): one.id for one in known if one.state == "active"}
    kept = [replace(one, id=same.get((one.kind, people.contact_index(one.value)), one.id)) for one in contacts]
    rows += [
        people.new_contact(**whose, contact_id=one.id, kind=one.kind, value=one.value, label=one.label)
        for one in kept
        if one.id not in same.values()
    ]
    return Whom(id=row.id, record=record, contacts=kept, rows=rows)
