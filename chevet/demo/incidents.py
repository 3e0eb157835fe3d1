"""What happens to somebody beside the daily answers, most of it to one person of the cast: the reasons to look at them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from chevet.demo import cast
from chevet.demo.courses import day
from chevet.demo.establishments import actor
from chevet.demo.lives import Happening, Life
from chevet.usecases.break_glass import break_glass

type Incident = Callable[[Life], Iterator[Happening]]


def happenings_of(life: Life) -> list[Happening]:
    """All that happens to this person over the whole follow-up, each thing with its moment, in order."""
    return sorted([*life.days(), *_incidents_of(life)], key=lambda one: one[0])


def _incidents_of(life: Life) -> Iterator[Happening]:
    if event := EVENTS.get(life.person.key):
        yield from event(life)
    name, number = life.person.incident
    if name:
        yield from OF_THE_CROWD[name](life, number)


def _red_now(life: Life) -> Iterator[Happening]:
    """Four minutes ago: in the emergency band."""
    typed = day(89, 39.4, 26, 118, breath="critical", general="worse", call_me="true")
    yield life.made_at - timedelta(minutes=4), lambda at: life.phone.answer(typed, **life.clocks(at))


def _worse_now(life: Life, *, minutes: int = 35) -> Iterator[Happening]:
    """A moment ago: to be called within the hours of duty."""
    typed = life.person.course(life.person.ago)
    yield life.made_at - timedelta(minutes=minutes), lambda at: life.phone.answer(typed, **life.clocks(at))


def _to_confirm(life: Life) -> Iterator[Happening]:
    """A minute ago: one alarming value, not yet measured again."""
    yield life.made_at - timedelta(minutes=1), lambda at: life.phone.measure("spo2", "93", **life.clocks(at))


def _tried_to_reach(life: Life) -> Iterator[Happening]:
    yield from _called(life, 4)


def _handled(life: Life) -> Iterator[Happening]:
    note = "Plus fatigué, respire bien en parlant. Boit et mange. Revoir demain."
    yield life.at(5, 10, 5), lambda at: life.handle(at, note=note)


def _not_reached(life: Life) -> Iterator[Happening]:
    yield life.at(12, 14, 20), lambda at: life.call(at, outcome="no_answer", note="")


def _called(life: Life, number: int) -> Iterator[Happening]:
    note = "Message laissé, rappel ce soir."
    yield life.at(number, 14, 10), lambda at: life.call(at, outcome="voicemail", note=note)


def _stops(life: Life, number: int) -> Iterator[Happening]:
    yield life.at(number, 12, 20), lambda at: life.phone.stop(**life.clocks(at))


def _denies(life: Life, number: int) -> Iterator[Happening]:
    yield life.at(number, 12, 40), lambda at: life.phone.deny(**life.clocks(at))


def _hospitalised(life: Life, number: int) -> Iterator[Happening]:
    yield life.at(number, life.person.hour, life.person.after + 25), life.goes_to_hospital


def _red_of_the_crowd(life: Life, minutes: int) -> Iterator[Happening]:
    typed = day(91, 38.9, 25, 112, breath="worse", general="worse")
    yield _lately(life, minutes), lambda at: life.phone.answer(typed, **life.clocks(at))


def _orange_of_the_crowd(life: Life, minutes: int) -> Iterator[Happening]:
    typed = day(96, 38.2, 20, 96, breath="worse", general="worse")
    yield _lately(life, minutes), lambda at: life.phone.answer(typed, **life.clocks(at))


def _asks_to_be_called(life: Life, minutes: int) -> Iterator[Happening]:
    typed = day(97, 37.4, 17, 82, call_me="true")
    yield _lately(life, minutes), lambda at: life.phone.answer(typed, **life.clocks(at))


def _writes(life: Life, minutes: int) -> Iterator[Happening]:
    text = WRITTEN[minutes % len(WRITTEN)]
    yield _lately(life, minutes), lambda at: life.phone.write(text, **life.clocks(at))


def _lately(life: Life, minutes: int) -> datetime:
    """So many minutes before the region is shown: what is to be done is fresh at whatever hour one looks."""
    return life.made_at - timedelta(minutes=minutes)


WRITTEN = (
    "Bonjour, mon oxymètre ne s’allume plus. Puis-je en avoir un autre ?",
    "Le pharmacien n’avait pas le médicament, que dois-je faire ?",
    "Je tousse moins, mais je dors mal. Est-ce normal ?",
    "Ma fille a les mêmes signes depuis hier soir. Doit-elle faire un test ?",
)


def _stops_early(life: Life) -> Iterator[Happening]:
    yield life.at(3, 9, 20), lambda at: life.phone.stop(**life.clocks(at))


def _opened_from_outside(life: Life) -> Iterator[Happening]:
    words = "Arrivé aux urgences, j’ai besoin de ses dernières mesures avant de l’orienter."

    def opened(at: datetime) -> None:
        stranger = actor("ines", machine_now=life.machine(at))
        break_glass(actor=stranger, follow_up_id=life.follow_up_id, motive="emergency", words=words, **life.clocks(at))

    yield _lately(life, 50), opened


EVENTS: dict[str, Incident] = {
    cast.JEANNE.key: _worse_now,
    cast.AHMED.key: _red_now,
    cast.CHANTAL.key: _to_confirm,
    cast.THOMAS.key: _tried_to_reach,
    cast.GILLES.key: _handled,
    cast.MARIE.key: _stops_early,
    cast.BERNARD.key: _not_reached,
    cast.ROBERT.key: _opened_from_outside,
    cast.LISON.key: partial(_worse_now, minutes=22),
}
OF_THE_CROWD: dict[str, Callable[[Life, int], Iterator[Happening]]] = {
    "called": _called, "stops": _stops, "denies": _denies, "hospitalised": _hospitalised,
    "red": _red_of_the_crowd, "orange": _orange_of_the_crowd, "asks": _asks_to_be_called, "writes": _writes,
}  # fmt: skip
