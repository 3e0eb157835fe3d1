"""Writes of alerts and episodes, as rows for the unit of work. What changes is decided in rules.py."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chevet.alerts.closing import Closed
from chevet.alerts.models import Alert, Episode
from chevet.alerts.rules import LiveAlert, LiveEpisode, Settled
from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record

REASON = "alert.reason"
CLOSING = "episode.closing"
CLOSE_ALERTS = """
UPDATE alert SET closed_at = %s, closed_why = 'handled', confirm_by = NULL
 WHERE episode_id = %s AND closed_at IS NULL AND kind <> ALL(%s)
"""
MOVE_ALERTS = "UPDATE alert SET episode_id = %s WHERE episode_id = %s AND closed_at IS NULL"


@dataclass(frozen=True, slots=True)
class Whose:
    """The follow-up that alerts are about, as the rows need it."""

    organisation_id: UUID
    subject_id: UUID
    follow_up_id: UUID
    team_id: UUID


def rows(
    settled: Settled, *, whose: Whose, record: Record, episode_before: LiveEpisode | None, by: UUID | None = None
) -> list[Statement]:
    """What to write so that the tables say what `settled` says. `by`: the person whose act it was, who then closed it."""
    written: list[Statement] = []
    episode = settled.standing.episode
    if settled.episode_is_new and episode:
        written.append(_new_episode(episode, whose))
    elif episode and episode != episode_before:
        written.append(changed_episode(episode, **({"closed_by": by} if by and episode.closed_at else {})))
    for alert in settled.standing.alerts:
        if alert.id in settled.opened and episode:
            written.append(_new_alert(alert, episode, whose, record))
        elif alert.id in settled.changed:
            written.append(_changed_alert(alert, record))
    return written


def _new_episode(episode: LiveEpisode, whose: Whose) -> Statement:
    return insert(
        Episode,
        id=episode.id,
        organisation_id=whose.organisation_id,
        subject_id=whose.subject_id,
        follow_up_id=whose.follow_up_id,
        team_id=whose.team_id,
        level=episode.level,
        opened_at=episode.opened_at,
        raised_at=episode.raised_at,
        deadline_at=episode.deadline_at,
        rung=episode.rung,
        climbs_at=episode.climbs_at,
        red_at=episode.red_at,
    )


def changed_episode(episode: LiveEpisode, **more: Any) -> Statement:
    """`more`: closed_by, closing, useful, when a person closes it. A closed episode is nobody's."""
    holder = {"claimed_by": episode.claimed_by, "claimed_until": episode.claimed_until}
    if episode.closed_at:
        holder = {"claimed_by": None, "claimed_until": None}
    return update(
        Episode,
        {"id": episode.id},
        level=episode.level,
        raised_at=episode.raised_at,
        deadline_at=episode.deadline_at,
        attempted_at=episode.attempted_at,
        rung=episode.rung,
        climbs_at=None if episode.closed_at else episode.climbs_at,
        closed_at=episode.closed_at,
        red_at=episode.red_at,
        first_acted_at=episode.first_acted_at,
        **holder,
        **more,
    )


def _new_alert(alert: LiveAlert, episode: LiveEpisode, whose: Whose, record: Record) -> Statement:
    return insert(
        Alert,
        id=alert.id,
        organisation_id=whose.organisation_id,
        subject_id=whose.subject_id,
        follow_up_id=whose.follow_up_id,
        episode=episode.id,
        kind=alert.kind,
        level=alert.level,
        count=alert.count,
        opened_at=alert.opened_at,
        last_at=alert.last_at,
        confirm_by=alert.confirm_by,
        source_id=alert.source_id,
        reason=record.seal(REASON, alert.reason),
        closed_why="",
    )


def _changed_alert(alert: LiveAlert, record: Record) -> Statement:
    return update(
        Alert,
        {"id": alert.id},
        level=alert.level,
        count=alert.count,
        last_at=alert.last_at,
        confirm_by=None if alert.closed_at else alert.confirm_by,
        source_id=alert.source_id,
        reason=record.seal(REASON, alert.reason),
        closed_at=alert.closed_at,
        closed_why=alert.closed_why,
    )


def closed(outcome: Closed, *, whose: Whose, by: UUID, closing: bytes, useful: bool | None) -> list[Statement]:
    """A person closes the episode and its alerts; those that stay open move to the new episode of `outcome`."""
    old, new = outcome.episode, outcome.standing.episode
    kept = [alert.kind for alert in outcome.standing.live]
    written = [
        Statement(CLOSE_ALERTS, (old.closed_at, old.id, kept)),
        changed_episode(old, closed_by=by, closing=closing, useful=useful),
    ]
    if new:
        written += [_new_episode(new, whose), Statement(MOVE_ALERTS, (new.id, old.id))]
    return written
