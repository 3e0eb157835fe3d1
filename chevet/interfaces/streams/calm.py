"""Changes that ask for nothing, told together a little later. Pure: told the moment, any clock that only goes forward.

Most answers change a line that stands on no list but that of everybody, which looks again by itself now and then. To tell each
of them to every open page would cost more than the answers themselves.
"""

from dataclasses import dataclass, field
from typing import Any

from chevet.interfaces.streams.expected import Whom

PATIENCE = 5.0  # seconds

type Body = dict[str, Any]


@dataclass
class Calm:
    """`counted`: the numbers that the pages of a team have been told last. `waiting`: what they may hear later, since when."""

    counted: dict[Whom, tuple[Any, Any]] = field(default_factory=dict)
    waiting: dict[Whom, tuple[float, Body]] = field(default_factory=dict)

    def pass_on(self, whom: Whom, body: Body, *, at: float) -> Body | None:
        """What is to be handed out now, with what waited before it; None when all of it can wait.

        A line that left a list changes its numbers: that does not wait.
        """
        since, before = self.waiting.pop(whom, (at, {"lines": []}))
        if body.get("again"):
            return body
        numbers = (body["counts"], body["held"])
        known = {one["id"] for one in body["lines"]}
        together = body | {"lines": [*(one for one in before["lines"] if one["id"] not in known), *body["lines"]]}
        if all(one.get("calm") for one in body["lines"]) and self.counted.get(whom) == numbers:
            self.waiting[whom] = (since, together)
            return None
        self.counted[whom] = numbers
        return together

    def due(self, *, at: float) -> dict[Whom, Body]:
        """What has waited long enough."""
        found = {whom: body for whom, (since, body) in self.waiting.items() if at - since >= PATIENCE}
        for whom in found:
            del self.waiting[whom]
        return found
