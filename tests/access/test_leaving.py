""" "Ce n'est pas moi" and "Arrêter mon suivi": what falls silent, what stays, who is told."""

import pytest

from chevet.access.rules import LinkState
from chevet.access.visits import visit
from chevet.alerts.models import Alert
from chevet.consent.models import Consent
from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message, Suppression
from chevet.pathways.models import FollowUp
from chevet.people.models import ContactPoint
from chevet.usecases.deny_link import deny_link
from chevet.usecases.open_link import open_link
from chevet.usecases.stop_follow_up import stop_follow_up
from tests.fixtures.care import NOON, include

pytestmark = pytest.mark.django_db
CLOCKS = {"now": NOON, "machine_now": NOON}


def told(patient, model, *names):
    with acting(patient.place.scope):
        return [tuple(row) for row in model.objects.order_by("id").values_list(*names)]


def test_not_me_silences_that_contact_and_makes_a_task(place):
    patient = include(place, identified=False)
    deny_link(visit=patient.visit(), **CLOCKS)
    assert told(patient, ContactPoint, "state") == [("wrong",)]
    assert told(patient, Suppression, "cause", "follow_up_id") == [("wrong_person", None)]
    assert told(patient, Alert, "kind", "level", "closed_at") == [("wrong_person", 1, None)]
    assert told(patient, FollowUp, "state") == [("active",)], "the follow-up goes on, by telephone if need be"
    assert told(patient, Message, "state") == [("cancelled",)]


def test_not_me_closes_the_link_and_its_browsers(patient):
    deny_link(visit=patient.visit(), **CLOCKS)
    assert open_link(visit=patient.visit(), **CLOCKS).state is LinkState.REVOKED
    with pytest.raises(NotFound):
        deny_link(visit=patient.visit(), **CLOCKS)


def test_stopping_ends_messages_tells_the_team_and_records_the_withdrawal(patient):
    stop_follow_up(visit=patient.visit(), reason="better", **CLOCKS)
    assert told(patient, FollowUp, "state", "end_reason") == [("withdrawn", "withdrawn")]
    assert told(patient, Suppression, "cause") == [("withdrawal",)]
    assert told(patient, Alert, "kind", "closed_at") == [("withdrew", None)]
    assert ("remote_follow_up", "withdrawn", "link") in told(patient, Consent, "text", "decision", "channel")
    assert {state for state, kind in told(patient, Message, "state", "kind") if kind != "alert"} == {"cancelled"}


def test_stopping_twice_is_stopping_once(patient):
    for reason in ("", "other"):
        stop_follow_up(visit=patient.visit(), reason=reason, **CLOCKS)
    assert len(told(patient, Alert, "kind")) == len(told(patient, Suppression, "cause")) == 1


def test_a_browser_that_did_not_say_who_it_is_stops_nothing(place):
    patient = include(place, identified=False)
    for cookie in (None, "x"):
        with pytest.raises(Forbidden):
            stop_follow_up(visit=visit(patient.token, cookie), reason="", **CLOCKS)
    assert told(patient, FollowUp, "state") == [("active",)]


def test_after_the_stop_the_link_says_so(patient):
    stop_follow_up(visit=patient.visit(), reason="", **CLOCKS)
    page = open_link(visit=patient.visit(), **CLOCKS)
    assert (page.state, page.team_phone) == (LinkState.ENDED, "+33472000001")
