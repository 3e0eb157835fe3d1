"""What became of one attempt to hand a message over, whatever the channel."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Handed:
    """The provider took it. `provider_ref` is its own name for the message, empty when it gave none."""

    provider_ref: str = ""


@dataclass(frozen=True)
class Refused:
    """It was certainly not taken. `final`: trying again is useless. `reason` never holds a recipient or a text."""

    reason: str
    final: bool
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class Ambiguous:
    """Nobody knows whether it was taken: the answer was lost, late or unreadable."""

    reason: str = ""


type Outcome = Handed | Refused | Ambiguous
