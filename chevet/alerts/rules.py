"""What findings do to the live alerts of one follow-up: pure, from values to values.

An alert never closes by itself, except those that only said "nothing was heard"; people close the others. A new kind,
a worse level, a confirmed measure, or anything found after somebody already tried, raises the episode: its clock starts
again and the people on duty are told. A task never does that to an orange or a red.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.alerts.kinds import ANSWERED_BY_HEARING
from chevet.kernel.identifiers import new_id

TASK, ORANGE, RED = 1, 2, 3
GROUPED = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a human to act. `reason` is what gets sealed: sentences, rule, values."""

    kind: str
    level: int
    reason: dict[str, Any]
    confirm_by: datetime | None = None
    source_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LiveAlert:
    id: UUID
    kind: str
    level: int
    count: int
    opened_at: datetime
    last_at: datetime
    confirm_by: datetime | None
    source_id: UUID | None
    reason: dict[str, Any]
    closed_at: datetime | None = None
    closed_why: str = ""


@dataclass(frozen=True, slots=True)
class LiveEpisode:
    id: UUID
    level: int
    opened_at: datetime
    raised_at: datetime
    deadline_at: datetime
    attempted_at: datetime | None = None
    rung: int = 0
    climbs_at: datetime | None = None
    claimed_by: UUID | None = None
    claimed_until: datetime | None = None
    closed_at: datetime | None = None
    red_at: datetime | None = None
    first_acted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """What a person closed lately: the worst level of each kind. The same again within GROUPED wakes nobody anew."""

    at: datetime
    levels: Mapping[str, int]

    def kept(self) -> list[Any]:
        """As the memory of a follow-up keeps it; `remembered` is its reverse."""
        return [self.at.timestamp(), dict(self.levels)]

    @classmethod
    def remembered(cls, kept: Sequence[Any] | None) -> "Handled | None":
        return cls(datetime.fromtimestamp(kept[0], UTC), kept[1]) if kept else None

    def covers(self, finding: Finding, now: datetime) -> bool:
        """Red always wakes; so does a kind that was not there, or a worse level."""
        known = self.levels.get(finding.kind, 0)
        return finding.level < RED and finding.level <= known and now - self.at < GROUPED


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one follow-up stands: its live episode, if any, and the alerts in it."""

    episode: LiveEpisode | None = None
    alerts: tuple[LiveAlert, ...] = ()

    @property
    def live(self) -> tuple[LiveAlert, ...]:
        return tuple(alert for alert in self.alerts if alert.closed_at is None)

    @property
    def level(self) -> int:
        return max((alert.level for alert in self.live), default=0)

    @property
    def to_confirm(self) -> bool:
        """The worst of it still waits for a second measure."""
        return any(alert.confirm_by for alert in self.live) and not any(
            alert.level == RED and not alert.confirm_by for alert in self.live
        )

    def of_kind(self, kind: str) -> LiveAlert | None:
        return next((alert for alert in self.live if alert.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Settled:
    """What changed: the standing after, the ids of new and changed alerts, and whether people must be told."""

    standing: Standing
    opened: frozenset[UUID] = field(default_factory=frozenset)
    changed: frozenset[UUID] = field(default_factory=frozenset)
    episode_is_new: bool = False
    raised: bool = False

    def with_episode(self, change: Callable[[LiveEpisode], LiveEpisode]) -> "Settled":
        """The same with its live episode changed, if there is one."""
        episode = self.standing.episode
        if episode is None or episode.closed_at:
            return self
        return replace(self, standing=replace(self.standing, episode=change(episode)))

    @property
    def tell(self) -> bool:
        """Somebody on duty is told of what is orange or red, but not of what may be a slip of the finger."""
        return self.raised and self.standing.level >= ORANGE and not self.standing.to_confirm


def settle(
    standing: Standing,
    findings: Sequence[Finding],
    *,
    heard: bool,
    now: datetime,
    deadline: Callable[[int], datetime],
    lowered: Sequence[Finding] = (),
    resolved: Collection[str] = (),
    handled: Handled | None = None,
) -> Settled:
    """Put findings into the standing.

    heard: an informative answer came. deadline: by level, from now. lowered: alerts whose second measure was normal.
    resolved: kinds that a person has just dealt with, such as a message that was answered; the others stay open.
    handled: what a person closed lately; what is no worse comes back to the list with its clock, and rings nobody.
    """
    before = standing
    opened: set[UUID] = set()
    standing, changed = _lower(standing, lowered)
    raised = bool(changed)
    for finding in findings:
        standing, alert_id, is_new, is_worse = _take(standing, finding, now)
        (opened if is_new else changed).add(alert_id)
        quiet = is_new and handled is not None and handled.covers(finding, now)
        raised = raised or (_wakes(finding, before) and (is_new or is_worse) and not quiet)
    if heard:
        standing, closed = _close(standing, ANSWERED_BY_HEARING, "answered", now)
        changed |= closed
    if resolved:
        standing, closed = _close(standing, resolved, "handled", now)
        changed |= closed
    tried = before.episode is not None and before.episode.attempted_at is not None
    raised = raised or (tried and any(_wakes(finding, before) for finding in findings))
    episode = _episode(before.episode, standing, raised=raised, now=now, deadline=deadline)
    return Settled(
        standing=replace(standing, episode=episode),
        opened=frozenset(opened),
        changed=frozenset(changed - opened),
        episode_is_new=before.episode is None and episode is not None,
        raised=raised,
    )


def _wakes(finding: Finding, before: Standing) -> bool:
    """A task beside an orange or a red waits with it: it tells nobody again and undoes no attempt."""
    return finding.level >= ORANGE or before.level < ORANGE


def _lower(standing: Standing, findings: Sequence[Finding]) -> tuple[Standing, set[UUID]]:
    """A reassuring second measure lowers what waited for it, and never closes it."""
    if not findings:
        return standing, set()
    waiting = {f.kind: f for f in findings if (known := standing.of_kind(f.kind)) and known.confirm_by}
    eased = {alert.id: waiting[alert.kind] for alert in standing.live if alert.kind in waiting}
    alerts = tuple(
        replace(alert, level=eased[alert.id].level, reason=eased[alert.id].reason, confirm_by=None)
        if alert.id in eased
        else alert
        for alert in standing.alerts
    )
    return replace(standing, alerts=alerts), set(eased)


def _take(standing: Standing, finding: Finding, now: datetime) -> tuple[Standing, UUID, bool, bool]:
    known = standing.of_kind(finding.kind)
    if known is None:
        alert = LiveAlert(
            id=new_id(), kind=finding.kind, level=finding.level, count=1, opened_at=now, last_at=now,
            confirm_by=finding.confirm_by, source_id=finding.source_id, reason=finding.reason,
        )  # fmt: skip
        return replace(standing, alerts=(*standing.alerts, alert)), alert.id, True, False
    alert, worse = _again(known, finding, now)
    alerts = tuple(alert if each.id == known.id else each for each in standing.alerts)
    return replace(standing, alerts=alerts), known.id, False, worse


def _again(known: LiveAlert, finding: Finding, now: datetime) -> tuple[LiveAlert, bool]:
    """The same kind once more: the worst level and its reason stay; a wait ends when the finding does not wait.

    Of two findings of one sending the first speaks: the worst comes first.
    """
    worse = finding.level > known.level or (known.confirm_by is not None and finding.confirm_by is None)
    same_sending = known.last_at == now and known.source_id == finding.source_id
    speaks = finding.level > known.level or (finding.level == known.level and not same_sending)
    if finding.level > known.level:
        waits = finding.confirm_by
    else:
        waits = known.confirm_by if finding.confirm_by or finding.level < known.level else None
    return (
        replace(
            known,
            level=max(known.level, finding.level),
            count=known.count + (not same_sending),
            last_at=now,
            confirm_by=waits,
            reason=finding.reason if speaks else known.reason,
            source_id=finding.source_id if speaks else known.source_id,
        ),
        worse,
    )


def _close(standing: Standing, kinds: Collection[str], why: str, now: datetime) -> tuple[Standing, set[UUID]]:
    closing = {alert.id for alert in standing.live if alert.kind in kinds}
    if not closing:
        return standing, closing
    alerts = tuple(
        replace(alert, closed_at=now, closed_why=why) if alert.id in closing else alert for alert in standing.alerts
    )
    return replace(standing, alerts=alerts), closing


def _episode(
    episode: LiveEpisode | None,
    standing: Standing,
    *,
    raised: bool,
    now: datetime,
    deadline: Callable[[int], datetime],
) -> LiveEpisode | None:
    level = standing.level
    if not level:
        return replace(episode, closed_at=now) if episode else None
    if episode is None:
        return opened(standing, now=now, deadline=deadline)
    if not raised:
        return replace(episode, level=level)
    due = deadline(level)
    worse_than_what_is_late = episode.level < level and episode.deadline_at <= now
    if episode.attempted_at is None and episode.level <= level and not worse_than_what_is_late:
        due = min(due, episode.deadline_at)
    raised_again = replace(
        episode, level=level, raised_at=now, deadline_at=due, attempted_at=None, rung=0, climbs_at=_climb(level, due)
    )
    return _reddened(raised_again, standing, now)


def opened(standing: Standing, *, now: datetime, deadline: Callable[[int], datetime]) -> LiveEpisode:
    """A new episode around these alerts."""
    due = deadline(standing.level)
    episode = LiveEpisode(
        id=new_id(), level=standing.level, opened_at=now, raised_at=now, deadline_at=due,
        climbs_at=_climb(standing.level, due),
    )  # fmt: skip
    return _reddened(episode, standing, now)


def _reddened(episode: LiveEpisode, standing: Standing, now: datetime) -> LiveEpisode:
    """The first red that waits for nothing: what was done before it was done about something else."""
    if episode.red_at or standing.level < RED or standing.to_confirm:
        return episode
    return replace(episode, red_at=now, first_acted_at=None)


def _climb(level: int, due: datetime) -> datetime | None:
    """Tasks do not climb."""
    return due if level >= ORANGE else None
