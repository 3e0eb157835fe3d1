"""A professional closes an episode and every alert in it, saying what was done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chevet.alerts.operations import CLOSING, close_all
from chevet.alerts.rules import Settled, Standing
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.claim_episode import NOTHING, TAKEN
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, conclude

DONE = ("data_reviewed", "call_done", "call_tried", "notes_updated")
LONGEST_NOTE = 100_000


def close_episode(
    *, actor: Actor, follow_up_id: UUID, done: Sequence[str], note: str = "", now: datetime, machine_now: datetime
) -> None:
    """`done` holds codes of DONE, at least one. Conflict when nothing is open or somebody else holds it."""
    if not done or not set(done) <= set(DONE):
        raise Invalid("Dites ce qui a été fait.", fields={"done": "Choisissez au moins une réponse."})
    if len(note) > LONGEST_NOTE:
        raise Invalid("Cette note est trop longue.", fields={"note": "Gardez moins de 100 000 caractères."})
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        episode = situation.standing.episode
        if episode is None:
            raise Conflict(NOTHING)
        if episode.claimed_by not in (None, actor.account_id) and episode.claimed_until > machine_now:
            raise Conflict(TAKEN)
        closing = situation.record.seal(CLOSING, {"done": sorted(set(done)), "note": note})
        work.add(*close_all(episode, by=actor.account_id, closing=closing, now=now))
        act = Act(f"account:{actor.account_id}", "episode.closed", machine_now, {"done": sorted(set(done))})
        cleared = replace(situation, standing=Standing())
        conclude(work, cleared, Settled(standing=Standing()), act=act, now=now)
