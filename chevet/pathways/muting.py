"""Messages on pause for one follow-up: why, since when, until when somebody looks again. Pure.

What is paused is what the machine does by habit: invitations, reminders, nudges, and chasing who does not answer. An
answer is still judged and an alert still rings. It never ends by itself: on its day a task asks a person. The reason
is about health, so it is kept sealed in the memory of the follow-up, under "m".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

HOSPITALISED, DECEASED, ON_REQUEST = "hospitalised", "deceased", "on_request"
REASONS = (HOSPITALISED, DECEASED, ON_REQUEST)
REVIEWED_AFTER = {HOSPITALISED: timedelta(days=3), DECEASED: timedelta(days=7), ON_REQUEST: timedelta(days=2)}
LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Mute:
    """seen_by: who looked a second time, for a death; until then, the same person may not be the second."""

    why: str
    review_on: date
    by: UUID
    at: datetime
    seen_by: UUID | None = None

    @property
    def waits_for_second_look(self) -> bool:
        return self.why == DECEASED and self.seen_by is None

    def kept(self) -> dict[str, Any]:
        kept = {"w": self.why, "r": self.review_on.isoformat(), "b": str(self.by), "a": self.at.timestamp()}
        return kept | ({"s": str(self.seen_by)} if self.seen_by else {})


def mute_of(memory: Mapping[str, Any]) -> Mute | None:
    """The pause of a follow-up, from its memory."""
    kept = memory.get("m")
    if not kept:
        return None
    seen = UUID(kept["s"]) if "s" in kept else None
    at = datetime.fromtimestamp(kept["a"], UTC)
    return Mute(kept["w"], date.fromisoformat(kept["r"]), UUID(kept["b"]), at, seen)


def with_mute(memory: Mapping[str, Any], mute: Mute | None) -> dict[str, Any]:
    """The memory with this pause, or without any."""
    rest = {name: value for name, value in memory.items() if name != "m"}
    return rest | ({"m": mute.kept()} if mute else {})


def review_on(memory: Mapping[str, Any]) -> date | None:
    """The day on which a task asks about the pause, without opening the rest of it."""
    return date.fromisoformat(memory["m"]["r"]) if "m" in memory else None
