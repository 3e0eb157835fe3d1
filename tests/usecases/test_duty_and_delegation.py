"""Who is told when a roster is kept, when oranges are read together, and when a practice delegates its alerts."""

from datetime import date
from uuid import uuid4

import pytest

from chevet.kernel.tenancy import acting
from chevet.organisations.models import Delegation, DutyTurn, Team
from chevet.people.models import Account, Membership, Role
from tests.fixtures.care import ALWAYS, NOON

from .doing import IN_DANGER, UNWELL, address_of, claim, danger, live, minutes, paris, send, told

AT = paris(1, "09:30")
LUNCH = paris(1, "12:30")
GUARD = "garde@exemple.fr"


def colleague(place, *, team_id=None) -> Account:
    with acting(place.scope):
        account = Account.objects.create(email=f"{uuid4().hex[:8]}@exemple.fr", name="Collègue")
        Membership.objects.create(
            organisation_id=place.organisation_id, account=account, team_id=team_id or place.team_id,
            role=Role.PROFESSIONAL, alerts_by="email", since=NOON,
        )  # fmt: skip
    return account


def turn(place, account_id, starts, ends, *, days=(0, 1, 2, 3, 4, 5, 6), day=None, away=False) -> None:
    with acting(place.scope):
        DutyTurn.objects.create(
            organisation_id=place.organisation_id, team_id=place.team_id, account_id=account_id,
            days=[] if day else list(days), day=day, starts=starts, ends=ends, away=away,
        )  # fmt: skip


def change(place, **fields) -> None:
    with acting(place.scope):
        Team.objects.filter(pk=place.team_id).update(**fields)


def delegate(place, *, hours=ALWAYS):
    """To a cell of the same organisation, with one person in it."""
    with acting(place.scope):
        cell = Team.objects.create(
            organisation_id=place.organisation_id, name="Cellule", phone="+33472000009", territory="FR", duty=ALWAYS
        )
        Delegation.objects.create(
            organisation_id=place.organisation_id, team_id=place.team_id, to_team=cell, hours=hours, digest_at="18:00",
            since=NOON,
        )  # fmt: skip
    return colleague(place, team_id=cell.id)


def test_only_those_whose_turn_it_is_are_told(patient):
    other = colleague(patient.place)
    turn(patient.place, other.id, "08:00", "12:00")
    turn(patient.place, patient.place.actor.account_id, "12:00", "20:00")
    danger(patient, now=AT)
    assert told(patient) == {other.email: 1}


def test_who_is_away_that_day_is_not_told_and_the_alert_climbs_at_once(patient):
    turn(patient.place, patient.place.actor.account_id, "08:00", "20:00")
    turn(patient.place, patient.place.actor.account_id, "00:00", "24:00", day=date(2027, 3, 1), away=True)
    danger(patient, now=AT)
    assert told(patient) == {address_of(patient.place.stranger): 1}


def test_an_orange_waits_for_the_digest_that_comes_before_it_climbs(patient):
    change(patient.place, digest_at=["11:00", "16:00"])
    send(patient, UNWELL, now=AT)
    assert told(patient) == {}


def test_an_orange_does_not_wait_for_a_digest_that_comes_too_late(patient):
    change(patient.place, digest_at=["16:00"])
    send(patient, UNWELL, now=AT)
    assert told(patient) == {address_of(patient.place.actor): 1}


def test_anything_worse_breaks_the_digest(patient):
    change(patient.place, digest_at=["11:00"])
    send(patient, UNWELL, now=AT)
    danger(patient, now=AT + minutes(5))
    assert told(patient) == {address_of(patient.place.actor): 1}


def test_what_nobody_looked_at_climbs_although_it_was_in_a_digest(patient):
    change(patient.place, digest_at=["11:00"])
    send(patient, UNWELL, now=AT)
    live(AT + minutes(120))
    assert told(patient) == {address_of(patient.place.stranger): 1}


def test_the_holder_hears_at_once_of_what_the_others_read_later(patient):
    change(patient.place, digest_at=["11:00"])
    danger(patient, now=AT)
    claim(patient, now=AT + minutes(1))
    assert told(patient) == {address_of(patient.place.actor): 1}


@pytest.mark.parametrize("answers", [UNWELL, IN_DANGER])
def test_the_cell_is_told_in_the_hours_of_the_delegation(patient, answers):
    """And the practice as well of what is red."""
    nurse = delegate(patient.place)
    send(patient, answers, now=AT)
    own = {address_of(patient.place.actor): 1} if answers is IN_DANGER else {}
    assert told(patient) == {nurse.email: 1} | own


def test_outside_the_hours_of_the_delegation_the_practice_is_told(patient):
    delegate(patient.place, hours=[{"days": [0, 1, 2, 3, 4], "from": "14:00", "to": "18:00"}])
    send(patient, UNWELL, now=AT)
    assert told(patient) == {address_of(patient.place.actor): 1}


def test_a_cell_without_anybody_on_duty_leaves_the_alert_to_the_practice(patient):
    nurse = delegate(patient.place)
    Account.objects.filter(pk=nurse.pk).update(is_active=False)
    send(patient, UNWELL, now=AT)
    assert told(patient) == {address_of(patient.place.actor): 1}


@pytest.mark.parametrize(
    ("duty", "promised"),
    [
        (ALWAYS, True),
        ([*ALWAYS, {"on": "2027-03-01", "closed": True}], False),
        ([*ALWAYS, {"on": "2027-03-01", "from": "09:00", "to": "10:00"}], True),
        ([*ALWAYS, {"on": "2027-03-01", "from": "10:00", "to": "12:00"}], False),
    ],
)
def test_what_is_promised_to_the_patient_follows_the_dates_of_the_team(patient, duty, promised):
    change(patient.place, duty=duty)
    receipt = send(patient, UNWELL, now=AT)
    assert (receipt.on_duty, receipt.call_before is not None) == (promised, promised)
