"""A professional fills in the questionnaire with the patient on the phone: same questions, same rules, own author."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.questionnaires import operations as answers_of
from chevet.usecases.followed import follow
from chevet.usecases.receipts import Receipt, keyed, replayed
from chevet.usecases.situation import Act
from chevet.usecases.submit_answers import Sending, take


def answer_for_patient(
    *,
    actor: Actor,
    follow_up_id: UUID,
    key: UUID,
    answers: Mapping[str, Any],
    on_behalf: bool = False,
    now: datetime,
    machine_now: datetime,
) -> Receipt:
    """Like submit_answers, by a member of a team that follows the patient. Raises as it does."""
    with keyed(), UnitOfWork(actor.scope()) as work:
        situation, earlier = follow(work, actor, follow_up_id, now, answers_of.earlier(key))
        sending = Sending(key, answers, on_behalf, author_id=actor.account_id)
        if earlier:
            return replayed(earlier[0], sending, situation)
        act = Act(f"account:{actor.account_id}", "answer.typed", machine_now)
        return take(work, situation, sending, act=act, now=now)
