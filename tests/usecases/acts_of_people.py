"""What is done with a patient who needs no follow-up: made known, read."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from chevet.kernel.tenancy import acting
from chevet.people.models import Patient
from chevet.usecases import read_patient, register_patient
from tests.fixtures.care import make_place

from .act import Act
from .stages import AT, Stage


def registration(place: Any, **changes: Any) -> register_patient.Registration:
    given = {
        "patient_id": uuid4(), "team_id": place.team_id, "birth_name": "Ferrand", "first_name": "Odile",
        "birth_date": date(1949, 5, 17), "sex": "F", "contacts": (("mobile", "06 12 34 56 78", ""),),
        "given_names": "Odile Marie", "birth_place": "69383",
    }  # fmt: skip
    return register_patient.Registration(**(given | changes))


def registered(**changes: Any) -> Stage:
    """Somebody known to the team, without a follow-up."""
    place = make_place()
    stage = Stage(place=place, actor=place.actor, now=AT)
    stage.patient_id = register(stage, **changes)
    with acting(place.scope):
        stage.subject_id = Patient.objects.get(pk=stage.patient_id).subject_id
    return stage


def register(stage: Stage, **changes: Any) -> UUID:
    return register_patient.register_patient(
        actor=stage.actor, registration=registration(stage.place, **changes), now=AT, machine_now=AT
    )


def place_alone() -> Stage:
    place = make_place()
    return Stage(place=place, actor=place.actor, now=AT, patient_id=uuid4())


def hers(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.actor, "patient_id": stage.patient_id, "now": stage.now, "machine_now": stage.now}


PEOPLE = {
    "register_patient.register_patient": Act(
        lambda s: register(s, patient_id=s.patient_id, confirmed_duplicate=True), place_alone, keyed=True
    ),
    "read_patient.read_patient": Act(lambda s: read_patient.read_patient(**hers(s)).id, registered, private=True),
    "read_patient.follow_ups_of": Act(
        lambda s: len(read_patient.follow_ups_of(actor=s.actor, subject_id=s.subject_id)), registered
    ),
}
