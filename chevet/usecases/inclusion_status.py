"""What became of the invitation, asked every few seconds by the page that waits for it: states, nothing of the record."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import CLINICAL, Actor, check_role
from chevet.usecases.followed import in_circle

LATEST = 10
STATES = """
SELECT kind, channel, state, due_at, handed_at, settled_at FROM message
 WHERE follow_up_id = %s AND kind <> 'alert' ORDER BY due_at DESC, id DESC LIMIT %s
"""


def inclusion_status(*, actor: Actor, follow_up_id: UUID) -> Sequence[Any]:
    """The latest messages, newest first: kind, channel, state and when. Neither a text nor a number is opened, nothing
    is locked, and no line is written: nobody has looked at a record. Not hers is NotFound.
    """
    check_role(actor, CLINICAL)
    with UnitOfWork(actor.scope()) as work:
        circle, sent = work.fetch(in_circle(actor, follow_up_id), Statement(STATES, (follow_up_id, LATEST)))
    if not circle:
        raise NotFound("Ce suivi n'existe pas, ou votre équipe ne le suit pas.")
    return sent
