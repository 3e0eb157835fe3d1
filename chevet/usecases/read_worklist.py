"""A team's list as one of its members looks at it; looking leaves one line in the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.models import Pulse
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor, check_is_clinical
from chevet.worklist.queries import PAGE, Counts, LineView, line_view, team_counts, team_lines

TEAM = "SELECT id, name, phone, territory FROM team WHERE id = %s"
NOT_YOURS = "Cette équipe n'existe pas, ou vous n'en faites pas partie."
PULSES = f"SELECT name, passed_at FROM {Pulse._meta.db_table}"


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """pulses: when each job of ours last passed (machine clock); the page refuses to show green when they are old."""

    team: Any
    lines: tuple[LineView, ...]
    counts: Counts
    more: bool
    pulses: dict[str, datetime]


def read_worklist(
    *, actor: Actor, team_id: UUID, quiet: bool = False, page: int = 1, now: datetime, machine_now: datetime
) -> WorklistPage:
    """The lines of one team, PAGE at a time, in one round trip. Not her team is NotFound."""
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)
    with UnitOfWork(actor.scope()) as work:
        teams, rows, counts, pulses = work.fetch(
            Statement(TEAM, (team_id,)),
            team_lines(team_id=team_id, quiet=quiet, limit=PAGE + 1, offset=(page - 1) * PAGE),
            team_counts(team_ids=[team_id]),
            Statement(PULSES, ()),
        )
        if not teams:
            raise NotFound(NOT_YOURS)
        view = {"team": str(team_id), "view": "quiet" if quiet else "to_do", "page": page}
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="worklist.read",
                organisation_id=actor.organisation_id, detail=view,
            )
        )  # fmt: skip
    today = now.astimezone(territory_named(teams[0].territory).tzinfo).date()
    return WorklistPage(
        team=teams[0],
        lines=tuple(line_view(row, today=today) for row in rows[:PAGE]),
        counts=Counts(**counts[0]._asdict()),
        more=len(rows) > PAGE,
        pulses={row.name: row.passed_at for row in pulses},
    )


def read_counts(*, actor: Actor) -> Counts | None:
    """How many reds, oranges and tasks in the actor's teams; None for who sees nothing clinical."""
    if not actor.is_clinical:
        return None
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(team_counts(team_ids=actor.team_ids))
    return Counts(**rows[0]._asdict())
