"""One follow-up as a use case meets it: read in one round trip, written back in another.

Every use case that acts on a follow-up reads a `Situation`, decides, and hands what changed to `conclude`, which
writes alerts, follow-up, worklist row and journal, and tells the people on duty.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.alerts import operations as alerts
from chevet.alerts import queries as alert_queries
from chevet.alerts.kinds import ANSWERED_BY_HEARING
from chevet.alerts.rules import ORANGE, Finding, Handled, Settled, Standing, settle
from chevet.audit.operations import entry
from chevet.kernel.rows import Statement, update
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.duty import Duty, duty_of
from chevet.organisations.territories import territory_named
from chevet.pathways import waking
from chevet.pathways.calendar import local_day
from chevet.pathways.definition import Pathway
from chevet.pathways.hearing import Found, Person
from chevet.pathways.models import FollowUp
from chevet.pathways.muting import review_on
from chevet.pathways.queries import followed_reads, pathway_of
from chevet.usecases.telling import tell
from chevet.worklist import operations as worklist

MEMORY = "follow_up.memory"
RED = 3
CLOCKS_AGREE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Situation:
    """`followed` is the locked row of pathways.queries.FOLLOWED; `occurrences` today's and the next ones."""

    followed: Any
    record: Record
    pathway: Pathway
    occurrences: Sequence[Any]
    standing: Standing
    memory: dict[str, Any]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.followed.zone)

    @property
    def at_risk(self) -> bool:
        return bool(self.memory.get("k"))

    @property
    def duty(self) -> Duty:
        return duty_of(self.followed.duty, territory_named(self.followed.team_territory).tzinfo)

    @property
    def whose(self) -> alerts.Whose:
        row = self.followed
        return alerts.Whose(row.organisation_id, row.subject_id, row.id, row.team_id)

    def person(self, now: datetime) -> Person:
        row = self.followed
        return Person(
            birth_date=row.birth_date,
            starts_on=row.starts_on,
            today=local_day(now, self.zone),
            at_risk=self.at_risk,
            onset_on=row.onset_on,
        )

    def today(self, now: datetime) -> Any | None:
        """The questionnaire of the patient's local day, if there is one."""
        day = local_day(now, self.zone)
        return next((one for one in self.occurrences if one.due_on == day), None)

    def deadline(self, now: datetime, level: int) -> datetime:
        """Red in minutes by the clock, orange in minutes of duty, a task by the end of duty."""
        if level == RED:
            return now + timedelta(minutes=self.followed.red_minutes)
        return self.duty.spends(now, self.followed.orange_minutes) if level > 1 else self.duty.next_end(now)

    def waiting(self) -> dict[str, float]:
        """Measures whose alarm waits for a second reading, with the first one."""
        waits = (alert for alert in self.standing.live if alert.confirm_by)
        return {kind: value for alert in waits for kind, value in alert.reason.get("values", {}).items()}


def reads(*, now: datetime, follow_up_id: UUID | None = None, target: str = "%s") -> tuple[Statement, ...]:
    """The statements behind `met`, to be pipelined."""
    standing = alert_queries.standing_reads(follow_up_id or target)
    return (*followed_reads(follow_up_id=follow_up_id, target=target, now=now), *standing)


def met(rows: Sequence[Sequence[Any]]) -> Situation | None:
    """The rows of `reads` as a Situation; None when the follow-up is not there (or not yours)."""
    followed, occurrences, episodes, live = rows
    if not followed:
        return None
    record = open_record(followed[0])
    return Situation(
        followed=followed[0],
        record=record,
        pathway=pathway_of(followed[0].version_id),
        occurrences=occurrences,
        standing=alert_queries.standing(episodes, live, record=record),
        memory=record.open(MEMORY, followed[0].memory),
    )


