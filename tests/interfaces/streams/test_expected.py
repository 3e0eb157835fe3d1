"""What waits to be drawn, and what is drawn before it was waited for."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from chevet.interfaces.streams.drawings import opened, seal
from chevet.interfaces.streams.expected import Drawings

TEAM, OTHER = uuid4(), uuid4()


def test_what_nobody_draws_in_time_is_overdue_once():
    waiting = Drawings()
    waiting.expect(TEAM, "fr", 7, "answer.sent", at=0)
    waiting.expect(TEAM, "fr", 8, "call.recorded", at=0.5)
    waiting.expect(OTHER, "fr", 9, "answer.sent", at=0.8)
    assert waiting.overdue(at=0.6, patience=0.6) == {}
    assert waiting.overdue(at=0.7, patience=0.6) == {(TEAM, "fr"): {"answer.sent", "call.recorded"}}
    assert waiting.overdue(at=0.8, patience=0.6) == {}


def test_what_is_drawn_is_waited_for_no_longer_whichever_is_seen_first():
    waiting = Drawings()
    waiting.came(TEAM, "fr", [7], at=0)
    for number in (7, 8):
        waiting.expect(TEAM, "fr", number, "x", at=0)
    waiting.expect(TEAM, "en", 7, "x", at=0)
    waiting.came(TEAM, "fr", [8], at=0.1)
    assert waiting.overdue(at=5, patience=0.6) == {(TEAM, "en"): {"x"}}


def test_early_drawings_are_forgotten_after_a_minute():
    waiting = Drawings()
    waiting.came(TEAM, "fr", [7], at=0)
    waiting.came(TEAM, "fr", [], at=61)
    assert waiting.came_early == {}


def test_a_body_opens_for_its_own_team_and_language_only():
    body = {"ids": [1], "lines": [{"id": "a", "html": "<li>Élodie</li>"}]}
    sealed = seal(body, team_id=TEAM, language="fr")
    assert opened(sealed, team_id=TEAM, language="fr") == body
    assert b"lodie" not in sealed
    for team_id, language in ((OTHER, "fr"), (TEAM, "en")):
        with pytest.raises(InvalidTag):
            opened(sealed, team_id=team_id, language=language)
