"""An appointment by video in the tests, with the link that its convocation carries."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from chevet.access.models import Link
from chevet.access.operations import new_link
from chevet.access.tokens import device_secret
from chevet.appointments.models import Appointment, Motive
from chevet.kernel.identifiers import new_id
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.models import Patient as Person
from tests.fixtures.care import Patient, Place, _device

from .held import Held


def booked(
    place: Place, patient: Patient, *, now: datetime, ahead: timedelta = timedelta(minutes=10), modality: str = "video"
) -> UUID:
    """Its id; the link is of purpose "visit" and leads to it."""
    with UnitOfWork(place.scope) as work:
        work.orm()
        person, link_id = Person.objects.get(pk=patient.patient_id), new_id()
        motive = Motive.objects.create(
            organisation_id=place.organisation_id, team_id=place.team_id, label="Suivi", minutes=20, modality=modality
        )
        appointment = Appointment.objects.create(
            organisation_id=place.organisation_id, subject_id=person.subject_id, patient=person,
            account_id=place.actor.account_id, team_id=place.team_id, motive=motive, starts_at=now + ahead,
            ends_at=now + ahead + timedelta(minutes=20), modality=modality, channel="paper", link_id=link_id,
            booked_by="account:test", booked_at=now,
        )  # fmt: skip
        work.add(
            new_link(
                organisation_id=place.organisation_id, subject_id=person.subject_id, target_id=appointment.id,
                contact_id=None, link_id=link_id, now=now, purpose="visit",
            )
        )  # fmt: skip
    return appointment.id


def expected(place: Place, patient: Patient, *, now: datetime, **given) -> Held:
    """A patient whose browser said who it is, before anybody opened the consultation of her appointment: `id` is none."""
    appointment_id = booked(place, patient, now=now, **given)
    held = Held(place, patient, place.actor, uuid4(), now, device_secret())
    with UnitOfWork(place.scope) as work:
        work.orm()
        work.add(_device(Link.objects.get(target_id=appointment_id), held.device, now))
    return held
