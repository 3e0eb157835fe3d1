"""Who may be in a room, and how fast a page may speak. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST = 6  # a mesh: everybody sends to everybody
TICKET_LIFE = timedelta(seconds=60)
HERE = timedelta(seconds=15)  # a socket that does not renew its presence is gone
BURST, A_SECOND = 80, 25  # frames


class Role(StrEnum):
    """What the others call somebody. `host`: the professional who leads, and whoever joins from the same team."""

    HOST = "host"
    COLLEAGUE = "colleague"
    PATIENT = "patient"
    CALLER = "caller"
    RELATIVE = "relative"
    RESPONDER = "responder"
    INTERPRETER = "interpreter"


class Standing(StrEnum):
    WAITING = "waiting"
    ADMITTED = "admitted"
    REVOKED = "revoked"
    ENDED = "ended"


def standing(*, admitted_at: datetime | None, revoked_at: datetime | None, ended_at: datetime | None) -> Standing:
    """What one participant may do now; the end of the room is stronger than everything else."""
    if ended_at is not None:
        return Standing.ENDED
    if revoked_at is not None:
        return Standing.REVOKED
    return Standing.WAITING if admitted_at is None else Standing.ADMITTED


@dataclass(slots=True)
class Pace:
    """Lets a burst of frames through, then so many a second. `at` is any clock that only goes forward, in seconds."""

    left: float = BURST
    at: float = 0.0

    def allows(self, *, at: float) -> bool:
        self.left = min(BURST, self.left + max(0.0, at - self.at) * A_SECOND) - 1
        self.at = at
        return self.left >= 0


class Opening(StrEnum):
    """What a link to a place in a room is for the browser that holds it."""

    NEW = "new"
    MINE = "mine"
    TAKEN = "taken"
    LATE = "late"
    ENDED = "ended"


def opening(
    *, closed: bool, opened_at: datetime | None, open_until: datetime, known: bool, machine_now: datetime
) -> Opening:
    """`closed`: the room has ended or this person was sent away. `known`: the browser that opened it."""
    if closed:
        return Opening.ENDED
    if opened_at is not None:
        return Opening.MINE if known else Opening.TAKEN
    return Opening.NEW if machine_now < open_until else Opening.LATE
