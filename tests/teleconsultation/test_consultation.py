"""From the link to the end: who waits, who lets in, what survives, what is refused."""


import pytest

from chevet.kernel.tenancy import acting
from chevet.teleconsultation.models import Consultation
from chevet.usecases.admit_to_consultation import admit_to_consultation
from chevet.usecases.arrive_in_waiting_room import (
    arrive_in_waiting_room,
    consultation_ticket,
)
from chevet.usecases.end_consultation import end_consultation
from chevet.usecases.join_consultation import join_consultation
from chevet.usecases.read_consultations import list_consultations, read_consultation

from .held import AT_HOME, Held, hold


@pytest.fixture
def held(db) -> Held:
    return hold()


def row(held: Held) -> Consultation:
    with acting(held.actor.scope()):
        return Consultation.objects.get(pk=held.id)


def state(held: Held) -> str:
    return read_consultation(**held.about).state


def test_from_the_link_to_the_end(held):
    assert state(held) == "planned"
    arrive_in_waiting_room(**held.hers, said=AT_HOME)
    assert state(held) == "waiting"
    admit_to_consultation(**held.about)
    assert state(held) == "admitted"
    assert consultation_ticket(**held.hers)
    assert join_consultation(**held.about)
    assert end_consultation(**held.about) == "none"
    assert state(held) == "ended"
    (shown,) = list_consultations(actor=held.actor, **held.clocks)
    assert shown.patient_name == "Odile DUPONT-MÉNARD"
    assert shown.place["address"] == "3 rue des Lilas, 69003 Lyon"
