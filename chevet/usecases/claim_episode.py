"""Taking an episode in hand, and giving it back. A claim is a lease of ten minutes; it does not stop the clock.

The follow-up's row is locked before anybody looks: of two who claim at the same moment one holds, the other reads who.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from chevet.alerts.rules import LiveEpisode
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor, check_is_clinical
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, conclude, with_episode
from chevet.worklist import operations as worklist
from chevet.worklist.queries import put_aside

LEASE = timedelta(minutes=10)
ASSIGNED = timedelta(hours=2)
TAKEN = "Une autre personne vient de prendre ce suivi en charge."
NOTHING = "Il n'y a rien à prendre en charge."
NOT_A_COLLEAGUE = "Cette personne ne fait pas partie de l'équipe."
NAME = "SELECT name FROM account WHERE id = %s"
COLLEAGUE = """
SELECT 1 FROM membership m JOIN account a ON a.id = m.account_id AND a.is_active
 WHERE m.account_id = %s AND m.team_id = %s AND m.role IN ('professional', 'agent')
   AND m.since <= %s AND (m.until IS NULL OR m.until > %s)
"""
RENEW = """
UPDATE episode SET claimed_until = %s
 WHERE follow_up_id = %s AND closed_at IS NULL AND claimed_by = %s AND team_id = ANY(%s)
   AND claimed_until < %s RETURNING claimed_until
"""


class Held(Conflict):
    """Somebody else holds it; `holder` is her name."""

    def __init__(self, holder: str) -> None:
        super().__init__(TAKEN)
        self.holder = holder


def held_by(episode: LiveEpisode, account_id: UUID, *, machine_now: datetime) -> LiveEpisode:
    """The episode held by who acts on it, unless somebody else holds it at this moment."""
    held = episode.claimed_until is not None and episode.claimed_until > machine_now
    if held and episode.claimed_by != account_id:
        return episode
    until = max(machine_now + LEASE, episode.claimed_until or machine_now)
    return replace(episode, claimed_by=account_id, claimed_until=until)


def claim_episode(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Hold the live episode for ten minutes, or renew one's own hold. Held when somebody else holds it.

    What a colleague has put aside may be taken: it comes back to what is to be done.
    """
    with UnitOfWork(actor.scope()) as work:
        situation, aside = follow(work, actor, follow_up_id, now, put_aside(follow_up_id))
        episode = situation.standing.episode
        if episode is None:
            raise Conflict(NOTHING)
        if not _is_aside(aside, now):
            check_is_free(work, episode, actor, machine_now)
        settled = with_episode(situation.standing, claimed_by=actor.account_id, claimed_until=machine_now + LEASE)
        act = Act(f"account:{actor.account_id}", "episode.claimed", machine_now)
        conclude(work, situation, settled, act=act, now=now)
        work.add(worklist.wake(follow_up_id))


def assign_episode(*, actor: Actor, follow_up_id: UUID, to: UUID, now: datetime, machine_now: datetime) -> None:
    """Give the live episode to a colleague of the team (or to oneself) for two hours. The clock goes on."""
    with UnitOfWork(actor.scope()) as work:
        situation, aside = follow(work, actor, follow_up_id, now, put_aside(follow_up_id))
        team_id, episode = situation.followed.team_id, situation.standing.episode
        if episode is None:
            raise Conflict(NOTHING)
        (colleagues,) = work.fetch(Statement(COLLEAGUE, (to, team_id, machine_now, machine_now)))
        if not colleagues:
            raise NotFound(NOT_A_COLLEAGUE)
        if not _is_aside(aside, now):
            check_is_free(work, episode, actor, machine_now)
        settled = with_episode(situation.standing, claimed_by=to, claimed_until=machine_now + ASSIGNED)
        act = Act(f"account:{actor.account_id}", "episode.assigned", machine_now, {"to": str(to)})
        conclude(work, situation, settled, act=act, now=now)
        work.add(worklist.wake(follow_up_id))


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
        work.add(worklist.wake(follow_up_id))


def renew_claim(*, actor: Actor, follow_up_id: UUID, machine_now: datetime) -> None:
    """Whoever holds it is at work on it: ten more minutes. NotFound when it is not hers, or no longer. Tells nobody."""
    check_is_clinical(actor)
    until = machine_now + LEASE
    with UnitOfWork(actor.scope()) as work:
        (renewed,) = work.fetch(Statement(RENEW, (until, follow_up_id, actor.account_id, list(actor.team_ids), until)))
        if not renewed:
            raise NotFound(NOTHING)


def check_is_free(work: UnitOfWork, episode: LiveEpisode, actor: Actor, machine_now: datetime) -> None:
    """Raises Held, with the name of who holds it, unless it is nobody's or the actor's own."""
    held = episode.claimed_until is not None and episode.claimed_until > machine_now
    if held and episode.claimed_by != actor.account_id:
        (names,) = work.fetch(Statement(NAME, (episode.claimed_by,)))
        raise Held(names[0].name if names else "")


def _is_aside(rows: list, now: datetime) -> bool:
    return bool(rows) and rows[0].snoozed_until is not None and rows[0].snoozed_until > now
