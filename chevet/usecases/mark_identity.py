"""An identity is marked: doubtful, invented, or that of somebody who has a namesake here; or the mark is lifted."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import identities
from chevet.people.actors import Actor
from chevet.people.identity import DOUBT, Doubt, Status, move
from chevet.usecases.reach_patient import reach_patient

CHOOSE = "Choisissez dans la liste."


def mark_identity(
    *, actor: Actor, patient_id: UUID, doubt: str, homonym: bool, now: datetime, machine_now: datetime
) -> Status:
    """A doubt makes the identity provisional and forbids asking the national service (RNIV); a namesake only warns."""
    if doubt not in list(Doubt):
        raise Invalid(CHOOSE, fields={"doubt": CHOOSE})
    with UnitOfWork(actor.scope()) as work:
        row, record, _ = reach_patient(work, actor, patient_id, now)
        standing = replace(identities.standing_of(row, record), doubt=doubt, homonym=homonym)
        if doubt:
            standing = replace(standing, status=move(standing.status, DOUBT))
        work.add(
            identities.keep_identity(
                record=record, patient_id=patient_id, organisation_id=row.organisation_id, standing=standing
            ),
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="identity.marked",
                organisation_id=row.organisation_id, subject_id=row.subject_id,
                detail={"doubt": doubt, "homonym": homonym},
            ),
        )  # fmt: skip
    return standing.status
