"""A regulation in the tests: somebody on the telephone was sent a link."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from chevet.access.models import Link
from chevet.access.tokens import token_for
from chevet.access.visits import Visit, visit
from chevet.kernel.tenancy import acting
from chevet.people.actors import Actor
from chevet.people.models import Role
from chevet.usecases.open_regulation import Request, open_regulation, opener_of
from tests.fixtures.care import Place, make_place


@dataclass
class Regulated:
    place: Place
    actor: Actor
    id: UUID
    now: datetime

    @property
    def clocks(self) -> dict[str, datetime]:
        return {"now": self.now, "machine_now": self.now}

    @property
    def about(self) -> dict[str, Any]:
        return {"actor": self.actor, "regulation_id": self.id, **self.clocks}

    def tokens(self) -> list[str]:
        """Of the links in the order in which they were sent."""
        with acting(self.actor.scope()):
            links = list(Link.objects.filter(purpose="video").order_by("id"))
        return [token_for(link.id, link.rotation) for link in links]

    def visit(self, cookie: str | None = None, *, at: int = 0) -> Visit:
        return visit(self.tokens()[at], cookie)


def doctor_of(place: Place, role: str = Role.REGULATION_DOCTOR) -> Actor:
    return Actor(place.actor.account_id, place.organisation_id, role, "Dr Régul", frozenset({place.team_id}))


def regulate(place: Place | None = None, *, now: datetime | None = None, **given: Any) -> Regulated:
    """`given`: number, case, identity."""
    place, now = place or make_place(), now or datetime.now(UTC)
    actor = doctor_of(place)
    wanted = Request(**({"key": uuid4(), "number": "06 12 34 56 78"} | given))
    opened = open_regulation(opener=opener_of(actor), request=wanted, fiction=False, now=now, machine_now=now)
    return Regulated(place, actor, opened, now)
