"""The ways to reach somebody: added, retired, taken up again, and never the last one lost."""

from uuid import uuid4

import pytest

from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.usecases.keep_contacts import add_contact, retire_contact
from tests.fixtures.care import include

from .acts_of_people import hers, reachable, registered
from .doing import contact_id, read
from .stages import Stage

pytestmark = pytest.mark.django_db
STATES = "SELECT kind, state FROM contact_point ORDER BY kind"


def test_one_of_two_is_retired_and_taken_up_again():
    stage = reachable()
    retire_contact(**hers(stage), contact_id=stage.contact_id)
    assert read(stage.place, STATES) == [("landline", "active"), ("mobile", "retired")]
    add_contact(**hers(stage), kind="mobile", typed="06 12 34 56 78")
    assert read(stage.place, STATES) == [("landline", "active"), ("mobile", "active")]


def test_the_last_one_stays_until_there_is_another():
    stage = reachable()
    retire_contact(**hers(stage), contact_id=stage.contact_id)
    ((last,),) = read(stage.place, "SELECT id FROM contact_point WHERE state = 'active'")
    with pytest.raises(Conflict, match="dernier moyen"):
        retire_contact(**hers(stage), contact_id=last)
    add_contact(**hers(stage), kind="email", typed="Odile@Exemple.fr")
    retire_contact(**hers(stage), contact_id=last)
    assert read(stage.place, "SELECT kind FROM contact_point WHERE state = 'active'") == [("email",)]


def test_the_number_that_a_follow_up_writes_to_is_changed_there(place):
    patient = include(place)
    stage = Stage(actor=place.actor, patient_id=patient.patient_id, now=patient.at())
    add_contact(**hers(stage), kind="email", typed="odile@exemple.fr")
    with pytest.raises(Conflict, match="suivi en cours"):
        retire_contact(**hers(stage), contact_id=contact_id(patient))


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("mobile", "04 72 00 00 00"), ("mobile", "06 12 34 56 78"), ("email", "odile"), ("landline", ""), ("fax", "1")],
)
def test_what_cannot_be_kept_is_said(kind, typed):
    stage = registered()
    with pytest.raises(Invalid):
        add_contact(**hers(stage), kind=kind, typed=typed)
    assert read(stage.place, STATES) == [("mobile", "active")]


def test_a_contact_of_somebody_else_is_not_found():
    with pytest.raises(NotFound):
        retire_contact(**hers(reachable()), contact_id=uuid4())
