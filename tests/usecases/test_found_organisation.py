"""From an empty installation to a team that may start a follow-up."""

from datetime import date

import pytest

from chevet.kernel.errors import Conflict, Invalid
from chevet.pathways.library import load
from chevet.people import actors
from chevet.usecases.found_organisation import Founding, add_member, duty_from, found_organisation
from chevet.usecases.include_patient import include_patient
from chevet.usecases.publish_pathway import is_rpps, publish_pathway, sign_pathway
from tests.fixtures.care import NOON, Place, inclusion

FOUNDING = Founding(name="Hôpital", territory="FR", phone="04 72 00 00 00", alert_email="garde@exemple.fr")
RPPS = "10003457891"


def founded_place():
    founded = found_organisation(founding=FOUNDING, now=NOON, machine_now=NOON)
    account = add_member(
        organisation_id=founded.organisation_id, team_id=founded.team_id, email="Amel@Exemple.fr", name="Amel",
        role="professional", now=NOON, machine_now=NOON,
    )  # fmt: skip
    version = publish_pathway(pathway=load("covid-medical"), now=NOON, machine_now=NOON)
    actor = actors.for_account(account_id=account.id, machine_now=NOON)
    return Place(founded.organisation_id, founded.team_id, founded.second_line_id, version, actor, actor)


def test_a_follow_up_starts_only_on_a_signed_pathway(db):
    place = founded_place()
    start = {
        "actor": place.actor,
        "inclusion": inclusion(place),
        "demonstration": False,
        "now": NOON,
        "machine_now": NOON,
    }
    with pytest.raises(Invalid) as refused:
        include_patient(**start)
    assert list(refused.value.fields) == ["version_id"]
    sign_pathway(
        slug="covid-medical", version=1, doctor="Dr Amel Ferrand", rpps=RPPS, on=date(2027, 3, 1), machine_now=NOON
    )
    assert include_patient(**start).follow_up_id


def test_a_version_is_signed_once(db):
    founded_place()
    sign = {
        "slug": "covid-medical",
        "version": 1,
        "doctor": "Dr A",
        "rpps": RPPS,
        "on": date(2027, 3, 1),
        "machine_now": NOON,
    }
    sign_pathway(**sign)
    with pytest.raises(Conflict):
        sign_pathway(**sign)


@pytest.mark.parametrize(
    ("number", "good"), [(RPPS, True), ("10003457892", False), ("1000345789", False), ("1000345789x", False)]
)
def test_the_key_of_a_doctors_number(number, good):
    assert is_rpps(number) is good


def test_duty_hours_as_people_type_them():
    assert duty_from("mon-fri 08:00-20:00, sat 09:00-12:00") == (
        {"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"},
        {"days": [5], "from": "09:00", "to": "12:00"},
    )
    with pytest.raises(Invalid):
        duty_from("weekdays")
