"""Somebody becomes known here without a follow-up, once, and only her own team opens her page."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chevet.kernel.errors import Forbidden, Invalid, NotFound
from chevet.people.models import Role
from chevet.usecases.read_patient import follow_ups_of, read_patient
from tests.fixtures.care import include, make_place

from .acts_of_people import hers, place_alone, register, registered
from .acts_of_people import include as include_known
from .doing import read

pytestmark = pytest.mark.django_db


def test_she_is_known_with_a_provisional_identity_and_no_follow_up():
    stage = registered()
    view = read_patient(**hers(stage))
    assert (view.patient.birth_name, view.identity.status, view.identity.traits.birth_place) == (
        "Ferrand", "provisional", "69383",
    )  # fmt: skip
    assert [(one.kind, one.value, one.state) for one in view.contacts] == [("mobile", "+33612345678", "active")]
    assert [one.id for one in view.teams] == [stage.place.team_id]
    assert follow_ups_of(actor=stage.actor, subject_id=view.subject_id) == []


def test_pressed_twice_is_registered_once():
    stage = place_alone()
    assert register(stage, patient_id=stage.patient_id) == register(stage, patient_id=stage.patient_id)
    assert read(stage.place, "SELECT count(*) FROM patient") == [(1,)]


def test_somebody_known_here_is_said_before_she_is_made_twice():
    stage = registered()
    with pytest.raises(Invalid) as refused:
        register(stage)
    assert refused.value.fields == {"duplicate": "Déjà connu dans votre structure : Odile FERRAND"}
    assert register(stage, confirmed_duplicate=True) != stage.patient_id


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"birth_name": "  "}, "birth_name"),
        ({"contacts": ()}, "mobile"),
        ({"contacts": (("mobile", "04 72 00 00 00", ""),)}, "mobile"),
        ({"contacts": (("email", "odile", ""),)}, "email"),
        ({"given_names": "Marie Odile"}, "given_names"),
        ({"birth_place": "6938"}, "birth_place"),
        ({"team_id": uuid4()}, "team_id"),
    ],
)
def test_what_cannot_be_is_said_beside_its_box_and_nothing_is_written(typed, field):
    stage = place_alone()
    with pytest.raises(Invalid) as refused:
        register(stage, **typed)
    assert list(refused.value.fields) == [field]
    assert read(stage.place, "SELECT count(*) FROM patient") == [(0,)]


def test_a_secretary_registers_and_opens_her_page_and_no_follow_up():
    stage = registered()
    secretary = replace(stage.actor, role=Role.SECRETARY)
    assert read_patient(**hers(stage) | {"actor": secretary}).id == stage.patient_id
    with pytest.raises(Forbidden):
        follow_ups_of(actor=secretary, subject_id=stage.subject_id)
    with pytest.raises(Forbidden):
        register(replace_actor(stage, role=Role.DESIGNER), patient_id=uuid4())


def test_a_follow_up_takes_up_her_record_her_number_and_her_team():
    stage = registered(profile={"address": "Lyon", "access": "2e"})
    assert include_known(stage)
    assert read(stage.place, "SELECT count(*), count(DISTINCT subject_id) FROM patient") == [(1, 1)]
    assert read(stage.place, "SELECT kind, count(*) FROM contact_point GROUP BY 1 ORDER BY 1") == [
        ("email", 1),
        ("mobile", 1),
    ]
    assert read(stage.place, "SELECT count(*) FROM care_link") == [(1,)]
    assert read(
        stage.place, "SELECT f.contact_id = c.id FROM follow_up f, contact_point c WHERE c.kind = 'mobile'"
    ) == [(True,)]
    assert read_patient(**hers(stage)).profile["access"] == "2e"
    with pytest.raises(Invalid) as refused:
        include_known(stage)
    assert list(refused.value.fields) == ["version_id"]


def test_a_stranger_includes_nobody_whom_she_does_not_follow():
    stage = registered()
    stage.actor = stage.place.stranger
    with pytest.raises((NotFound, Invalid)):
        include_known(stage)
    assert read(stage.place, "SELECT count(*) FROM follow_up") == [(0,)]


def replace_actor(stage, **changes):
    stage.actor = replace(stage.actor, **changes)
    return stage


def test_nothing_clinical_of_her_profile_is_handed_to_her_page(place):
    patient = include(place, profile={"address": "Lyon", "risk_factors": ["lung"], "lung_disease": "BPCO"})
    view = read_patient(actor=place.actor, patient_id=patient.patient_id, now=patient.at(), machine_now=patient.at())
    assert view.profile == {"address": "Lyon"}


@pytest.mark.parametrize("elsewhere", ["another team", "another organisation"])
def test_who_does_not_follow_her_finds_nobody(elsewhere):
    stage = registered()
    stranger = stage.place.stranger if elsewhere == "another team" else make_place(name="Clinique du Port").actor
    assert read_patient(**hers(stage)).patient.birth_name == "Ferrand"
    with pytest.raises(NotFound):
        read_patient(**hers(stage) | {"actor": stranger})
