"""An invented person's life: included, answers, falls silent, is called. Everything passes through the use cases."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from chevet.demo import establishments, identities
from chevet.demo.calendars import PARIS, answers_of, moment
from chevet.demo.cast import Person
from chevet.demo.courses import Typed
from chevet.demo.phones import Phone
from chevet.kernel.errors import Refusal
from chevet.kernel.identifiers import new_id
from chevet.people.actors import Actor
from chevet.usecases.answer_for_patient import answer_for_patient
from chevet.usecases.claim_episode import claim_episode
from chevet.usecases.close_episode import close_episode
from chevet.usecases.end_follow_up import end_follow_up
from chevet.usecases.include_patient import Inclusion, include_patient
from chevet.usecases.record_call import record_call

INCLUDED_FROM = 14
CALLED = "Au téléphone : fatigue, pas de gêne en parlant, boit et mange. Consignes redites, à revoir demain."
COLD_HAND = "Au téléphone : respire et parle normalement. Main froide ; remesuré ensemble, main réchauffée : 96 %."
type Happening = tuple[datetime, Callable[[datetime], object]]


@dataclass
class Life:
    """One person on the way from the inclusion on. `made_at`: her days count back from here (domain clock).

    `machine`: the machine's hour of a moment of the domain clock. `version_id`: only the inclusion needs it.
    """

    phone: Phone
    nurse: Actor
    version_id: UUID | None
    made_at: datetime
    machine: Callable[[datetime], datetime]
    follow_up_id: UUID | None = None
    patient_id: UUID | None = None

    @property
    def person(self) -> Person:
        return self.phone.person

    def clocks(self, at: datetime) -> dict[str, datetime]:
        return {"now": at, "machine_now": self.machine(at)}

    def at(self, number: int, hour: int, minute: int = 0) -> datetime:
        return moment(self.included_on, number, hour, minute)

    @property
    def included_on(self) -> date:
        return self.made_at.astimezone(PARIS).date() - timedelta(days=self.person.ago)

    def days(self) -> Iterator[Happening]:
        """The inclusion, the answers and what colleagues do about them; not in order."""
        included_at = self.at(0, INCLUDED_FROM, self.person.minute)
        yield included_at, self.include
        yield from identities.checks(self, included_at)
        if self.person.channel != "phone":
            yield included_at + timedelta(minutes=2), lambda at: self.phone.open_invitation(**self.clocks(at))
        for number, at, typed in answers_of(self.person, included_on=self.included_on):
            yield at, self._answering(typed)
            if number in self.person.handled:
                yield at + self._handled_after(number), self._handled_by_a_colleague(number)

    def include(self, at: datetime) -> None:
        inclusion = inclusion_of(self.person, self.version_id, at)
        included = include_patient(actor=self.nurse, inclusion=inclusion, demonstration=True, **self.clocks(at))
        self.follow_up_id, self.patient_id = included.follow_up_id, included.patient_id

    def _answering(self, typed: Typed) -> Callable[[datetime], None]:
        if self.person.channel == "phone":
            return lambda at: self.answer_by_phone(typed, at)
        return lambda at: self.phone.answer(typed, **self.clocks(at))

    def answer_by_phone(self, typed: Typed, at: datetime) -> None:
        self.call(at, outcome="reached", note="")
        whose = {"actor": self.nurse, "follow_up_id": self.follow_up_id}
        answer_for_patient(**whose, key=new_id(), answers=typed, **self.clocks(at))

    def call(self, at: datetime, *, outcome: str, note: str) -> None:
        record_call(actor=self.nurse, follow_up_id=self.follow_up_id, outcome=outcome, note=note, **self.clocks(at))

    def handle(self, at: datetime, *, note: str, useful: bool | None = None) -> None:
        """Claimed, called, closed; some say whether the alert was of use."""
        whose = {"actor": self.nurse, "follow_up_id": self.follow_up_id}
        claim_episode(**whose, **self.clocks(at))
        record_call(**whose, outcome="reached", note=note, **self.clocks(at))
        close_episode(**whose, done=["data_reviewed", "call_done"], note=note, useful=useful, **self.clocks(at))

    def _handled_after(self, number: int) -> timedelta:
        """A red in minutes, now and then too late; an orange within its two hours."""
        chance = self._chance(number)
        if number in self.person.red:
            return timedelta(minutes=chance.choice((2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 12)))
        return timedelta(minutes=chance.randint(18, 105))

    def _handled_by_a_colleague(self, number: int) -> Callable[[datetime], None]:
        """Unless there is nothing to deal with, or who plays was quicker."""
        chance = self._chance(number)
        chance.random()
        said = None if chance.random() < 0.2 else chance.random() < self.person.of_use

        def happen(at: datetime) -> None:
            with suppress(Refusal):
                self.handle(at, note=COLD_HAND if number in self.person.red else CALLED, useful=said)

        return happen

    def _chance(self, number: int) -> Random:
        return Random(f"{self.person.key} {number}")

    def goes_to_hospital(self, at: datetime) -> None:
        note = "Gêne au repos. Le 15 est d'accord pour un transport, l'ambulance est partie."
        self.handle(at, note=note, useful=True)
        whose = {"actor": self.nurse, "follow_up_id": self.follow_up_id}
        end_follow_up(**whose, reason="hospitalised", **self.clocks(at))


def inclusion_of(person: Person, version_id: UUID | None, at: datetime) -> Inclusion:
    """The form, as a professional fills it in."""
    place = next(one for one in establishments.PLACES if one.key == person.place)
    known = {} if person.later else {
        "to_call": person.parent or {"name": "Camille", "link": "proche", "phone": "06 39 98 00 90"},
        "doctor": "Dr Anne-Lise Roche", "risk_factors": [], "devices": ["thermometer", "oximeter"],
    }  # fmt: skip
    guardian = {"guardian": person.parent | {"why": "minor"}} if person.parent else {}
    return Inclusion(
        birth_name=person.birth_name,
        first_name=person.first_name,
        used_name=person.used_name,
        birth_date=person.born,
        sex=person.sex,
        team_id=establishments.team_id(place, person.team),
        version_id=version_id,
        agreement="given",
        informed=True,
        channel=person.channel,
        contacts=(person.reached_at,),
        language=person.language,
        hour=time(person.hour),
        onset_on=None if person.later else at.astimezone(PARIS).date() - timedelta(days=2),
        at_risk=person.at_risk,
        profile={"address": "12 allée des Nichoirs, 00000 Val-Dormant"} | known | guardian | person.facts,
        targets=person.targets,
        baseline=person.baseline,
        given_by="guardian" if person.parent else "patient",
    )
