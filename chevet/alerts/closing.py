"""What a person's closing does to an episode: pure. What asks for an act of its own is not closed with the rest."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from chevet.alerts.acting import acted
from chevet.alerts.rules import Handled, LiveEpisode, Standing, opened


@dataclass(frozen=True, slots=True)
class Closed:
    """`standing`: what stays open, in an episode of its own. `handled`: what was closed, for the next twelve hours."""

    episode: LiveEpisode
    standing: Standing
    handled: Handled


def close(
    standing: Standing, *, keep: Collection[str], now: datetime, deadline: Callable[[int], datetime]
) -> Closed | None:
    """Everything but the kinds to `keep`; None when there is nothing else to close."""
    kept = tuple(alert for alert in standing.live if alert.kind in keep)
    gone = [alert for alert in standing.live if alert.kind not in keep]
    if standing.episode is None or (kept and not gone):
        return None
    after = Standing(alerts=kept)
    if kept:
        after = replace(after, episode=opened(after, now=now, deadline=deadline))
    return Closed(
        episode=replace(acted(standing.episode, at=now), closed_at=now),
        standing=after,
        handled=Handled(now, {alert.kind: alert.level for alert in gone}),
    )