def settled_by(
    situation: Situation,
    findings: Sequence[Found],
    *,
    now: datetime,
    heard: bool = False,
    lowered: Sequence[Found] = (),
    resolved: Collection[str] = (),
    promised: datetime | None = None,
    source_id: UUID | None = None,
) -> Settled:
    """What the findings do to the alerts. `promised`: a task is due then, if that is sooner than its own deadline."""

    def deadline(level: int) -> datetime:
        due = situation.deadline(now, level)
        return min(due, promised) if promised and level < ORANGE else due

    def as_alert(found: Found) -> Finding:
        return Finding(found.kind, found.level, found.reason, found.confirm_by, source_id)

    return settle(
        situation.standing,
        [as_alert(found) for found in findings],
        lowered=[as_alert(found) for found in lowered],
        resolved=resolved,
        heard=heard,
        now=now,
        deadline=deadline,
        handled=Handled.remembered(situation.memory.get("h")),
    )


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, for the journal."""

    actor: str
    action: str
    machine_now: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


def conclude(
    work: UnitOfWork,
    situation: Situation,
    settled: Settled,
    *,
    act: Act,
    now: datetime,
    memory: dict[str, Any] | None = None,
    occurrences: Sequence[Any] | None = None,
    by: UUID | None = None,
    **changed: Any,
) -> None:
    """Write what changed. `changed` are columns of the follow-up, `occurrences` the questionnaires as they are now.

    by: the account whose act closes the episode, if it does.
    """
    before, row = situation.standing.episode, situation.followed
    if settled.tell:
        tell(work, situation, settled.standing, now=now, machine_now=act.machine_now)
    work.add(*alerts.rows(settled, whose=situation.whose, record=situation.record, episode_before=before, by=by))
    after = row._replace(**changed)
    memory = situation.memory if memory is None else memory
    wake_at = _unhurried(row.wake_at, next_wake(situation, settled.standing, after, memory, occurrences), now)
    sealed = {"memory": situation.record.seal(MEMORY, memory)} if memory is not situation.memory else {}
    if changed or sealed or wake_at != row.wake_at:
        work.add(update(FollowUp, {"id": row.id}, wake_at=wake_at, **changed, **sealed))
    wakes = settled.raised or not settled.standing.level
    work.add(line(situation, settled.standing, after, memory, wakes=wakes), journal(situation, act, now=now))


def _unhurried(before: datetime | None, after: datetime | None, now: datetime) -> datetime | None:
    """What should have been lived earlier, while no worker was up, is still lived first."""
    if before is None or before >= now:
        return after
    return min(before, after or before)


def next_wake(
    situation: Situation, standing: Standing, row: Any, memory: dict[str, Any], occurrences: Sequence[Any] | None
) -> datetime | None:
    episode = standing.episode
    return waking.next_wake(
        waking.Facts(
            state=row.state,
            invite_at=row.invite_at,
            zone=situation.zone,
            ends_on=row.ends_on,
            occurrences=situation.occurrences if occurrences is None else occurrences,
            open_waits=[alert.confirm_by for alert in standing.live if alert.confirm_by],
            climbs_at=episode.climbs_at if episode and not episode.closed_at else None,
            end_is_asked=standing.of_kind("end_decision") is not None,
            review_on=None if standing.of_kind("mute_review") else review_on(memory),
        )
    )


def line(
    situation: Situation, standing: Standing, row: Any, memory: dict[str, Any], *, wakes: bool = False
) -> Statement:
    """The worklist row that says where the follow-up stands. `wakes`: it ends its time aside."""
    episode = standing.episode if standing.episode and not standing.episode.closed_at else None
    ranked = sorted(standing.live, key=lambda alert: (-alert.level, alert.opened_at, alert.kind))
    return worklist.show(
        follow_up_id=row.id,
        record=situation.record,
        live=row.state in ("planned", "active") or bool(ranked),
        severity=standing.level,
        to_confirm=standing.to_confirm,
        claimed=bool(episode and episode.claimed_by),
        held_by=episode.claimed_by if episode else None,
        marks=_marks(standing),
        deadline_at=episode.deadline_at if episode and not episode.attempted_at else None,
        last_answer_at=row.last_answer_at,
        last_level=row.last_level,
        why=[{"fr": one.reason["fr"], "en": one.reason["en"], "level": one.level} for one in ranked],
        series=memory.get("s", []),
        at_risk=bool(memory.get("k")),
        wakes=wakes,
    )


def _marks(standing: Standing) -> int:
    kinds = {alert.kind for alert in standing.live}
    return worklist.UNHEARD * bool(kinds & ANSWERED_BY_HEARING) | worklist.ENDING * ("end_decision" in kinds)


def journal(situation: Situation, act: Act, *, now: datetime | None = None, quietly: bool = False) -> Statement:
    """The line of the journal; unless `quietly`, it names the team, so that the team's screens hear of it.

    now: where the domain clock was moved, somebody's act says its hour too; nothing is added where both clocks agree.
    """
    moved = now is not None and abs(now - act.machine_now) > CLOCKS_AGREE and not act.actor.startswith("machine:")
    at = {"at": now.isoformat(timespec="seconds")} if moved else {}
    return entry(
        at=act.machine_now,
        actor=act.actor,
        action=act.action,
        organisation_id=situation.followed.organisation_id,
        team_id=None if quietly else situation.followed.team_id,
        subject_id=situation.followed.subject_id,
        detail={"follow_up": str(situation.followed.id), **at, **act.detail},
    )


def answered(occurrences: Sequence[Any], occurrence: Any, now: datetime) -> list[Any]:
    """The questionnaires once this one is answered."""
    return [one._replace(answered_at=now) if one.id == occurrence.id else one for one in occurrences]


def unchanged(standing: Standing) -> Settled:
    """For acts that touch no alert."""
    return Settled(standing=standing)


def with_episode(standing: Standing, **changes: Any) -> Settled:
    """For acts that change the episode alone: a claim, an attempt, a rung."""
    episode = replace(standing.episode, **changes) if standing.episode else None
    return Settled(standing=replace(standing, episode=episode))
