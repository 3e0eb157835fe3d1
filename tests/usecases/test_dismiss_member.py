"""Who leaves is out at once, and no team is left deaf."""

import pytest

from chevet.kernel.errors import Conflict, NotFound
from chevet.people import actors
from chevet.usecases.dismiss_member import dismiss_member
from chevet.usecases.found_organisation import add_member
from tests.fixtures.care import NOON


def dismiss(place, account_id):
    return dismiss_member(
        organisation_id=place.organisation_id, account_id=account_id, actor="test", now=NOON, machine_now=NOON
    )


def test_the_last_person_who_is_told_of_alerts_stays(place):
    with pytest.raises(Conflict):
        dismiss(place, place.actor.account_id)
    assert actors.for_account(account_id=place.actor.account_id, machine_now=NOON)


def test_who_leaves_is_nobody_any_more(place):
    add_member(
        organisation_id=place.organisation_id, team_id=place.team_id, email="relais@exemple.fr", name="Relais",
        role="professional", alerts_by="email", now=NOON, machine_now=NOON,
    )  # fmt: skip
    assert dismiss(place, place.actor.account_id) == 1
    assert actors.for_account(account_id=place.actor.account_id, machine_now=NOON) is None


def test_a_stranger_cannot_be_dismissed_from_elsewhere(place):
    from tests.fixtures.care import make_place

    elsewhere = make_place(name="Ailleurs")
    with pytest.raises(NotFound):
        dismiss(elsewhere, place.actor.account_id)
    assert actors.for_account(account_id=place.actor.account_id, machine_now=NOON)
