"""A professional tried to reach the patient by phone: that stops the clock of the episode, whatever the outcome."""

from datetime import datetime
from uuid import UUID

from chevet.calls import operations as calls
from chevet.calls.models import Outcome
from chevet.kernel.errors import Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.claim_episode import LEASE
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, conclude, unchanged, with_episode


def record_call(
    *, actor: Actor, follow_up_id: UUID, outcome: str, note: str = "", now: datetime, machine_now: datetime
) -> None:
    """Write the attempt; the caller then holds the episode. Invalid when the outcome is none of calls.models.Outcome."""
    if outcome not in Outcome:
        raise Invalid("Choisissez le résultat de l'appel.", fields={"outcome": "Choisissez dans la liste."})
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        episode = situation.standing.episode
        work.add(
            calls.attempted(
                record=situation.record,
                organisation_id=actor.organisation_id,
                follow_up_id=follow_up_id,
                episode_id=episode and episode.id,
                author_id=actor.account_id,
                at=now,
                outcome=outcome,
                note=note,
            )
        )
        settled = unchanged(situation.standing)
        if episode:
            held = {"claimed_by": actor.account_id, "claimed_until": machine_now + LEASE}
            settled = with_episode(situation.standing, attempted_at=episode.attempted_at or now, climbs_at=None, **held)
        act = Act(f"account:{actor.account_id}", "call.recorded", machine_now, {"outcome": outcome})
        conclude(work, situation, settled, act=act, now=now)
