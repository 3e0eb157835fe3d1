"""Taking an episode in hand, and giving it back. A claim is a lease of ten minutes; it does not stop the clock."""

from datetime import datetime, timedelta
from uuid import UUID

from chevet.kernel.errors import Conflict
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, conclude, with_episode

LEASE = timedelta(minutes=10)
TAKEN = "Une autre personne vient de prendre ce suivi en charge."
NOTHING = "Il n'y a rien à prendre en charge."


def claim_episode(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Hold the live episode for ten minutes, or renew one's own hold. Conflict when somebody else holds it."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        episode = situation.standing.episode
        if episode is None:
            raise Conflict(NOTHING)
        held = episode.claimed_until and episode.claimed_until > machine_now
        if held and episode.claimed_by != actor.account_id:
            raise Conflict(TAKEN)
        settled = with_episode(situation.standing, claimed_by=actor.account_id, claimed_until=machine_now + LEASE)
        act = Act(f"account:{actor.account_id}", "episode.claimed", machine_now)
        conclude(work, situation, settled, act=act, now=now)


def release_episode(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Give back one's own hold; nothing happens when there is none."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        episode = situation.standing.episode
        if episode is None or episode.claimed_by != actor.account_id:
            return
        settled = with_episode(situation.standing, claimed_by=None, claimed_until=None)
        act = Act(f"account:{actor.account_id}", "episode.released", machine_now)
        conclude(work, situation, settled, act=act, now=now)
