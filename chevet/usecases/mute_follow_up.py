"""Automatic messages on pause for one follow-up: hospitalised, deceased, on request. Always with a day to look again.

Answers are still judged and alerts still ring. A death is looked at by a second person, and everything can be undone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.alerts.kinds import ANSWERED_BY_HEARING, reason
from chevet.alerts.rules import TASK
from chevet.kernel.errors import Conflict, Forbidden, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications.policy import Suppression, classes_silenced_by
from chevet.pathways.calendar import local_day
from chevet.pathways.hearing import Found
from chevet.pathways.muting import LONGEST, REASONS, REVIEWED_AFTER, Mute, mute_of, with_mute
from chevet.pathways.states import LIVE
from chevet.people.actors import Actor
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, conclude, settled_by
from chevet.worklist import marks

ASKED = ("mute_review", "second_look")
NOT_MUTED = "Les messages ne sont pas en pause."
CHOOSE = "Choisissez la raison."
TOO_FAR = "Choisissez un jour entre demain et dans un mois."
ANOTHER = "Une autre personne que celle qui l'a noté doit vérifier."
OVER = "Ce suivi est terminé."


@dataclass(frozen=True, slots=True)
class Pause:
    """What a pause does: the memory that keeps it, tasks that begin, tasks that are dealt with, rows to write."""

    memory: Mapping[str, Any]
    findings: tuple[Found, ...]
    resolved: frozenset[str]
    rows: tuple[Statement, ...]


def mute_follow_up(
    *, actor: Actor, follow_up_id: UUID, why: str, review_on: date | None = None, now: datetime, machine_now: datetime
) -> None:
    """Pause, or go on with a pause until another day. Without `review_on`, the usual length of that reason.

    Raises Invalid (no such reason, a day that is past or too far), Conflict (the follow-up is over).
    """
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        pause = paused(situation, actor=actor, why=why, review_on=review_on, now=now)
        act = Act(f"account:{actor.account_id}", "follow_up.muted", machine_now)
        settled = settled_by(situation, pause.findings, resolved=pause.resolved, now=now)
        work.add(*pause.rows)
        conclude(work, situation, settled, act=act, now=now, memory=dict(pause.memory), by=actor.account_id)


def unmute_follow_up(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Messages leave again from the next one that is due on; what was not sent meanwhile is not made up for."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        if mute_of(situation.memory) is None:
            raise Conflict(NOT_MUTED)
        work.add(_lifted(situation, now), marks.muted(follow_up_id, until=None))
        act = Act(f"account:{actor.account_id}", "follow_up.unmuted", machine_now)
        settled = settled_by(situation, [], resolved=ASKED, now=now)
        memory = with_mute(situation.memory, None)
        conclude(work, situation, settled, act=act, now=now, memory=memory, by=actor.account_id)


def look_again(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """A second person has checked a death. Raises Conflict (nothing waits for it), Forbidden (the same person)."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        mute = mute_of(situation.memory)
        if mute is None or not mute.waits_for_second_look:
            raise Conflict(NOT_MUTED)
        if mute.by == actor.account_id:
            raise Forbidden(ANOTHER)
        act = Act(f"account:{actor.account_id}", "follow_up.death_checked", machine_now)
        settled = settled_by(situation, [], resolved=("second_look",), now=now)
        memory = with_mute(situation.memory, replace(mute, seen_by=actor.account_id))
        conclude(work, situation, settled, act=act, now=now, memory=memory, by=actor.account_id)


def paused(situation: Situation, *, actor: Actor, why: str, review_on: date | None, now: datetime) -> Pause:
    """The pause as values, for whoever noted why: a form, or the outcome of a call."""
    row, today = situation.followed, local_day(now, situation.zone)
    if why not in REASONS:
        raise Invalid(CHOOSE, fields={"why": CHOOSE})
    if row.state not in LIVE:
        raise Conflict(OVER)
    review_on = review_on or today + REVIEWED_AFTER[why]
    if not today < review_on <= today + LONGEST:
        raise Invalid(TOO_FAR, fields={"review_on": TOO_FAR})
    known = mute_of(situation.memory)
    mute = Mute(why, review_on, actor.account_id, now)
    if known and known.why == why:
        mute = replace(mute, by=known.by, at=known.at, seen_by=known.seen_by)
    second = (Found("second_look", TASK, reason("second_look", name=actor.name)),) if mute.waits_for_second_look else ()
    resolved = ANSWERED_BY_HEARING | {"mute_review"} | (frozenset() if second else {"second_look"})
    return Pause(with_mute(situation.memory, mute), second, resolved, tuple(_silenced(situation, mute, actor, now)))


def _silenced(situation: Situation, mute: Mute, actor: Actor, now: datetime) -> Iterator[Statement]:
    row = situation.followed
    yield _lifted(situation, now)
    yield outbox.suppress(
        organisation_id=row.organisation_id, subject_id=row.subject_id, cause=Suppression.MUTE,
        author=f"account:{actor.account_id}", since=now, follow_up_id=row.id, review_on=mute.review_on,
    )  # fmt: skip
    yield outbox.cancel(
        now=now, reason=Suppression.MUTE, follow_up_id=row.id, kinds=classes_silenced_by(Suppression.MUTE)
    )
    yield marks.muted(row.id, until=mute.review_on)


def _lifted(situation: Situation, now: datetime) -> Statement:
    row = situation.followed
    return outbox.lift(subject_id=row.subject_id, cause=Suppression.MUTE, now=now, follow_up_id=row.id)
