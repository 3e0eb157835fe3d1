"""« J'ai lu, je prends la suite »: the second signature of a sheet."""

from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.handover import operations as handover
from chevet.handover import queries
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor, check_is_clinical

NO_SUCH = "Cette transmission n'existe pas, ou n'est pas de votre équipe."
TAKEN = "Une autre personne a déjà pris la suite."


def take_handover(*, actor: Actor, sheet_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Sign that it was read. The first one wins: afterwards Conflict, also for who had it open at the same moment."""
    check_is_clinical(actor)
    with UnitOfWork(actor.scope()) as work:
        (found, _lines) = work.fetch(*queries.sheet(sheet_id))
        if not found or found[0].team_id not in actor.team_ids:
            raise NotFound(NO_SUCH)
        (taken,) = work.fetch(handover.take(sheet_id, by=actor.account_id, at=now))
        if not taken:
            raise Conflict(TAKEN)
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="handover.taken",
                organisation_id=actor.organisation_id, team_id=found[0].team_id, detail={"sheet": str(sheet_id)},
            )
        )  # fmt: skip
