"""Rows of the agenda for tests that want every table filled."""

from datetime import timedelta
from uuid import uuid4

from chevet.usecases.book_appointment import Booking, book_appointment
from chevet.usecases.feed_agenda import renew_feed
from chevet.usecases.keep_motives import MotiveFacts, add_motive
from chevet.usecases.keep_openings import NewOpening, add_opening
from tests.fixtures.care import Patient, Place

from .agenda import NOW, TEN


def fill_an_agenda(place: Place, patients: tuple[Patient, ...]) -> None:
    """An appointment for each of them, half an hour apart."""
    clocks = {"now": NOW, "machine_now": NOW}
    whose = {"actor": place.actor, "team_id": place.team_id, **clocks}
    motive_id = uuid4()
    add_motive(**whose, motive_id=motive_id, facts=MotiveFacts(label="Bilan", minutes=20, modality="video"))
    hours = {"account_id": place.actor.account_id, "starts": "08:00", "ends": "20:00", "days": range(7)}
    add_opening(**whose, opening=NewOpening(opening_id=uuid4(), **hours), today=NOW.date())
    renew_feed(actor=place.actor, initials=True, machine_now=NOW)
    for number, patient in enumerate(patients):
        booking = Booking(
            appointment_id=uuid4(), patient_id=patient.patient_id, team_id=place.team_id,
            account_id=place.actor.account_id, motive_id=motive_id, starts_at=TEN + timedelta(minutes=30 * number),
        )  # fmt: skip
        book_appointment(actor=place.actor, booking=booking, **clocks)
