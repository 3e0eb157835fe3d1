"""The demonstration region: made once, made anew when asked. Reads the clocks, as every interface does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chevet.demo import cast
from chevet.demo.establishments import PLACES, actor, open_places
from chevet.demo.going_on import keep_telephones
from chevet.demo.lives import Life, live
from chevet.demo.models import InboxItem, Telephone
from chevet.interfaces import clock
from chevet.kernel.tenancy import acting
from chevet.pathways.library import load as pathway_in
from chevet.pathways.library import shipped
from chevet.people.models import Patient
from chevet.usecases.erase_record import erase_record
from chevet.usecases.publish_pathway import publish_pathway

FOLLOWED_ON = "covid-medical"


def load() -> bool:
    """Make the region where it is missing; False when it was there. All of it appears at once, or nothing."""
    with _all_at_once():
        if _is_there():
            return False
        _make(clock.domain_now())
    return True


def reset() -> None:
    """Forget everybody who is followed in the demonstration's own places, and live their past again up to now."""
    with _all_at_once():
        now = clock.domain_now()
        for subject_id, organisation_id in _subjects():
            erase_record(
                subject_id=subject_id, organisation_id=organisation_id, why="request", dry_run=False, now=now,
                machine_now=clock.machine_now(),
            )  # fmt: skip
        InboxItem.objects.all().delete()
        Telephone.objects.all().delete()
        _make(now)


def _is_there() -> bool:
    return any(True for _ in _subjects())


def _subjects() -> Iterator[tuple[UUID, UUID]]:
    for place in PLACES:
        with acting(place.scope()):
            found = list(Patient.objects.filter(organisation_id=place.id).values_list("subject_id", flat=True))
        yield from ((subject_id, place.id) for subject_id in found)


def _make(now: datetime) -> None:
    ahead, machine_now = clock.ahead(), clock.machine_now()
    open_places(now=now)
    versions = {slug: publish_pathway(pathway=pathway_in(slug), now=now, machine_now=machine_now) for slug in shipped()}
    nurses = {key: actor(key, machine_now=machine_now) for key in {person.by for person in cast.EVERYBODY}}
    lives = [
        Life(person, nurses[person.by], versions[FOLLOWED_ON], now=now, ahead=ahead, number=number)
        for number, person in enumerate(cast.EVERYBODY)
    ]
    live(lives=lives, now=now, ahead=ahead)
    keep_telephones(lives)


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
