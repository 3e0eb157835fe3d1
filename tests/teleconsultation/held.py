"""A consultation in the tests: a patient who is followed, a doctor, a link that her browser opened."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from chevet.access.models import Link
from chevet.access.tokens import device_secret, token_for
from chevet.access.visits import Visit, visit
from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.admit_to_consultation import admit_to_consultation
from chevet.usecases.arrive_in_waiting_room import arrive_in_waiting_room
from chevet.usecases.confirm_place import Said
from chevet.usecases.invite_to_consultation import Guest, invite_to_consultation
from chevet.usecases.open_consultation import Wanted, open_consultation
from tests.fixtures.care import NOON, Patient, Place, _device, include, make_place

AT_HOME = Said(where="home")


@dataclass
class Held:
    """`device`: the cookie of the browser that said who it is."""

    place: Place
    patient: Patient
    actor: Actor
    id: UUID
    now: datetime
    device: str = ""

    @property
    def clocks(self) -> dict[str, datetime]:
        return {"now": self.now, "machine_now": self.now}

    @property
    def about(self) -> dict[str, Any]:
        return {"actor": self.actor, "consultation_id": self.id, **self.clocks}

    @property
    def hers(self) -> dict[str, Any]:
        return {"visit": self.visit(), **self.clocks}

    def tokens(self, purpose: str = "visit") -> list[str]:
        with acting(self.actor.scope()):
            links = list(Link.objects.filter(purpose=purpose).order_by("id"))
        return [token_for(link.id, link.rotation) for link in links]

    def visit(self) -> Visit:
        return visit(self.tokens()[0], self.device or None)

    def guest(self, cookie: str | None = None, *, at: int = 0) -> Visit:
        return visit(self.tokens("guest")[at], cookie)

    def by(self, actor: Actor) -> dict[str, Any]:
        return self.about | {"actor": actor}

    def arrive(self) -> None:
        arrive_in_waiting_room(**self.hers, said=AT_HOME)

    def admit(self) -> None:
        self.arrive()
        admit_to_consultation(**self.about)

    def invite(self, role: str = "relative", typed: str = "06 12 34 56 79") -> None:
        guest = Guest(role=role, name="Luc, son fils", typed=typed)
        invite_to_consultation(**self.about, guest=guest, fiction=False)


def colleague_of(held: Held) -> Actor:
    """Another professional of the same team."""
    return replace(held.place.stranger, team_ids=held.actor.team_ids)


def hold(place: Place | None = None, *, now: datetime = NOON, patient: Patient | None = None) -> Held:
    """Opened at once; her browser said who it is."""
    place = place or make_place()
    patient = patient or include(place, now=NOON)
    wanted = Wanted(key=uuid4(), patient_id=patient.patient_id)
    opened = open_consultation(actor=place.actor, wanted=wanted, now=now, machine_now=now)
    held = Held(place, patient, place.actor, opened, now, device_secret())
    with UnitOfWork(place.scope) as work:
        work.orm()
        work.add(_device(Link.objects.get(target_id=opened), held.device, now))
    return held
