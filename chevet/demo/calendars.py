"""When the invented people answer: pure dates, from the day of their inclusion."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chevet.demo.cast import Person
from chevet.demo.courses import Typed

PARIS = ZoneInfo("Europe/Paris")
DAYS = (*range(1, 9), 10, 12, 14)


def moment(included_on: date, number: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a day of the follow-up, on the patient's wall; 0 is the day of the inclusion."""
    on = included_on + timedelta(days=number)
    return datetime.combine(on, time(hour), PARIS) + timedelta(minutes=minute)


def answers_of(person: Person, *, included_on: date) -> Iterator[tuple[int, datetime, Typed]]:
    """(day, when, what is typed) over the whole follow-up; without the day that has an hour of its own."""
    for number in DAYS:
        typed = person.course(number)
        if typed is not None and number != person.unscripted:
            yield number, moment(included_on, number, person.hour, person.after), typed
