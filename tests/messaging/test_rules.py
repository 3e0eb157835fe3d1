"""What may be written and when somebody is told, as facts."""

from datetime import UTC, datetime, timedelta

import pytest

from chevet.kernel.errors import Invalid
from chevet.messaging.replies import REPLIES
from chevet.messaging.rules import LONGEST, NOTICE_RESTS, rings, worded

NOON = datetime(2027, 3, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  bonjour ", "bonjour"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("tab\tulation", "tab ulation"),
        ("مرحبا بكم", "مرحبا بكم"),
        ("👩‍⚕️ merci", "👩‍⚕️ merci"),
        ("é" * LONGEST, "é" * LONGEST),
        ("a" * LONGEST + "   ", "a" * LONGEST),
    ],
)
def test_what_is_kept_of_what_was_typed(typed, kept):
    assert worded(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n\t ", "\x00\x01", "a" * (LONGEST + 1)])
def test_what_is_no_message(typed):
    with pytest.raises(Invalid) as refused:
        worded(typed)
    assert list(refused.value.fields) == ["text"]


@pytest.mark.parametrize(
    ("noticed_at", "rung"),
    [
        (None, True),
        (NOON, False),
        (NOON - NOTICE_RESTS + timedelta(seconds=1), False),
        (NOON - NOTICE_RESTS, True),
    ],
)
def test_a_notice_rests_until_it_is_read_or_old(noticed_at, rung):
    assert rings(noticed_at=noticed_at, now=NOON) is rung


def test_short_answers_are_messages_in_both_languages():
    for sentence in REPLIES.values():
        assert (worded(sentence.fr), worded(sentence.en)) == (sentence.fr, sentence.en)
        assert sentence.fr != sentence.en
