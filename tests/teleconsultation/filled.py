"""A consultation of which every table of teleconsultation knows something, in the record of somebody known."""

from uuid import uuid4

from chevet.usecases.write_in_waiting_room import write_to_waiting_room
from tests.fixtures.care import NOON, Patient

from .held import hold


def fill_a_consultation(patient: Patient) -> None:
    """Commits."""
    held = hold(patient.place, now=NOON, patient=patient)
    write_to_waiting_room(**held.about, key=uuid4(), text="J’arrive.")
