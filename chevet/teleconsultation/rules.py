"""Where a consultation stands, and how it was held. Pure: facts and the machine's hour in, a word out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=4)  # after the hour it was to begin, or after the last admission
TEST_LASTS = timedelta(seconds=45)  # a page that tests says so more often than this
OPEN_WITHIN = timedelta(hours=2)  # an invited person's link, before it is opened
DOORS_OPEN = timedelta(hours=1)  # before the hour of an appointment
MOST_SENDS = 5
MOST_LINES, LONGEST_LINE = 20, 300  # of each side
MOST_DELAY = timedelta(hours=3)


class State(StrEnum):
    PLANNED = "planned"
    TESTING = "testing"
    WAITING = "waiting"
    ADMITTED = "admitted"
    IN_CALL = "in_call"
    BY_PHONE = "by_phone"
    ENDED = "ended"
    MISSED = "missed"


# Nobody comes to a call but by the waiting room and an admission; what has ended stays so.
MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.TESTING, State.WAITING, State.BY_PHONE, State.MISSED}),
    State.TESTING: frozenset({State.PLANNED, State.WAITING, State.BY_PHONE, State.MISSED}),
    State.WAITING: frozenset({State.PLANNED, State.TESTING, State.ADMITTED, State.BY_PHONE, State.MISSED}),
    State.ADMITTED: frozenset({State.IN_CALL, State.BY_PHONE, State.ENDED}),
    State.IN_CALL: frozenset({State.BY_PHONE, State.ENDED}),
    State.BY_PHONE: frozenset(
        {State.PLANNED, State.TESTING, State.WAITING, State.ADMITTED, State.IN_CALL, State.ENDED}
    ),
    State.ENDED: frozenset(),
    State.MISSED: frozenset(),
}


class Step(StrEnum):
    """Of the ladder, as the pages climb down and up it."""

    VIDEO = "video"
    AUDIO = "audio"
    PHONE = "phone"


class Modality(StrEnum):
    """How it was held, as it is billed. `none`: nobody saw or heard anybody."""

    VIDEO = "video"
    AUDIO = "audio"
    PHONE = "phone"
    NONE = "none"


class Caller(StrEnum):
    """Who passed to the telephone. The network passes back by itself, people when they say so."""

    PATIENT = "patient"
    PROFESSIONAL = "professional"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`admitted_at` and `connected_at` are those of the patient's place in the room."""

    tested_at: datetime | None = None
    arrived_at: datetime | None = None
    admitted_at: datetime | None = None
    connected_at: datetime | None = None
    phone_at: datetime | None = None
    ended_at: datetime | None = None


def state(facts: Facts, *, machine_now: datetime) -> State:
    if facts.ended_at:
        return State.ENDED if facts.admitted_at or facts.phone_at else State.MISSED
    if facts.phone_at:
        return State.BY_PHONE
    if facts.admitted_at:
        return State.IN_CALL if facts.connected_at else State.ADMITTED
    if facts.arrived_at:
        return State.WAITING
    tests = facts.tested_at is not None and machine_now - facts.tested_at < TEST_LASTS
    return State.TESTING if tests else State.PLANNED


def may_move(source: State, target: State) -> bool:
    return target in MOVES[source]


def final_modality(*, step: str, connected_at: datetime | None, phone_at: datetime | None) -> Modality:
    """A call that ended on the telephone was a telephone call, whatever it was before."""
    if phone_at:
        return Modality.PHONE
    if connected_at is None:
        return Modality.NONE
    return Modality.AUDIO if step == Step.AUDIO else Modality.VIDEO


def opens_at(starts_at: datetime) -> datetime:
    """When the waiting room opens. Domain clock."""
    return starts_at - DOORS_OPEN


def ends_by(*, starts_at: datetime | None, now: datetime, machine_now: datetime) -> datetime:
    """`starts_at` (domain clock) of its appointment; opened at once without."""
    ahead = max(timedelta(), starts_at - now) if starts_at else timedelta()
    return machine_now + ahead + LONGEST
