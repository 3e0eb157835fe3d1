"""Putting an episode aside for a while, with a reason. It hides a line; it stops no clock and closes nothing.

Never past the clock of a red or an orange that nobody has called for. Anything new or worse ends it
(situation.conclude), starts the clock again and tells who put it aside, who holds it all the time.
"""

from datetime import datetime, timedelta
from uuid import UUID

from chevet.alerts.rules import ORANGE, LiveEpisode
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.claim_episode import LEASE, NOTHING, check_is_free
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, conclude, met, reads, unchanged, with_episode
from chevet.worklist import operations as worklist
from chevet.worklist.queries import aside_no_longer

WHY = ("call_back", "doctor", "measure", "relative", "other")
LONGEST = timedelta(hours=24)
LONGEST_NOTE = 500
OVERDUE = "Le délai de cette alerte est passé : elle ne se met pas de côté. Appelez la personne."


def snooze_episode(
    *, actor: Actor, follow_up_id: UUID, until: datetime, why: str, note: str = "", now: datetime, machine_now: datetime
) -> datetime:
    """Put the live episode aside until `until` (domain clock), and hold it so long. Returns the hour it comes back.

    That is sooner than asked where its clock ends sooner. Raises Invalid (no such reason, not within 24 hours, a long
    note), Conflict (nothing to put aside; its clock is over), Held (a colleague has it).
    """
    _check(until, why, note, now)
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        episode = situation.standing.episode
        if episode is None:
            raise Conflict(NOTHING)
        check_is_free(work, episode, actor, machine_now)
        until = _within_its_clock(episode, until, now)
        held = {"claimed_by": actor.account_id, "claimed_until": machine_now + max(until - now, LEASE)}
        act = Act(f"account:{actor.account_id}", "episode.put_aside", machine_now, {"why": why})
        conclude(work, situation, with_episode(situation.standing, **held), act=act, now=now)
        work.add(
            worklist.put_aside(follow_up_id=follow_up_id, record=situation.record, until=until, why=why, note=note)
        )
    return until


def end_snoozes(*, now: datetime, machine_now: datetime) -> int:
    """What was put aside until now is to be done again, and open screens hear of it; returns how many."""
    with UnitOfWork(machine("schedule")) as work:
        (rows,) = work.fetch(aside_no_longer(now=now))
    return sum(_ended(row, now=now, machine_now=machine_now) for row in rows)


def _ended(row: object, *, now: datetime, machine_now: datetime) -> bool:
    whose = machine("schedule", organisation=row.organisation_id, subject=row.subject_id)
    with UnitOfWork(whose) as work:
        situation = met(work.fetch(*reads(now=now, follow_up_id=row.follow_up_id)))
        if situation is None:
            return False
        (still,) = work.fetch(Statement(STILL, (row.follow_up_id, now)))
        if still:
            act = Act(whose.actor, "episode.back", machine_now)
            conclude(work, situation, unchanged(situation.standing), act=act, now=now)
            work.add(worklist.wake(row.follow_up_id))
    return bool(still)


STILL = "SELECT 1 FROM worklist_line WHERE follow_up_id = %s AND snoozed_until <= %s"


def _check(until: datetime, why: str, note: str, now: datetime) -> None:
    if why not in WHY:
        raise Invalid("Dites pourquoi.", fields={"why": "Choisissez dans la liste."})
    if not now < until <= now + LONGEST:
        raise Invalid(
            "Choisissez une heure.", fields={"until": "Choisissez une heure dans les 24 heures qui viennent."}
        )
    if len(note) > LONGEST_NOTE:
        raise Invalid("Cette note est trop longue.", fields={"note": "Gardez moins de 500 caractères."})


def _within_its_clock(episode: LiveEpisode, until: datetime, now: datetime) -> datetime:
    if episode.level < ORANGE or episode.attempted_at is not None:
        return until
    if episode.deadline_at <= now:
        raise Conflict(OVERDUE)
    return min(until, episode.deadline_at)
