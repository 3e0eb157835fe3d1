"""The templates of a team's notes: any professional of the team adds one, replaces it, or puts it away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notes import operations as notes
from chevet.notes import rules
from chevet.people.actors import Actor, check_is_clinical

NOT_YOURS = "Cette équipe n'est pas la vôtre."
KEPT = """
SELECT n.team_id, n.name, n.text, a.name AS made_by, n.made_at FROM note_template n JOIN account a ON a.id = n.made_by
 WHERE n.team_id = ANY(%s) AND n.retired_at IS NULL ORDER BY n.name
"""


def keep_template(*, actor: Actor, team_id: UUID, name: str, text: str, now: datetime, machine_now: datetime) -> None:
    """A template of this name; the one it replaces is put away. Raises Invalid, NotFound."""
    _check_team(actor, team_id)
    name, text = rules.template(name, text)
    with UnitOfWork(actor.scope()) as work:
        work.add(
            notes.retire_template(team_id=team_id, name=name, now=now),
            notes.new_template(
                organisation_id=actor.organisation_id, team_id=team_id, name=name, text=text,
                made_by=actor.account_id, now=now,
            ),
            _line(actor, "template.kept", team_id, machine_now),
        )  # fmt: skip


def retire_template(*, actor: Actor, team_id: UUID, name: str, now: datetime, machine_now: datetime) -> None:
    """It begins no note any more; notes already written stay as they are."""
    _check_team(actor, team_id)
    with UnitOfWork(actor.scope()) as work:
        work.add(
            notes.retire_template(team_id=team_id, name=name, now=now),
            _line(actor, "template.retired", team_id, machine_now),
        )


def templates_of(*, actor: Actor) -> list[Any]:
    """Those of the actor's teams, by name."""
    check_is_clinical(actor)
    with UnitOfWork(actor.scope()) as work:
        (kept,) = work.fetch(Statement(KEPT, (list(actor.team_ids),)))
    return kept


def _check_team(actor: Actor, team_id: UUID) -> None:
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)


def _line(actor: Actor, action: str, team_id: UUID, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=actor.organisation_id,
        detail={"team": str(team_id)},
    )  # fmt: skip
