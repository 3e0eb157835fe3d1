"""What people's acts do to the clock of an episode: pure. Taking in hand is no act, an attempt to reach her is."""

from dataclasses import replace
from datetime import datetime, timedelta

from chevet.alerts.rules import LiveEpisode

CALLING = timedelta(minutes=10)
"""How long the climb waits for a call that has begun."""


def acted(episode: LiveEpisode, *, at: datetime) -> LiveEpisode:
    """A person did something about it; only the first time counts."""
    return replace(episode, first_acted_at=episode.first_acted_at or at)


def attempted(episode: LiveEpisode, *, at: datetime, climbs_at: datetime | None = None) -> LiveEpisode:
    """Somebody tried to reach the patient: the clock stops, and only runs on when a next try is due (`climbs_at`)."""
    return replace(acted(episode, at=at), attempted_at=episode.attempted_at or at, climbs_at=climbs_at)


def called(episode: LiveEpisode, *, now: datetime) -> LiveEpisode:
    """A call began and nobody knows yet how it ends: the climb waits for it, CALLING at most and never twice."""
    if episode.climbs_at is None or episode.attempted_at:
        return episode
    latest = min(now, episode.deadline_at) + CALLING
    return replace(episode, climbs_at=max(episode.climbs_at, latest))
