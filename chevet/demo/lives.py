"""The past of the demonstration, lived in its order: people are included, answer, fall silent, are called.

Everything passes through the use cases, at the hours at which it would have happened, up to the present minute.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from chevet.demo import cast, establishments
from chevet.demo.calendars import PARIS, answers_of, moment
from chevet.demo.cast import Person
from chevet.demo.courses import Typed, day
from chevet.demo.handing_over import hand_over
from chevet.demo.phones import Phone
from chevet.kernel.identifiers import new_id
from chevet.pathways.models import PathwayVersion
from chevet.people.actors import Actor
from chevet.usecases.answer_for_patient import answer_for_patient
from chevet.usecases.claim_episode import claim_episode
from chevet.usecases.close_episode import close_episode
from chevet.usecases.include_patient import Inclusion, include_patient
from chevet.usecases.live_follow_ups import live_due
from chevet.usecases.record_call import record_call

INCLUDED_FROM = time(14)
type Happening = tuple[datetime, Callable[[datetime], None]]


@dataclass
class Life:
    """One person of the cast on the way from inclusion to today. `today` is the local date of `now`."""

    person: Person
    nurse: Actor
    version: PathwayVersion
    now: datetime
    ahead: timedelta
    number: int
    follow_up_id: UUID | None = None
    phone: Phone = field(init=False)

    def __post_init__(self) -> None:
        self.phone = Phone(self.person)

    def clocks(self, at: datetime) -> dict[str, datetime]:
        return {"now": at, "machine_now": at - self.ahead}

    def at(self, number: int, hour: int, minute: int = 0) -> datetime:
        return moment(self.included_on, number, hour, minute)

    @property
    def included_on(self) -> date:
        return self.now.astimezone(PARIS).date() - timedelta(days=self.person.ago)

    def happenings(self) -> Iterator[Happening]:
        """What happens to this person, each thing with its moment."""
        included_at = self.at(0, INCLUDED_FROM.hour, 3 * self.number)
        yield included_at, self.include
        if self.person.channel != "phone":
            yield included_at + timedelta(minutes=2), lambda at: self.phone.open_invitation(**self.clocks(at))
        for at, typed in answers_of(self.person, included_on=self.included_on):
            yield at, self._answering(typed)
        yield from EVENTS.get(self.person.key, lambda life: ())(self)

    def include(self, at: datetime) -> None:
        included = include_patient(
            actor=self.nurse, inclusion=inclusion_of(self.person, self.version, at), demonstration=True,
            **self.clocks(at),
        )  # fmt: skip
        self.follow_up_id = included.follow_up_id

    def _answering(self, typed: Typed) -> Callable[[datetime], None]:
        if self.person.channel == "phone":
            return lambda at: self.answer_by_phone(typed, at)
        return lambda at: self.phone.answer(typed, **self.clocks(at))

    def answer_by_phone(self, typed: dict[str, str], at: datetime) -> None:
        whose = {"actor": self.nurse, "follow_up_id": self.follow_up_id}
        record_call(**whose, outcome="reached", note="", **self.clocks(at))
        answer_for_patient(**whose, key=new_id(), answers=typed, **self.clocks(at))

    def call(self, at: datetime, *, outcome: str, note: str) -> None:
        record_call(actor=self.nurse, follow_up_id=self.follow_up_id, outcome=outcome, note=note, **self.clocks(at))

    def handle(self, at: datetime, *, note: str) -> None:
        """Claimed, called, closed."""
        whose = {"actor": self.nurse, "follow_up_id": self.follow_up_id}
        claim_episode(**whose, **self.clocks(at))
        record_call(**whose, outcome="reached", note=note, **self.clocks(at))
        close_episode(**whose, done=["data_reviewed", "call_done"], note=note, **self.clocks(at))


def inclusion_of(person: Person, version: PathwayVersion, at: datetime) -> Inclusion:
    """The form, as a professional fills it in."""
    place = next(one for one in establishments.PLACES if one.key == person.place)
    known = {} if person.later else {
        "to_call": {"name": "Camille", "link": "proche", "phone": "06 39 98 00 90"},
        "doctor": "Dr Anne-Lise Roche", "risk_factors": [], "devices": ["thermometer", "oximeter"],
    }  # fmt: skip
    return Inclusion(
        birth_name=person.birth_name,
        first_name=person.first_name,
        used_name=person.used_name,
        birth_date=person.born,
        sex=person.sex,
        team_id=establishments.team_id(place, "follow"),
        version_id=version.id,
        agreement="given",
        informed=True,
        channel=person.channel,
        contacts=(person.reached_at,),
        language=person.language,
        hour=time(person.hour),
        onset_on=None if person.later else at.astimezone(PARIS).date() - timedelta(days=2),
        at_risk=person.at_risk,
        profile={"address": "12 allée des Nichoirs, 00000 Val-Dormant"} | known | person.facts,
        targets=person.targets,
        baseline=person.baseline,
    )


def live(*, lives: list[Life], now: datetime, ahead: timedelta) -> None:
    """Everything that happens to everybody until `now`, in its order."""
    happenings = [one for life in lives for one in life.happenings() if one[0] <= now]
    for at, happen in sorted(happenings, key=lambda one: one[0]):
        pass_time(until=at, ahead=ahead)
        happen(at)
    pass_time(until=now, ahead=ahead)
    hand_over(now=now, machine_now=now - ahead)


def pass_time(*, until: datetime, ahead: timedelta) -> None:
    live_due(
        until=until,
        machine_now=until - ahead,
        after_each_stretch=lambda reached: hand_over(now=reached, machine_now=reached - ahead),
    )


def _red_now(life: Life) -> Iterator[Happening]:
    """Four minutes ago: in the emergency band."""
    typed = day(89, 39.4, 26, 118, breath="critical", general="worse", call_me="true")
    yield life.now - timedelta(minutes=4), lambda at: life.phone.answer(typed, **life.clocks(at))


def _worse_now(life: Life) -> Iterator[Happening]:
    """Half an hour ago: to be called within the hours of duty."""
    typed = life.person.course(life.person.ago)
    yield life.now - timedelta(minutes=35), lambda at: life.phone.answer(typed, **life.clocks(at))


def _to_confirm(life: Life) -> Iterator[Happening]:
    """A minute ago: one alarming value, not yet measured again."""
    yield life.now - timedelta(minutes=1), lambda at: life.phone.measure("spo2", "93", **life.clocks(at))


def _tried_to_reach(life: Life) -> Iterator[Happening]:
    yield life.at(4, 14, 10), lambda at: life.call(at, outcome="voicemail", note="Message laissé, rappel ce soir.")


def _handled(life: Life) -> Iterator[Happening]:
    note = "Plus fatigué, respire bien en parlant. Boit et mange. Revoir demain."
    yield life.at(5, 10, 5), lambda at: life.handle(at, note=note)


def _stops(life: Life) -> Iterator[Happening]:
    yield life.at(3, 9, 20), lambda at: life.phone.stop(**life.clocks(at))


def _not_reached(life: Life) -> Iterator[Happening]:
    yield life.at(12, 14, 20), lambda at: life.call(at, outcome="no_answer", note="")


EVENTS: dict[str, Callable[[Life], Iterator[Happening]]] = {
    cast.JEANNE.key: _worse_now,
    cast.AHMED.key: _red_now,
    cast.CHANTAL.key: _to_confirm,
    cast.THOMAS.key: _tried_to_reach,
    cast.GILLES.key: _handled,
    cast.MARIE.key: _stops,
    cast.BERNARD.key: _not_reached,
}
