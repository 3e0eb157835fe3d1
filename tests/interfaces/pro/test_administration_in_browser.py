"""The pages of teams and access where only a browser sees: accessibility, the policy, 320 pixels."""

import pytest

from chevet.kernel.tenancy import acting
from chevet.organisations.models import DutyTurn
from tests.fixtures.axe import DESK, looked_at
from tests.fixtures.care import make_place
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_in_browser import sign_in


@pytest.fixture
def place(common_database):
    """Somebody covers the mornings, nobody the rest."""
    made = make_place()
    with acting(made.scope):
        DutyTurn.objects.create(
            organisation_id=made.organisation_id, team_id=made.team_id, account_id=made.actor.account_id,
            days=[0, 1, 2, 3, 4], starts="08:00", ends="12:30",
        )  # fmt: skip
    return made


def test_every_page_of_an_administrator_is_accessible_and_obeys_the_policy(common_site, place, open_page):
    site, page = common_site, open_page(viewport=DESK)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    sign_in(page, site, hire(place, "administrator"), "Équipes et accès")
    team, wrong = f"/pro/teams/{place.team_id}", {}
    paths = ["/pro/", "/pro/members/invite", f"/pro/members/{place.actor.account_id}", "/pro/last-rung", "/pro/account"]
    for path in (*paths, team, *(f"{team}/{more}" for more in ("roster", "roster/hours", "roster/turn", "delegation"))):
        assert page.goto(site.url + path).status == 200, path
        wrong |= looked_at(page, path)
    assert wrong == {}
    assert complaints == []
