"""The life of one payment: its states and the moves allowed between them. The documentation's diagram is drawn from MOVES.

Money that arrives always leads to `paid`, even when nothing was due any more: what was received is never hidden. Then
`nothing_due_since` is set on the row, and a person gives it back.
"""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    ASKED = "asked"
    OPENED = "opened"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    RELEASED = "released"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    EXEMPT = "exempt"


class Move(NamedTuple):
    source: State
    target: State
    because: str


class ForbiddenMove(Exception):
    """The table does not allow this move."""

    def __init__(self, source: State, target: State) -> None:
        super().__init__(f"{source} → {target}")


MOVES: tuple[Move, ...] = (
    Move(State.ASKED, State.OPENED, "the patient presses Pay"),
    Move(State.ASKED, State.EXEMPT, "a reason for exemption is written"),
    Move(State.ASKED, State.CANCELLED, "asked by mistake"),
    Move(State.ASKED, State.RELEASED, "it ended by telephone, did not take place, or was cancelled"),
    Move(State.ASKED, State.PAID, "a page that was opened before is paid after all"),
    Move(State.OPENED, State.PAID, "the provider says so, for the sum that was asked"),
    Move(State.OPENED, State.FAILED, "refused, abandoned or too late"),
    Move(State.OPENED, State.EXEMPT, "a reason for exemption is written"),
    Move(State.OPENED, State.CANCELLED, "asked by mistake"),
    Move(State.OPENED, State.RELEASED, "it ended by telephone, did not take place, or was cancelled"),
    Move(State.FAILED, State.OPENED, "the patient tries again"),
    Move(State.FAILED, State.PAID, "the provider says so after all"),
    Move(State.FAILED, State.EXEMPT, "a reason for exemption is written"),
    Move(State.FAILED, State.CANCELLED, "asked by mistake"),
    Move(State.FAILED, State.RELEASED, "it ended by telephone, did not take place, or was cancelled"),
    Move(State.RELEASED, State.ASKED, "the appointment that was cancelled takes place after all"),
    Move(State.RELEASED, State.PAID, "money came late: to be given back"),
    Move(State.CANCELLED, State.PAID, "money came late: to be given back"),
    Move(State.EXEMPT, State.PAID, "money came late: to be given back"),
    Move(State.EXEMPT, State.ASKED, "the exemption was written by mistake"),
    Move(State.EXEMPT, State.CANCELLED, "written by mistake"),
    Move(State.PAID, State.REFUNDING, "a person gives it back"),
    Move(State.REFUNDING, State.REFUNDED, "the provider gave it back, or a person did"),
    Move(State.REFUNDING, State.PAID, "the provider refuses, or a part was given back"),
    Move(State.REFUNDED, State.PAID, "a second sum came for the same payment: to be given back"),
)

ALLOWED: frozenset[tuple[State, State]] = frozenset((move.source, move.target) for move in MOVES)
PAYABLE = frozenset({State.ASKED, State.OPENED, State.FAILED})
NOTHING_DUE = frozenset({State.RELEASED, State.CANCELLED, State.EXEMPT})


def may_move(source: str, target: State) -> bool:
    return (State(source), target) in ALLOWED


def check_move(*, source: str, target: State) -> None:
    """Raises ForbiddenMove unless the table allows it."""
    if not may_move(source, target):
        raise ForbiddenMove(State(source), target)
