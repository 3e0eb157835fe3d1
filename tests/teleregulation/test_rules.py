"""How far a link has come, and who may open it: tables of facts."""

from datetime import UTC, datetime, timedelta

import pytest

from chevet.teleregulation.rules import COMES, LinkFacts, Step, Trouble, language_for, step, trouble
from chevet.teleregulation.vocabulary import unknown_words
from chevet.video.rules import Opening, opening

NOW = datetime(2027, 3, 1, 3, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("closed", "opened", "known", "minutes", "means"),
    [
        (False, False, False, 0, Opening.NEW), (False, False, False, 14, Opening.NEW),
        (False, False, False, 15, Opening.LATE), (False, True, True, 300, Opening.MINE),
        (False, True, False, 1, Opening.TAKEN), (True, True, True, 1, Opening.ENDED),
        (True, False, False, 1, Opening.ENDED),
    ],
)  # fmt: skip
def test_a_link_is_opened_within_fifteen_minutes_by_one_browser_until_the_end(closed, opened, known, minutes, means):
    found = opening(
        closed=closed, opened_at=NOW if opened else None, open_until=LATER, known=known,
        machine_now=NOW + timedelta(minutes=minutes),
    )  # fmt: skip
    assert found is means


def facts(**given) -> LinkFacts:
    nothing = {"message": "new", "opened_at": None, "open_until": LATER, "camera_at": None, "connected_at": None}
    return LinkFacts(**(nothing | {"here": False} | given))


@pytest.mark.parametrize(
    ("given", "reached", "hindered"),
    [
        ({}, Step.WRITTEN, Trouble.NONE),
        ({"message": "handed"}, Step.SENT, Trouble.NONE),
        ({"message": "delivered"}, Step.DELIVERED, Trouble.NONE),
        ({"message": "dead"}, Step.WRITTEN, Trouble.NOT_SENT),
        ({"message": None}, Step.WRITTEN, Trouble.NOT_SENT),
        ({"message": "dead", "opened_at": NOW, "here": True}, Step.OPENED, Trouble.NONE),
        ({"opened_at": NOW, "here": True, "refused": "camera_refused"}, Step.OPENED, Trouble.CAMERA_REFUSED),
        ({"opened_at": NOW, "here": True, "refused": "no_camera"}, Step.OPENED, Trouble.NO_CAMERA),
        ({"opened_at": NOW, "camera_at": NOW, "here": True}, Step.CAMERA, Trouble.NONE),
        ({"opened_at": NOW - COMES, "camera_at": NOW, "connected_at": NOW}, Step.CONNECTED, Trouble.AWAY),
        ({"opened_at": NOW}, Step.OPENED, Trouble.NONE),
        ({"message": "handed", "open_until": NOW}, Step.SENT, Trouble.LATE),
    ],
)
def test_the_doctor_is_told_the_furthest_step_and_what_stands_in_the_way(given, reached, hindered):
    assert (step(facts(**given)), trouble(facts(**given), machine_now=NOW)) == (reached, hindered)


@pytest.mark.parametrize(("region", "language"), [("FR", "fr"), ("RE", "fr"), ("BE", "fr"), ("GB", "en"), ("DE", "en")])
def test_the_message_speaks_by_the_country_of_the_number(region, language):
    assert language_for(region) == language


def test_an_outcome_is_made_of_the_national_codes():
    assert unknown_words({"priority": "P1", "decision": "CONSEIL", "orientation": "", "care_level": "R9"}) == [
        "care_level"
    ]
