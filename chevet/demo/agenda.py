"""The practice's agenda: when it is open, for what, and who is expected around this hour. Invented, like everything here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chevet.access.models import Link
from chevet.access.tokens import token_for
from chevet.access.visits import Visit, visit
from chevet.appointments.rules import rounded
from chevet.demo.calendars import PARIS
from chevet.demo.establishments import PRACTICE, actor, fiction, team_id
from chevet.demo.handing_over import hand_over
from chevet.kernel.tenancy import acting
from chevet.people.actors import Actor
from chevet.usecases.book_appointment import Booking, book_appointment
from chevet.usecases.cancel_own_appointment import cancel_own_appointment
from chevet.usecases.close_appointment import close_appointment
from chevet.usecases.confirm_appointment import confirm_appointment
from chevet.usecases.convoking import PAPER
from chevet.usecases.identify_device import identify_device
from chevet.usecases.keep_motives import MotiveFacts, add_motive
from chevet.usecases.keep_openings import NewOpening, add_opening
from chevet.usecases.move_own_appointment import move_own_appointment, own_times
from chevet.usecases.register_patient import Registration, register_patient
from chevet.usecases.remind_appointments import remind_appointments

NOW = fiction("expected.gilles")
"""The appointment that has just begun when the region is loaded, by video; fiction("expected.gilles.patient") is he."""
MOTIVES = {
    "visit": MotiveFacts(label="Consultation", minutes=20, modality="onsite"),
    "video": MotiveFacts(
        label="Téléconsultation", minutes=20, modality="video",
        prepare="Ayez près de vous vos ordonnances, et de quoi noter.",
    ),
    "call": MotiveFacts(label="Point par téléphone", minutes=10, modality="phone"),
    "first": MotiveFacts(label="Première venue", minutes=40, modality="onsite", prepare="Apportez votre carte Vitale."),
}  # fmt: skip
HOURS = (("08:00", "12:30"), ("13:30", "20:00"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Somebody expected. `days` from today at `hour`; or, with `minutes`, that long from now. fate: what came of it."""

    first_name: str
    birth_name: str
    sex: str
    born: date
    reached_at: tuple[str, str, str]
    who: str = "anne"
    motive: str = "video"
    days: int = 0
    hour: str = ""
    minutes: int = 0
    fate: str = ""
    overbook: bool = False
    language: str = "fr"

    @property
    def key(self) -> str:
        return f"expected.{self.first_name.lower()}"

    def starts_at(self, now: datetime) -> datetime:
        if not self.hour:
            return rounded(now - timedelta(minutes=5)) + timedelta(minutes=self.minutes)
        day = now.astimezone(PARIS).date() + timedelta(days=self.days)
        return datetime.combine(day, datetime.strptime(self.hour, "%H:%M").time(), PARIS)  # noqa: DTZ007


def _mobile(number: int) -> tuple[str, str, str]:
    return "mobile", f"06 39 98 00 {number}", ""


EXPECTED = (
    Expected(first_name="Simone", birth_name="Grive", sex="F", born=date(1944, 3, 8), reached_at=_mobile(60), minutes=-80, fate="honoured", motive="visit"),
    Expected(first_name="Yanis", birth_name="Courlis", sex="M", born=date(1998, 7, 19), reached_at=_mobile(61), minutes=-40, fate="missed"),
    Expected(first_name="Gilles", birth_name="Verdier", sex="M", born=date(1972, 10, 4), reached_at=_mobile(62), minutes=0, fate="confirmed"),
    Expected(first_name="Mireille", birth_name="Sittelle", sex="F", born=date(1960, 1, 15), reached_at=_mobile(63), minutes=30, fate="confirmed"),
    Expected(first_name="Bastien", birth_name="Roitelet", sex="M", born=date(2003, 12, 1), reached_at=_mobile(64), minutes=60, motive="call"),
    Expected(first_name="Denise", birth_name="Cigogne", sex="F", born=date(1939, 6, 27), reached_at=("landline", "04 65 71 00 77", ""), who="nadia", hour="15:00", days=1, motive="visit"),
    Expected(first_name="Farid", birth_name="Bruant", sex="M", born=date(1985, 4, 22), reached_at=("email", "farid.bruant@demo.invalid", ""), days=1, hour="09:00"),
    Expected(first_name="Aline", birth_name="Hirondelle", sex="F", born=date(1991, 9, 9), reached_at=_mobile(65), days=1, hour="09:40", fate="moved"),
    Expected(first_name="Marcel", birth_name="Corbeau", sex="M", born=date(1950, 2, 2), reached_at=_mobile(66), days=1, hour="11:00", fate="cancelled", motive="visit"),
    Expected(first_name="Inaya", birth_name="Colombe", sex="F", born=date(2010, 5, 30), reached_at=_mobile(67), days=2, hour="14:00", motive="first"),
    Expected(first_name="Hugo", birth_name="Merle", sex="M", born=date(1967, 8, 13), reached_at=_mobile(68), days=2, hour="14:20", motive="call", overbook=True),
    Expected(first_name="Grace", birth_name="Swift", sex="F", born=date(1988, 11, 11), reached_at=_mobile(69), days=3, hour="10:20", language="en"),
    Expected(first_name="Nour", birth_name="Fauvette", sex="F", born=date(1978, 3, 3), reached_at=_mobile(70), who="nadia", days=1, hour="08:20", motive="visit"),
    Expected(first_name="Joseph", birth_name="Chardon", sex="M", born=date(1956, 12, 24), reached_at=_mobile(71), who="nadia", days=2, hour="08:40", motive="call"),
)  # fmt: skip


