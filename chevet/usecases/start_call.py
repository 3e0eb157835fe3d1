"""A call begins: the others see who calls and since when, and nobody calls the same person meanwhile."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chevet.alerts.acting import called
from chevet.calls import operations as calls
from chevet.calls.models import Whom
from chevet.calls.queries import made
from chevet.calls.rules import under_way
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.claim_episode import held_by
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, conclude, unchanged

CALLING = "Quelqu'un appelle déjà cette personne. Vous verrez ici ce que l'appel a donné."
CHOOSE = "Choisissez qui vous appelez."


class Calling(Conflict):
    """Somebody is calling: `by` is her name, `since` when the call began."""

    def __init__(self, by: str, since: datetime) -> None:
        super().__init__(CALLING)
        self.by, self.since = by, since


def start_call(
    *, actor: Actor, follow_up_id: UUID, whom: str = Whom.PATIENT, contact_id: UUID | None = None, now: datetime,
    machine_now: datetime,
) -> None:  # fmt: skip
    """Begin a call, and hold the episode where nobody else does. A second press of one's own begins nothing.

    Calling says who is already on the phone. The clock is not stopped by it: the outcome, once noted, stops it from the
    moment at which the call began.
    """
    if whom not in Whom:
        raise Invalid(CHOOSE, fields={"whom": CHOOSE})
    with UnitOfWork(actor.scope()) as work:
        situation, known = follow(work, actor, follow_up_id, now, made(follow_up_id))
        running = under_way(known, now=now)
        if running and running.author_id == actor.account_id:
            return
        if running:
            raise Calling(running.author, running.at)
        row, episode = situation.followed, situation.standing.episode
        work.add(
            calls.forgotten(follow_up_id, now=now),
            calls.begun(
                organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=follow_up_id,
                episode_id=episode and episode.id, author_id=actor.account_id, at=now, whom=whom, contact_id=contact_id,
            ),
        )  # fmt: skip
        settled = unchanged(situation.standing)
        if episode:
            held = held_by(called(episode, now=now), actor.account_id, machine_now=machine_now)
            settled = replace(settled, standing=replace(situation.standing, episode=held))
        act = Act(f"account:{actor.account_id}", "call.begun", machine_now)
        conclude(work, situation, settled, act=act, now=now)


def drop_call(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Begun by mistake, nobody was called: it leaves no attempt. Nothing happens when there is none of one's own."""
    with UnitOfWork(actor.scope()) as work:
        situation, known = follow(work, actor, follow_up_id, now, made(follow_up_id))
        running = under_way(known, now=now)
        if running is None or running.author_id != actor.account_id:
            return
        work.add(calls.dropped(running.id))
        episode = situation.standing.episode
        settled = unchanged(situation.standing)
        if episode and episode.attempted_at is None and episode.climbs_at and episode.rung == 0:
            back = replace(episode, climbs_at=episode.deadline_at)
            settled = replace(settled, standing=replace(situation.standing, episode=back))
        act = Act(f"account:{actor.account_id}", "call.dropped", machine_now)
        conclude(work, situation, settled, act=act, now=now)
