"""A code on paper, or read out: for who has no mobile. A new one replaces those before."""

from datetime import datetime
from uuid import UUID

from chevet.access import operations
from chevet.access.rules import CodeKind
from chevet.access.tokens import new_paper_code
from chevet.kernel.errors import Conflict
from chevet.kernel.identifiers import new_id
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.states import LIVE
from chevet.people.actors import Actor
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, journal


def give_paper_code(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> str:
    """Twelve characters, good for seven days and one browser; shown once, stored only as a keyed hash.

    Raises NotFound (not hers), Forbidden, Conflict (the follow-up is over).
    """
    code = new_paper_code()
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        row = situation.followed
        if row.state not in LIVE:
            raise Conflict("Ce suivi est terminé.")
        work.add(
            operations.void_codes(target_id=row.id, kind=CodeKind.PAPER, machine_now=machine_now),
            operations.new_code(
                code_id=new_id(), organisation_id=row.organisation_id, subject_id=row.subject_id, target_id=row.id,
                device_id=None, kind=CodeKind.PAPER, code=code, machine_now=machine_now,
            ),
            journal(situation, Act(f"account:{actor.account_id}", "code.given", machine_now), quietly=True),
        )  # fmt: skip
    return code
