"""An agenda in the tests: one professional with a usual week, a motive, and somebody who is expected."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from chevet.access.models import Link
from chevet.access.tokens import token_for
from chevet.access.visits import Visit, visit
from chevet.appointments.models import Appointment
from chevet.kernel.tenancy import acting
from chevet.organisations.models import Team
from chevet.people.actors import Actor
from chevet.people.models import Patient as Person
from chevet.people.models import Role
from chevet.usecases.book_appointment import Booking, book_appointment
from chevet.usecases.identify_device import identify_device
from chevet.usecases.keep_motives import MotiveFacts, add_motive
from chevet.usecases.keep_openings import NewOpening, add_opening
from tests.fixtures.care import Place, include, make_place

NOW = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)  # a Monday, 09:30 in Paris
TEN = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # the next day, 10:00 in Paris


@dataclass
class AgendaStage:
    """`secretary` keeps the agenda of `place.actor`, open on workdays from 9 to 12 and from 14 to 18, Paris."""

    place: Place
    secretary: Actor
    motive_id: UUID
    patient_id: UUID
    person: Any
    now: datetime = NOW
    appointment_id: UUID = field(default_factory=uuid4)
    secret: str = ""

    @property
    def clocks(self) -> dict[str, datetime]:
        return {"now": self.now, "machine_now": self.now}

    def booking(self, **changes: Any) -> Booking:
        given = {
            "appointment_id": uuid4(), "patient_id": self.patient_id, "team_id": self.place.team_id,
            "account_id": self.place.actor.account_id, "motive_id": self.motive_id, "starts_at": TEN,
        }  # fmt: skip
        return Booking(**(given | changes))

    def book(self, **changes: Any) -> UUID:
        self.appointment_id = book_appointment(actor=self.secretary, booking=self.booking(**changes), **self.clocks)
        return self.appointment_id

    def row(self, appointment_id: UUID | None = None) -> Appointment:
        with acting(self.place.scope):
            return Appointment.objects.get(id=appointment_id or self.appointment_id)

    @property
    def token(self) -> str:
        with acting(self.place.scope):
            link = Link.objects.get(purpose="visit", target_id=self.appointment_id)
        return token_for(link.id, link.rotation)

    def visit(self) -> Visit:
        return visit(self.token, self.secret)

    def identify(self) -> None:
        """Her browser says who she is."""
        self.secret = identify_device(
            visit=visit(self.token, None), day=17, month=5, label="Android, Chrome", purpose="visit", **self.clocks
        ).secret


def agenda(*, place: Place | None = None, territory: str = "FR", **person: Any) -> AgendaStage:
    """Commits. `territory`: the team's. Nobody is expected yet."""
    place = place or make_place()
    if territory != "FR":
        with acting(place.scope):
            Team.objects.filter(pk=place.team_id).update(territory=territory)
    patient = include(place, **person)
    with acting(place.scope):
        whom = Person.objects.get(followup__id=patient.follow_up_id)
    secretary = Actor(uuid4(), place.organisation_id, Role.SECRETARY, "Secrétaire", frozenset({place.team_id}))
    stage = AgendaStage(place, secretary, uuid4(), whom.id, whom)
    facts = MotiveFacts(label="Bilan", minutes=20, modality="video", prepare="Ayez vos ordonnances près de vous.")
    add_motive(actor=secretary, team_id=place.team_id, motive_id=stage.motive_id, facts=facts, **stage.clocks)
    for starts, ends in (("09:00", "12:00"), ("14:00", "18:00")):
        opening = NewOpening(
            opening_id=uuid4(), account_id=place.actor.account_id, starts=starts, ends=ends, days=(0, 1, 2, 3, 4)
        )
        add_opening(
            actor=secretary, team_id=place.team_id, opening=opening, today=date(2027, 3, 1), **stage.clocks
        )  # fmt: skip
    return stage


def booked(**person: Any) -> AgendaStage:
    """Somebody is expected tomorrow at ten, and her browser said who she is."""
    stage = agenda(**person)
    stage.book()
    stage.identify()
    return stage
