"""The demonstration region: made once, filled up while one looks around, made anew when asked. Reads the clocks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chevet.demo import cast, crowd, rosters, shifts
from chevet.demo.agenda import open_agenda
from chevet.demo.cast import Person
from chevet.demo.establishments import PLACES, actor, open_places
from chevet.demo.lives import Life
from chevet.demo.models import Character, InboxItem, Wish
from chevet.demo.papers import bring_papers
from chevet.demo.past import live_past
from chevet.demo.phones import Phone
from chevet.demo.sums import ask_sums
from chevet.demo.waiting import fill_waiting_room
from chevet.interfaces import clock
from chevet.kernel.tenancy import acting
from chevet.pathways.library import load as pathway_in
from chevet.pathways.library import shipped
from chevet.pathways.models import PathwayVersion
from chevet.people.actors import Actor
from chevet.people.models import Patient
from chevet.usecases.erase_record import erase_record
from chevet.usecases.publish_pathway import publish_pathway

FOLLOWED_ON = "covid-medical"
TOGETHER = 8  # people whose past is lived in one transaction, in about a second


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the region's people are there, or, while it starts over, were forgotten."""

    done: int
    total: int
    starts_over: bool

    @property
    def is_over(self) -> bool:
        return not self.starts_over and self.done >= self.total


def load() -> bool:
    """Make the region with its cast where it is missing; False when it was there. All at once, or nothing."""
    with _all_at_once():
        if _is_there():
            return False
        _make(clock.domain_now())
    return True


def fill_up() -> None:
    """Some more people of the crowd, with their past; nothing once everybody is there, or where no region is."""
    there = set(Character.objects.values_list("person", flat=True))
    missing = [person for person in crowd.others() if person.key not in there][:TOGETHER]
    if there and missing:
        with _all_at_once():
            version = PathwayVersion.objects.filter(slug=FOLLOWED_ON).latest("published_at")
            _begin(missing, {FOLLOWED_ON: version.id}, now=clock.domain_now())


def ask_to_start_over() -> None:
    Wish.objects.get_or_create(id=1, defaults={"people": len(list(_subjects()))})


def start_over_if_asked(*, after_each: Callable[[], object] = lambda: None) -> None:
    if Wish.objects.exists():
        start_over(after_each=after_each)


def start_over(*, after_each: Callable[[], object] = lambda: None) -> None:
    """Forget everybody who is followed in the demonstration's own places, one after the other, and make the cast anew.

    Interrupted, it goes on with the next call; the past appears all at once.
    """
    now = clock.domain_now()
    for subject_id, organisation_id in _subjects():
        erase_record(
            subject_id=subject_id, organisation_id=organisation_id, why="request", dry_run=False, now=now,
            machine_now=clock.machine_now(),
        )  # fmt: skip
        after_each()
    with _all_at_once():
        for remembered in (InboxItem, Character, Wish):
            remembered.objects.all().delete()
        shifts.forget()
        _make(clock.domain_now())


def progress() -> Progress:
    if wish := Wish.objects.first():
        return Progress(done=max(0, wish.people - len(list(_subjects()))), total=wish.people, starts_over=True)
    return Progress(done=Character.objects.count(), total=len(crowd.everybody()), starts_over=False)


def _is_there() -> bool:
    return any(True for _ in _subjects())


def _subjects() -> Iterator[tuple[UUID, UUID]]:
    for place in PLACES:
        with acting(place.scope()):
            found = list(Patient.objects.filter(organisation_id=place.id).values_list("subject_id", flat=True))
        yield from ((subject_id, place.id) for subject_id in found)


def _make(now: datetime) -> None:
    machine_now = clock.machine_now()
    open_places(now=machine_now)  # memberships live by the machine's clock
    rosters.organise(now=now, machine_now=machine_now)
    versions = {slug: publish_pathway(pathway=pathway_in(slug), now=now, machine_now=machine_now) for slug in shipped()}
    _begin(cast.EVERYBODY, {slug: one.id for slug, one in versions.items()}, now=now, with_shifts=True)
    open_agenda(now=now, ahead=clock.ahead())
    ask_sums(now=now, ahead=clock.ahead())
    bring_papers(now=now, ahead=clock.ahead())
    fill_waiting_room(now=now, ahead=clock.ahead())


def _begin(people: Iterable[Person], versions: Mapping[str, UUID], *, now: datetime, with_shifts: bool = False) -> None:
    ahead, machine_now, people = clock.ahead(), clock.machine_now(), tuple(people)
    nurses = {key: actor(key, machine_now=machine_now) for key in {person.by for person in people}}
    lives = [
        Life(Phone(person), nurses[person.by], versions[person.pathway], now, lambda at: at - ahead) for person in people
    ]  # fmt: skip
    of_shifts = shifts.happenings(lives, *_colleagues(machine_now), now=now) if with_shifts else ()
    live_past(lives, now=now, ahead=ahead, besides=tuple(of_shifts))


def _colleagues(machine_now: datetime) -> tuple[Actor, Actor]:
    """Who gives to whom in the hospital's team; the last sheet is for who comes second."""
    return actor("karim", machine_now=machine_now), actor("lea", machine_now=machine_now)


@contextmanager
def _all_at_once() -> Iterator[None]:
    """One transaction around many use cases, although each of them asks to be the outermost.

    Django's own tests say so by this mark. Here it keeps the worker from living a half-made past, and leaves nothing
    behind when the loading is interrupted; what is promised for each use case alone is not weakened, since nobody
    is answered before the end.
    """
    whole = transaction.atomic()
    whole._from_testcase = True
    with whole:
        yield
