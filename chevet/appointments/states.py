"""The moves of an appointment: one table, one function. Who moved it and when stand beside the state, held by constraints.

`move` leaves it to be confirmed again. A cancellation can be taken back while the time is still free. What was said of
a past one can be corrected.
"""

from chevet.kernel.errors import Conflict

MOVES = {
    ("booked", "confirm"): "confirmed",
    ("booked", "move"): "booked",
    ("confirmed", "move"): "booked",
    ("booked", "cancel"): "cancelled",
    ("confirmed", "cancel"): "cancelled",
    ("cancelled", "restore"): "booked",
    ("booked", "honour"): "honoured",
    ("confirmed", "honour"): "honoured",
    ("booked", "miss"): "missed",
    ("confirmed", "miss"): "missed",
    ("missed", "honour"): "honoured",
    ("honoured", "miss"): "missed",
}
LIVE = frozenset({"booked", "confirmed"})
NO_MORE = "Ce rendez-vous a changé entre-temps. Regardez-le de nouveau."


def after(state: str, move: str) -> str:
    """The state after that move. Raises Conflict for one that the table does not have."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise Conflict(NO_MORE) from None
