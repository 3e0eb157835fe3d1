"""Somebody sits in the practice's waiting room: the appointment that has just begun. Open his link to be him."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from chevet.access.models import Link
from chevet.access.tokens import token_for
from chevet.access.visits import Visit, visit
from chevet.demo.agenda import EXPECTED, NOW
from chevet.demo.establishments import PRACTICE
from chevet.kernel.tenancy import acting
from chevet.usecases.arrive_in_waiting_room import arrive_in_waiting_room
from chevet.usecases.confirm_place import ELSEWHERE, Said
from chevet.usecases.identify_device import identify_device
from chevet.usecases.write_in_waiting_room import write_in_waiting_room

WHERE = Said(where=ELSEWHERE, address="12 chemin des Aulnes, 69600 Oullins")
WORDS = "Bonjour, je suis installé. J’ai mon ordonnance sous les yeux."


def fill_waiting_room(*, now: datetime, ahead: timedelta) -> None:
    """He said who he is and where, and that he is ready; then a word to the doctor."""
    moment = now - timedelta(minutes=4)
    clocks = {"now": moment, "machine_now": moment - ahead}
    (one,) = [expected for expected in EXPECTED if expected.key == "expected.gilles"]
    door = _door(one.born, clocks)
    arrive_in_waiting_room(visit=door, said=WHERE, **clocks)
    write_in_waiting_room(visit=door, key=uuid4(), text=WORDS, **clocks)


def _door(born: date, clocks: dict[str, datetime]) -> Visit:
    """His telephone, which says who it is."""
    with acting(PRACTICE.scope()):
        link = Link.objects.get(purpose="visit", target_id=NOW)
    token = token_for(link.id, link.rotation)
    found = identify_device(
        visit=visit(token, None), day=born.day, month=born.month, label="Android, Chrome", purpose="visit", **clocks
    )
    return visit(token, found.secret)
