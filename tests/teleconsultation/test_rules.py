"""States from facts, moves, how it was held: tables."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chevet.notifications.gsm7 import is_gsm7, septets
from chevet.notifications.texts import write_sms
from chevet.notifications.words import health_words
from chevet.teleconsultation.rules import (
    LONGEST,
    MOVES,
    TEST_LASTS,
    Facts,
    Modality,
    State,
    ends_by,
    final_modality,
    may_move,
    state,
)
from chevet.teleconsultation.texts import AFTERWARDS, CALLED, DOCUMENT_WAITS, INVITED
from chevet.video.rules import Opening, opening
from tests.fixtures.care import NOON

MINUTE = timedelta(minutes=1)
NAMES = ("tested_at", "arrived_at", "admitted_at", "connected_at", "phone_at", "ended_at")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ((), State.PLANNED),
        (("tested_at",), State.TESTING),
        (("tested_at", "arrived_at"), State.WAITING),
        (("arrived_at", "admitted_at"), State.ADMITTED),
        (("arrived_at", "admitted_at", "connected_at"), State.IN_CALL),
        (("arrived_at", "phone_at"), State.BY_PHONE),
        (("arrived_at", "admitted_at", "connected_at", "phone_at"), State.BY_PHONE),
        (("arrived_at", "admitted_at", "ended_at"), State.ENDED),
        (("phone_at", "ended_at"), State.ENDED),
        (("arrived_at", "ended_at"), State.MISSED),
        (("ended_at",), State.MISSED),
    ],
)
def test_a_state_is_computed_from_facts(known, expected):
    assert state(Facts(**dict.fromkeys(known, NOON)), machine_now=NOON) == expected


def test_a_test_is_seen_for_a_moment_only():
    facts = Facts(tested_at=NOON)
    assert state(facts, machine_now=NOON + TEST_LASTS) == State.PLANNED


def test_every_fact_that_is_added_is_a_move_of_the_table():
    """From every reachable set of facts, one fact more leads along the table, or nowhere."""
    for chosen in product((None, NOON), repeat=len(NAMES)):
        facts = Facts(**dict(zip(NAMES, chosen, strict=True)))
        if (
            facts.ended_at
            or (facts.connected_at and not facts.admitted_at)
            or (facts.admitted_at and not facts.arrived_at)
        ):
            continue
        before = state(facts, machine_now=NOON)
        for name in NAMES:
            if (name == "connected_at" and not facts.admitted_at) or (name == "admitted_at" and not facts.arrived_at):
                continue
            after = state(replace(facts, **{name: NOON}), machine_now=NOON)
            assert after == before or may_move(before, after), (facts, name)


def test_nothing_leaves_an_end_and_nobody_reaches_a_call_without_admission():
    assert MOVES[State.ENDED] == MOVES[State.MISSED] == frozenset()
    assert [source for source in State if State.IN_CALL in MOVES[source]] == [State.ADMITTED, State.BY_PHONE]


@pytest.mark.parametrize(
    ("step", "connected", "by_phone", "held"),
    [
        ("video", True, False, Modality.VIDEO),
        ("audio", True, False, Modality.AUDIO),
        ("video", True, True, Modality.PHONE),
        ("phone", False, True, Modality.PHONE),
        ("video", False, False, Modality.NONE),
    ],
)
def test_how_it_was_held(step, connected, by_phone, held):
    facts = {"connected_at": NOON if connected else None, "phone_at": NOON if by_phone else None}
    assert final_modality(step=step, **facts) == held


@pytest.mark.parametrize(
    ("closed", "opened", "known", "minutes", "expected"),
    [
        (False, False, False, 0, Opening.NEW),
        (False, False, False, 121, Opening.LATE),
        (False, True, True, 121, Opening.MINE),
        (False, True, False, 0, Opening.TAKEN),
        (True, True, True, 0, Opening.ENDED),
    ],
)
def test_what_an_invited_persons_link_opens(closed, opened, known, minutes, expected):
    facts = {"closed": closed, "opened_at": NOON if opened else None, "known": known}
    assert opening(**facts, open_until=NOON + 120 * MINUTE, machine_now=NOON + minutes * MINUTE) == expected


def test_one_of_tomorrow_is_not_forgotten_before_it_begins():
    tomorrow = NOON + timedelta(days=1)
    assert ends_by(starts_at=tomorrow, now=NOON, machine_now=NOON) == tomorrow + LONGEST
    assert ends_by(starts_at=NOON - MINUTE, now=NOON, machine_now=NOON) == NOON + LONGEST


@pytest.mark.parametrize(
    "wording",
    [one for texts in (CALLED, INVITED, DOCUMENT_WAITS, AFTERWARDS) for one in texts.items()],
    ids=lambda one: one[0],
)
def test_a_message_fits_in_one_part_and_names_no_care(wording):
    language, words = wording
    service = "Centre hospitalier intercommunal des Monts et Vallées"
    text = write_sms(words, language=language, values={"service": service, "link": f"https://exemple.fr/r/{'a' * 22}"})
    assert is_gsm7(text) and septets(text) <= 160
    assert health_words(words.sms) == health_words(words.mail) == health_words(words.subject) == ()
