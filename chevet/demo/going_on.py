"""The present of the demonstration, as its worker lives it: the invented people answer when their hour has come.

However the clock advances (by itself, from the page, from the terminal), what they do and what is due happens in one
order, because one process lives both.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from chevet.demo import region
from chevet.demo.crowd import everybody
from chevet.demo.establishments import actor
from chevet.demo.incidents import happenings_of
from chevet.demo.lives import Happening, Life
from chevet.demo.models import Character
from chevet.demo.past import next_moment
from chevet.demo.phones import Phone
from chevet.kernel.errors import Refusal
from chevet.usecases.live_follow_ups import live_due

log = logging.getLogger(__name__)
type Reached = Callable[[datetime], Any]


def live(*, until: datetime, machine_now: datetime, after_each_stretch: Reached) -> None:
    """In the place of `live_due` in the worker's round; then the region fills up a little, or starts over."""
    region.start_over_if_asked(after_each=lambda: after_each_stretch(until))
    live_with_people(until=until, machine_now=machine_now, after_each_stretch=after_each_stretch)
    region.fill_up()


def live_with_people(*, until: datetime, machine_now: datetime, after_each_stretch: Reached | None = None) -> None:
    """Up to each thing that somebody does, that thing, and so on until the domain time `until`."""
    clocks = {"machine_now": machine_now, "after_each_stretch": after_each_stretch}
    for turn in sorted(_turns(until, machine_now), key=lambda one: one.happening[0]):
        live_due(until=turn.happening[0], **clocks)
        turn.take()
    live_due(until=until, **clocks)


@dataclass(frozen=True, slots=True)
class _Turn:
    life: Life
    happening: Happening

    def take(self) -> None:
        """What was begun is not begun again after a crash: she rather forgets a day than answers twice."""
        at, happen = self.happening
        person = self.life.person.key
        Character.objects.filter(person=person).update(next_at=next_moment(self.life, after=at))
        try:
            happen(at)
        except Refusal:
            log.info("an invented person was refused", extra={"fields": {"why": "over, or dealt with by who plays"}})


def _turns(until: datetime, machine_now: datetime) -> Iterator[_Turn]:
    people = {person.key: person for person in everybody()}
    nurse = cache(lambda key: actor(key, machine_now=machine_now))
    for kept in Character.objects.filter(next_at__lte=until, person__in=people):
        person = people[kept.person]
        phone = Phone(person, kept.token, kept.cookie)
        life = Life(phone, nurse(person.by), None, kept.made_at, lambda at: machine_now, kept.follow_up_id)
        yield from (_Turn(life, one) for one in happenings_of(life) if kept.next_at <= one[0] <= until)
