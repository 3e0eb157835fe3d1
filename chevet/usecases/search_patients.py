"""A professional looks for a patient of the organisation; the journal notes that she searched, never what she typed."""

from datetime import datetime
from typing import Any

from chevet.audit.operations import entry
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.search import find, understood


def search_patients(*, actor: Actor, typed: str, territory: str, now: datetime, machine_now: datetime) -> list[Any]:
    """Rows of people.search.FOUND, at most twenty; empty when nothing was understood."""
    sought = understood(typed, territory=territory_named(territory))
    if sought.is_empty:
        return []
    with UnitOfWork(actor.scope()) as work:
        (found,) = work.fetch(find(sought, actor=actor, now=now))
        work.add(
            entry(
                at=machine_now,
                actor=f"account:{actor.account_id}",
                action="patients.searched",
                organisation_id=actor.organisation_id,
                detail={"found": len(found)},
            )
        )
    return found
