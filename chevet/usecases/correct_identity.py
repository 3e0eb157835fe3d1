"""The traits of somebody are corrected: what her identity rested on is gone with the trait it rested on."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import identities
from chevet.people.actors import Actor
from chevet.people.identity import CORRECT, Status, Traits, badly_written, differences, move
from chevet.people.operations import correct_names
from chevet.usecases.inclusion_checks import check_names
from chevet.usecases.reach_patient import reach_patient


def correct_identity(
    *, actor: Actor, patient_id: UUID, traits: Traits, used_name: str = "", used_first_name: str = "", now: datetime,
    machine_now: datetime,
) -> Status:  # fmt: skip
    """Keep these traits; returns the status after. Another strict trait makes the identity provisional again, and the
    matricule is forgotten; accents, hyphens and used names change nothing. Raises Invalid, NotFound.
    """
    if wrong := check_names(traits, now.date()) | badly_written(traits):
        raise Invalid("Corrigez les champs signalés.", fields=wrong)
    with UnitOfWork(actor.scope()) as work:
        row, record, _ = reach_patient(work, actor, patient_id, now)
        before = identities.opened(row, record).traits
        other = differences(before, traits)
        standing = identities.standing_of(row, record)
        known = standing.known | {"given_names": traits.given_names, "birth_place": traits.birth_place}
        standing = replace(standing, known=known)
        if other:
            standing = replace(standing, status=move(standing.status, CORRECT))
        whose = {"record": record, "patient_id": patient_id, "organisation_id": row.organisation_id}
        work.add(
            correct_names(patient_id=patient_id, traits=traits, used_name=used_name, used_first_name=used_first_name),
            identities.keep_identity(**whose, standing=standing),
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="identity.corrected",
                organisation_id=row.organisation_id, subject_id=row.subject_id,
                detail={"traits": list(other), "status": standing.status.value},
            ),
        )  # fmt: skip
    return standing.status
