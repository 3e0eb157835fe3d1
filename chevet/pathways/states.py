"""The states of a follow-up and the moves between them. The diagram in the documentation is made from this table."""

from chevet.kernel.errors import Conflict

MOVES: dict[tuple[str, str], str] = {
    ("planned", "invite"): "active",
    ("planned", "undo"): "undone",
    ("planned", "withdraw"): "withdrawn",
    ("planned", "end"): "ended",
    ("active", "withdraw"): "withdrawn",
    ("active", "end"): "ended",
    ("withdrawn", "resume"): "active",
    ("ended", "resume"): "active",
}
LIVE = frozenset({"planned", "active"})


def move(state: str, verb: str) -> str:
    """The state after; Conflict when the move does not exist from here."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise Conflict(f"{verb} is not possible when a follow-up is {state}") from None
