"""A dead letter is sent again because a person says so; the task that it had become is settled."""

from datetime import datetime
from uuid import UUID

from chevet.kernel.errors import Conflict
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import resending
from chevet.notifications.parcels import class_of
from chevet.notifications.policy import silencing
from chevet.notifications.states import ForbiddenMove, State, check_move
from chevet.people.actors import Actor
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, conclude, settled_by

GONE = "Ce message n'est plus à renvoyer : il est reparti, remis ou annulé."
FORGOTTEN = "Le texte de ce message a été effacé. Renvoyez un lien, ou écrivez à la personne."
SILENT = "Les messages sont arrêtés pour cette personne ou ce contact. Appelez-la."


def resend_message(*, actor: Actor, follow_up_id: UUID, message_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Back into the outbox, with all its tries; the night and what silences it still apply. Raises Conflict."""
    with UnitOfWork(actor.scope()) as work:
        situation, letters = follow(work, actor, follow_up_id, now, resending.letter(message_id, follow_up_id))
        if not letters:
            raise Conflict(GONE)
        try:
            check_move(source=State(letters[0].state), target=State.NEW)
        except ForbiddenMove:
            raise Conflict(GONE) from None
        if not letters[0].has_content:
            raise Conflict(FORGOTTEN)
        if silencing(class_of(letters[0].kind), letters[0].causes):
            raise Conflict(SILENT)
        task = situation.standing.of_kind("undelivered")
        (others,) = work.fetch(resending.still_dead(follow_up_id, besides=message_id, since=task and task.opened_at))
        work.add(resending.again(message_id, now=now))
        settled = settled_by(situation, [], resolved=() if others else ("undelivered",), now=now)
        act = Act(f"account:{actor.account_id}", "message.resent", machine_now, {"message": str(message_id)})
        conclude(work, situation, settled, act=act, now=now, by=actor.account_id)
