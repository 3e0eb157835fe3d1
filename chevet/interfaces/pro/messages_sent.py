"""What became of the messages of a follow-up."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from chevet.interfaces.pro import labels
from chevet.usecases.inclusion_status import inclusion_status


def of_follow_up(request: HttpRequest, follow_up_id: UUID) -> list[dict[str, Any]]:
    """The newest first, in words."""
    return [worded(one) for one in inclusion_status(actor=request.actor, follow_up_id=follow_up_id)]


def worded(message: Any) -> dict[str, Any]:
    return {
        "kind": labels.MESSAGES.get(message.kind, message.kind),
        "channel": labels.CHANNELS.get(message.channel, message.channel),
        "state": labels.MESSAGE_STATES.get(message.state, message.state),
        "arrived": message.state == "delivered",
        "lost": message.state in ("failed", "dead"),
        "at": message.settled_at or message.handed_at or message.due_at,
    }
