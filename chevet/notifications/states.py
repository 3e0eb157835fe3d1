"""The life of one message: its states, the moves allowed between them, and what a report from outside may change.

`failed` is what the network or the provider says of a message; `dead` is what we say: nobody will try again unless
a person decides so, hence a work item. The diagram in the documentation is drawn from MOVES.
"""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    NEW = "new"
    LEASED = "leased"
    HANDED = "handed"
    DELIVERED = "delivered"
    FAILED = "failed"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Report(StrEnum):
    """What a receipt or a status answer says of a message."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    ABSENT = "absent"  # only a status answer says this: the gateway never saw the reference
    UNKNOWN = "unknown"


class Move(NamedTuple):
    source: State
    target: State
    because: str


class ForbiddenMove(Exception):
    """The table does not allow this move. It carries states only, never a recipient."""

    def __init__(self, source: State, target: State) -> None:
        super().__init__(f"{source} → {target}")


MOVES: tuple[Move, ...] = (
    Move(State.NEW, State.LEASED, "a dispatcher claims it"),
    Move(State.NEW, State.CANCELLED, "a suppression applies, or nobody needs it any more"),
    Move(State.NEW, State.HANDED, "a status answer says the gateway has it"),
    Move(State.NEW, State.DELIVERED, "a receipt says it arrived although the answer was lost"),
    Move(State.NEW, State.DEAD, "its life is over, or nobody can tell whether it left"),
    Move(State.LEASED, State.HANDED, "the gateway took it"),
    Move(State.LEASED, State.NEW, "to be tried again, or the lease ran out"),
    Move(State.LEASED, State.DELIVERED, "the receipt overtook the gateway's answer"),
    Move(State.LEASED, State.FAILED, "the network refused it before the gateway's answer was read"),
    Move(State.LEASED, State.DEAD, "refused for good, or tried often enough"),
    Move(State.LEASED, State.CANCELLED, "a suppression came between claim and sending"),
    Move(State.HANDED, State.DELIVERED, "receipt"),
    Move(State.HANDED, State.FAILED, "receipt"),
    Move(State.FAILED, State.NEW, "worth another try"),
    Move(State.FAILED, State.DEAD, "not worth another try"),
    Move(State.FAILED, State.DELIVERED, "a later receipt says it arrived after all"),
    Move(State.DEAD, State.NEW, "a person asks to send it again"),
    Move(State.DEAD, State.DELIVERED, "a late receipt: the work item closes"),
)

ALLOWED: frozenset[tuple[State, State]] = frozenset((move.source, move.target) for move in MOVES)

# A person may still reopen a dead letter; nothing leaves the other two.
SETTLED = frozenset({State.DELIVERED, State.CANCELLED})

# Where a receipt leads. Every pair that is not here changes nothing: receipts arrive twice, late and out of order,
# and an older one never takes back what a newer one said. "failed" while NEW speaks of an earlier attempt.
RECEIPTS: dict[tuple[State, Report], State] = {
    (State.LEASED, Report.ACCEPTED): State.HANDED,
    (State.HANDED, Report.FAILED): State.FAILED,
    (State.LEASED, Report.FAILED): State.FAILED,
    (State.NEW, Report.DELIVERED): State.DELIVERED,
    (State.LEASED, Report.DELIVERED): State.DELIVERED,
    (State.HANDED, Report.DELIVERED): State.DELIVERED,
    (State.FAILED, Report.DELIVERED): State.DELIVERED,
    (State.DEAD, Report.DELIVERED): State.DELIVERED,
}


def check_move(*, source: State, target: State) -> None:
    """Raises ForbiddenMove unless the table allows it."""
    if (source, target) not in ALLOWED:
        raise ForbiddenMove(source, target)


def after_receipt(*, state: State, report: Report) -> State:
    """The state after this receipt: the same one when the receipt says nothing new."""
    return RECEIPTS.get((state, report), state)
