"""What patients hold in their hands: the message that came, the link in it, the browser that opened it."""

import re
from dataclasses import dataclass
from typing import Any

from chevet.access.visits import Visit, visit
from chevet.demo.cast import Person
from chevet.demo.courses import Typed
from chevet.demo.models import InboxItem
from chevet.kernel.identifiers import new_id
from chevet.organisations.territories import territory_named
from chevet.people.phones import parse_phone
from chevet.usecases.deny_link import deny_link
from chevet.usecases.identify_device import identify_device
from chevet.usecases.report_measure import report_measure
from chevet.usecases.stop_follow_up import stop_follow_up
from chevet.usecases.submit_answers import submit_answers
from chevet.usecases.write_to_team import write_to_team

LINK = re.compile(r"/s/([\w-]{22})")


def recipient_of(person: Person) -> str:
    """The number or address as the outbox writes it."""
    kind, typed, _ = person.reached_at
    return typed if kind == "email" else parse_phone(typed, territory=territory_named("FR"), fiction=True).e164


@dataclass(slots=True)
class Phone:
    """One patient's phone. It knows nothing that a real one would not."""

    person: Person
    token: str = ""
    cookie: str = ""

    def visit(self) -> Visit:
        return visit(self.token, self.cookie or None)

    def open_invitation(self, **clocks: Any) -> None:
        """Follow the link of the last message and say the day and month of birth."""
        message = InboxItem.objects.filter(recipient=recipient_of(self.person)).latest("id")
        self.token = LINK.search(message.text)[1]
        born = self.person.born
        told = identify_device(visit=self.visit(), day=born.day, month=born.month, label="Téléphone", **clocks)
        self.cookie = told.secret

    def answer(self, typed: Typed, **clocks: Any) -> None:
        for_child = bool(self.person.parent)
        submit_answers(visit=self.visit(), key=new_id(), answers=typed, on_behalf=for_child, **clocks)

    def measure(self, kind: str, typed: str, **clocks: Any) -> None:
        report_measure(visit=self.visit(), key=new_id(), kind=kind, typed=typed, **clocks)

    def write(self, text: str, **clocks: Any) -> None:
        write_to_team(visit=self.visit(), key=new_id(), text=text, **clocks)

    def stop(self, **clocks: Any) -> None:
        stop_follow_up(visit=self.visit(), reason="better", **clocks)

    def deny(self, **clocks: Any) -> None:
        deny_link(visit=self.visit(), **clocks)
