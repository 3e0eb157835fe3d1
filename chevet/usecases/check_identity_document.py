"""Somebody has seen a document of high trust, and signs for it: the kind is kept, never a copy."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import identities
from chevet.people.actors import Actor
from chevet.people.identity import CHECK, Status, check_document, missing, move
from chevet.usecases.reach_patient import reach_patient

CHANGED = "Les traits ont changé depuis que cette page s'est ouverte. Relisez-les avec la pièce."
INCOMPLETE = "Complétez d'abord les traits avec la pièce."


def check_identity_document(
    *, actor: Actor, patient_id: UUID, document: str, seen: str, now: datetime, machine_now: datetime
) -> Status:
    """The traits on the screen are those of the document; returns the status after.

    document: a code of people.identity.DOCUMENTS. seen: the print of the traits that were compared. Raises Invalid (with
    the traits still missing), Conflict (other traits by now, or an identity in doubt), NotFound.
    """
    with UnitOfWork(actor.scope()) as work:
        row, record, _ = reach_patient(work, actor, patient_id, now)
        traits, standing = identities.opened(row, record).traits, identities.standing_of(row, record)
        check_document(document, born=traits.birth_date, today=now.date())
        if wrong := missing(traits):
            raise Invalid(INCOMPLETE, fields=wrong)
        if traits.print != seen:
            raise Conflict(CHANGED)
        status = move(standing.status, CHECK, doubt=standing.doubt)
        standing = replace(standing, status=status, document=document, checked_by=actor.account_id, checked_at=now)
        work.add(
            identities.keep_identity(
                record=record, patient_id=patient_id, organisation_id=row.organisation_id, standing=standing
            ),
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="identity.checked",
                organisation_id=row.organisation_id, subject_id=row.subject_id,
                detail={"document": document, "status": status.value},
            ),
        )  # fmt: skip
    return status
