"""What is done with a patient who needs no follow-up: made known, read."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from chevet.kernel.tenancy import acting
from chevet.people.insi_simulator import SimulatedINSi
from chevet.people.models import ContactPoint, Patient
from chevet.usecases import (
    ask_national_identity,
    check_identity_document,
    correct_identity,
    include_patient,
    keep_contacts,
    mark_identity,
    read_patient,
    register_patient,
    share_patient,
)
from tests.fixtures.care import inclusion, make_place

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


def reachable() -> Stage:
    """By two numbers; the first can be retired."""
    stage = registered(contacts=(("mobile", "06 12 34 56 78", ""), ("landline", "04 72 00 00 00", "")))
    with acting(stage.place.scope):
        stage.contact_id = ContactPoint.objects.get(kind="mobile").id
    return stage


def ask(stage: Stage) -> Any:
    return ask_national_identity.ask_national_identity(**hers(stage), service=SimulatedINSi()).status


def retrieved() -> Stage:
    stage = registered()
    ask(stage)
    return stage


def hers(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.actor, "patient_id": stage.patient_id, "now": stage.now, "machine_now": stage.now}


TRAITS = registration(Stage(team_id=uuid4())).traits


def include(stage: Stage) -> bool:
    """Her e-mail is new, her number is known."""
    contacts = (("mobile", "06 12 34 56 78", ""), ("email", "odile@exemple.fr", ""))
    given = inclusion(stage.place, patient_id=stage.patient_id, contacts=contacts)
    clocks = {"now": stage.now, "machine_now": stage.now}
    included = include_patient.include_patient(actor=stage.actor, inclusion=given, demonstration=True, **clocks)
    return included.patient_id == stage.patient_id


PEOPLE = {
    "include_patient.include_patient, known here": Act(include, registered),
    "correct_identity.correct_identity": Act(
        lambda s: correct_identity.correct_identity(**hers(s), traits=replace(TRAITS, sex="M")),
        retrieved,
        private=True,
    ),
    "mark_identity.mark_identity": Act(
        lambda s: mark_identity.mark_identity(**hers(s), doubt="doubtful", homonym=True), retrieved, private=True
    ),
    "check_identity_document.check_identity_document": Act(
        lambda s: check_identity_document.check_identity_document(**hers(s), document="passport", seen=TRAITS.print),
        retrieved,
        private=True,
    ),
    "ask_national_identity.ask_national_identity": Act(ask, registered, several=True, private=True),
    "share_patient.share_patient": Act(
        lambda s: share_patient.share_patient(**hers(s), team_id=s.place.second_line_id), registered, private=True
    ),
    "keep_contacts.add_contact": Act(
        lambda s: keep_contacts.add_contact(**hers(s), kind="email", typed="odile@exemple.fr"), registered, private=True
    ),
    "keep_contacts.retire_contact": Act(
        lambda s: keep_contacts.retire_contact(**hers(s), contact_id=s.contact_id), reachable, private=True
    ),
    "register_patient.register_patient": Act(
        lambda s: register(s, patient_id=s.patient_id, confirmed_duplicate=True), place_alone, keyed=True
    ),
    "read_patient.read_patient": Act(lambda s: read_patient.read_patient(**hers(s)).id, registered, private=True),
    "read_patient.follow_ups_of": Act(
        lambda s: len(read_patient.follow_ups_of(actor=s.actor, subject_id=s.subject_id)), registered
    ),
}