def open_agenda(*, now: datetime, ahead: timedelta) -> None:
    """Motives and hours once; then the people expected. Everything passes through the use cases, at its own hour."""
    machine = now - ahead
    keeper, clocks = actor("cecile", machine_now=machine), {"now": now, "machine_now": machine}
    team = team_id(PRACTICE, "follow")
    for key, facts in MOTIVES.items():
        add_motive(actor=keeper, team_id=team, motive_id=fiction(f"motive.{key}"), facts=facts, **clocks)
    for who in ("anne", "nadia"):
        for opening in _hours(who, machine):
            add_opening(actor=keeper, team_id=team, opening=opening, today=now.date(), **clocks)
    for at, happen in sorted(_happenings(keeper, now, ahead), key=lambda one: one[0]):
        happen(at)
        hand_over(now=at, machine_now=at - ahead)
    remind_appointments(until=now, machine_now=machine)
    hand_over(now=now, machine_now=machine)


def _hours(who: str, machine_now: datetime) -> Iterator[NewOpening]:
    account = actor(who, machine_now=machine_now).account_id
    for number, (starts, ends) in enumerate(HOURS):
        key = fiction(f"opening.{who}.{number}")
        yield NewOpening(opening_id=key, account_id=account, starts=starts, ends=ends, days=range(7))


def _happenings(
    keeper: Actor, now: datetime, ahead: timedelta
) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
    """Booked two days ago in the afternoon, one after the other; what they did then, and what became of it."""
    for number, one in enumerate(EXPECTED):
        life = _Life(one, keeper, now, ahead)
        yield now - timedelta(days=2, minutes=-5 * number), life.book
        if act := life.acts.get(one.fate):
            late = one.fate in ("honoured", "missed")
            yield (one.starts_at(now) + timedelta(minutes=15) if late else now - timedelta(hours=20 - number)), act


@dataclass(slots=True)
class _Life:
    """What happens to one of them."""

    one: Expected
    keeper: Actor
    now: datetime
    ahead: timedelta

    @property
    def acts(self) -> dict[str, Callable[[datetime], None]]:
        return {
            "confirmed": self.confirm, "moved": self.move, "cancelled": self.cancel, "honoured": self.close,
            "missed": self.close,
        }  # fmt: skip

    @property
    def id(self) -> UUID:
        return fiction(self.one.key)

    def clocks(self, at: datetime) -> dict[str, datetime]:
        return {"now": at, "machine_now": at - self.ahead}

    def book(self, at: datetime) -> None:
        one = self.one
        patient_id = register_patient(
            actor=self.keeper, registration=Registration(
                patient_id=fiction(f"{one.key}.patient"), team_id=team_id(PRACTICE, "follow"),
                birth_name=one.birth_name, first_name=one.first_name, birth_date=one.born, sex=one.sex,
                contacts=(one.reached_at,), confirmed_duplicate=True,
            ), **self.clocks(at),
        )  # fmt: skip
        booking = Booking(
            appointment_id=self.id, patient_id=patient_id, team_id=team_id(PRACTICE, "follow"),
            account_id=actor(one.who, machine_now=at - self.ahead).account_id, motive_id=fiction(f"motive.{one.motive}"),
            starts_at=one.starts_at(self.now), contact_id=PAPER if one.reached_at[0] == "landline" else None,
            language=one.language, overbook=one.overbook or not one.hour,
        )  # fmt: skip
        book_appointment(actor=self.keeper, booking=booking, **self.clocks(at))

    def confirm(self, at: datetime) -> None:
        confirm_appointment(visit=self._door(at), **self.clocks(at))

    def move(self, at: datetime) -> None:
        door = self._door(at)
        found = own_times(visit=door, since=at, until=at, now=self.one.starts_at(self.now))
        move_own_appointment(visit=door, starts_at=found.first[-1], **self.clocks(at))

    def cancel(self, at: datetime) -> None:
        cancel_own_appointment(visit=self._door(at), **self.clocks(at))

    def close(self, at: datetime) -> None:
        outcome = self.one.fate
        close_appointment(actor=self.keeper, appointment_id=self.id, outcome=outcome, **self.clocks(max(at, self.now)))

    def _door(self, at: datetime) -> Visit:
        """Her telephone, which says who it is."""
        with acting(PRACTICE.scope()):
            link = Link.objects.get(purpose="visit", target_id=self.id)
        token, born = token_for(link.id, link.rotation), self.one.born
        found = identify_device(
            visit=visit(token, None), day=born.day, month=born.month, label="Android, Chrome", purpose="visit",
            **self.clocks(at),
        )  # fmt: skip
        return visit(token, found.secret)
