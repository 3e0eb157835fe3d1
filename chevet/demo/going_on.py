"""Time that is let pass in the demonstration: the clock goes from one answer of an invented patient to the next."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from chevet.demo import cast
from chevet.demo.calendars import answers_of
from chevet.demo.courses import Typed
from chevet.demo.lives import Life, pass_time
from chevet.demo.models import Telephone
from chevet.demo.phones import Phone
from chevet.interfaces import clock
from chevet.kernel.errors import Refusal


def keep_telephones(lives: Iterable[Life]) -> None:
    """Remember the links and browsers of those who answer by themselves."""
    Telephone.objects.bulk_create(
        Telephone(
            person=life.person.key, included_on=life.included_on, token=life.phone.token, cookie=life.phone.cookie
        )
        for life in lives
        if life.phone.cookie
    )


def go_on(*, until: datetime) -> None:
    """Live up to each answer that comes before `until`, let it be given, then move the clock to the end.

    What the worker does meanwhile it does for the same moments: each follow-up is lived by who locks it.
    """
    for at, phone, typed in answers_between(clock.domain_now(), until):
        _move_to(at)
        pass_time(until=at, ahead=clock.ahead())
        with suppress(Refusal):  # her link was taken back, or her follow-up is over
            phone.answer(typed, now=at, machine_now=clock.machine_now())
    _move_to(until)


def answers_between(since: datetime, until: datetime) -> list[tuple[datetime, Phone, Typed]]:
    """In the order in which they will be given."""
    return sorted(_answers(since, until), key=lambda one: one[0])


def _answers(since: datetime, until: datetime) -> Iterator[tuple[datetime, Phone, Typed]]:
    people = {person.key: person for person in cast.EVERYBODY}
    for kept in Telephone.objects.filter(person__in=people):
        phone = Phone(people[kept.person], kept.token, kept.cookie)
        for at, typed in answers_of(phone.person, included_on=kept.included_on):
            if since < at <= until:
                yield at, phone, typed


def _move_to(moment: datetime) -> None:
    """Forward only: the hour itself goes on while we work."""
    left = moment - clock.domain_now()
    if left > timedelta():
        clock.move(by=left)
