"""Sheets as a member of the team reads them: the one that waits, the past ones, one of them whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.handover import queries
from chevet.handover.rules import Facts
from chevet.kernel.errors import NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor, check_is_clinical
from chevet.usecases.read_worklist import NOT_YOURS
from chevet.usecases.take_handover import NO_SUCH


@dataclass(frozen=True, slots=True)
class SheetView:
    """head: a row of handover.queries.SHEETS. people: (row of LINES, facts as they stood), in the order written."""

    head: Any
    note: str
    people: tuple[tuple[Any, Facts], ...]


def handovers_of(*, actor: Actor, team_id: UUID) -> list[Any]:
    """The last sheets of a team, newest first, without what they say. Not her team is NotFound."""
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(queries.sheets_of(team_id=team_id))
    return rows


def waiting_handovers(*, actor: Actor) -> list[Any]:
    """The sheets of the actor's teams that nobody has taken, without what they say."""
    check_is_clinical(actor)
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(queries.waiting(team_ids=actor.team_ids))
    return rows


def read_handover(*, actor: Actor, sheet_id: UUID, machine_now: datetime) -> SheetView:
    """One sheet, opened; one line in the journal names it. Not of her teams is NotFound."""
    check_is_clinical(actor)
    with UnitOfWork(actor.scope()) as work:
        heads, lines = work.fetch(*queries.sheet(sheet_id))
        if not heads or heads[0].team_id not in actor.team_ids:
            raise NotFound(NO_SUCH)
        view = SheetView(heads[0], queries.note_of(heads[0]), tuple((row, queries.facts_of(row)) for row in lines))
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="handover.read",
                organisation_id=actor.organisation_id, detail={"sheet": str(sheet_id), "people": len(lines)},
            )
        )  # fmt: skip
    return view
