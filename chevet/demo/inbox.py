"""What left, as the page of the demonstration shows it: newest first, with links that can be opened."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.db.models import Count, QuerySet

from chevet.demo import establishments
from chevet.demo.agenda import EXPECTED, Expected
from chevet.demo.crowd import everybody
from chevet.demo.models import InboxItem
from chevet.demo.phones import recipient_of
from chevet.organisations.territories import territory_named
from chevet.people.phones import PhoneError, parse_phone

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,)]")
PATIENT_LINK = re.compile(r"^/([sv])/([\w-]{22})")  # her pages, or a place in a video call


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text. `path`: where it leads on this site; `token`: it is a patient's page, behind `door`."""

    text: str
    path: str = ""
    token: str = ""
    door: str = "s"


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as its recipient would see it. `name`: who that is, when the demonstration knows.

    `births`: (first name, birth date) of the patients behind it, which their pages ask for.
    """

    id: int
    at: datetime
    channel: str
    reached_at: str
    name: str
    births: tuple[tuple[str, date], ...]
    subject: str
    parts: tuple[Part, ...]
    has_page: bool


def items(*, recipient: str = "") -> QuerySet[InboxItem]:
    chosen = InboxItem.objects.order_by("-at", "-id")
    return chosen.filter(recipient=recipient) if recipient else chosen


def recipients() -> list[tuple[str, str, str, int]]:
    """(recipient, as people write it, name, messages), by name; the unknown come first: whoever plays added them."""
    counted = InboxItem.objects.values_list("recipient").annotate(Count("id"))
    names = known_names()
    rows = [(one, written(one), names.get(one, ""), number) for one, number in counted]
    return sorted(rows, key=lambda row: (row[2], row[1]))


def shown(item: InboxItem) -> Shown:
    return Shown(
        id=item.id, at=item.at, channel=item.channel, reached_at=written(item.recipient),
        name=known_names().get(item.recipient, ""), births=known_births().get(item.recipient, ()),
        subject=item.subject, parts=tuple(parts_of(item.text)), has_page=bool(item.html),
    )  # fmt: skip


def written(recipient: str) -> str:
    """A number as people write it here; an e-mail address as it is."""
    if "@" in recipient:
        return recipient
    with suppress(PhoneError):
        return parse_phone(recipient, territory=territory_named("FR"), fiction=True).display
    return recipient


def parts_of(text: str) -> Iterator[Part]:
    """The text, cut where an address of this site begins and ends."""
    at = 0
    for found in ADDRESS.finditer(text):
        if not found[0].startswith(f"{settings.SITE_URL}/"):
            continue
        path = found[0].removeprefix(settings.SITE_URL)
        yield Part(text[at : found.start()])
        patient = PATIENT_LINK.match(path)
        yield Part(found[0], path, *(patient[2], patient[1]) if patient else ())
        at = found.end()
    yield Part(text[at:])


@cache
def known_births() -> dict[str, tuple[tuple[str, date], ...]]:
    """Who of the cast is reached there, with the day of birth."""
    births: dict[str, tuple[tuple[str, date], ...]] = {}
    for person in everybody():
        key = recipient_of(person)
        births[key] = (*births.get(key, ()), (person.first_name, person.born))
    return births | {key: ((one.first_name, one.born),) for key, one in _expected()}


def _expected() -> Iterator[tuple[str, Expected]]:
    """People of the agenda, by where they are told of their appointment."""
    for one in EXPECTED:
        kind, typed, _label = one.reached_at
        yield typed if kind == "email" else parse_phone(typed, territory=territory_named("FR"), fiction=True).e164, one


@cache
def known_names() -> dict[str, str]:
    """Who is behind a number or an address of the demonstration; two people may share one."""
    names: dict[str, str] = {}
    for person in everybody():
        full, key = f"{person.first_name} {(person.used_name or person.birth_name).upper()}", recipient_of(person)
        names[key] = f"{names[key]}, {full}" if key in names else full
    names |= {key: f"{one.first_name} {one.birth_name.upper()}" for key, one in _expected()}
    for worker in (worker for place in establishments.PLACES for worker in place.workers):
        names |= {reached: worker.name for reached in (worker.mobile, establishments.address(worker.key)) if reached}
    return names
