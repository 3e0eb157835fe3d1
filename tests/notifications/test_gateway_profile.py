"""Profiles as an operator writes them, and his mistakes, each answered with the place and the reason."""

from pathlib import Path

import pytest

import chevet.notifications
from chevet.notifications.gateway_profile import read_profile
from chevet.notifications.request_template import BadTemplate
from chevet.notifications.states import Report

SHIPPED = sorted((Path(chevet.notifications.__file__).parent / "profiles").glob("*.yaml"))
VARIABLES = {
    "KANNEL_URL": "http://127.0.0.1:13013", "KANNEL_USER": "chevet", "KANNEL_PASSWORD": "canary-password",
    "SMS_GATEWAY_URL": "https://sms.exemple.fr/v1", "SMS_GATEWAY_TOKEN": "canary-token",
    "SMS_CALLBACK_URL": "https://suivi.exemple.fr/sms", "SMS_CALLBACK_SECRET": "canary-of-sixteen",
}  # fmt: skip
SMALLEST = "sending: {url: 'https://sms.exemple.fr', json: {to: '{to}'}}"


def read(text, *, sender="CHEVET", variables=VARIABLES):
    return read_profile(text, variables=variables, sender=sender)


def test_some_profiles_are_shipped():
    assert [path.stem for path in SHIPPED] == ["kannel", "signed"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_profile_is_read_and_prints_no_secret(path):
    profile = read(path.read_text())
    assert profile.receipts == path.stem
    assert "canary" not in repr(profile.gateway.sending) + repr(profile.gateway.asking)


def test_the_words_of_a_status_are_ours_once_read():
    asked = read(SHIPPED[1].read_text()).gateway.asked
    assert asked.words == {
        "queued": Report.ACCEPTED, "sent": Report.ACCEPTED, "delivered": Report.DELIVERED,
        "failed": Report.FAILED, "expired": Report.FAILED,
    }  # fmt: skip


def test_the_smallest_profile_has_no_way_back():
    profile = read(SMALLEST)
    assert (profile.receipts, profile.gateway.sender, profile.gateway.asking) == ("none", "CHEVET", None)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("{", "not YAML"),
        ("- a", "needs a section `sending`"),
        (SMALLEST + "\nsendin: {}", "unknown sections: sendin"),
        (SMALLEST + "\nreceipts: maybe", "receipts must be one of"),
        (SMALLEST.replace("{to}", "{number}"), "section `sending`: unknown fields: number"),
        (SMALLEST.replace("json", "jsno"), "section `sending`: got an unexpected keyword argument 'jsno'"),
        (SMALLEST + "\nasked: {path: a, words: {x: perhaps}}", "section `asked`"),
        (SMALLEST.replace("sms.exemple.fr", "${NOWHERE}"), "needs NOWHERE in the environment"),
    ],
)
def test_a_mistake_is_named(text, because):
    with pytest.raises(BadTemplate, match=because):
        read(text)


@pytest.mark.parametrize("sender", ["SANTE974", "", "Chevet suivi", "123"])
def test_a_sender_that_speaks_or_cannot_travel_is_refused(sender):
    with pytest.raises(BadTemplate, match="the sender must be"):
        read(SMALLEST, sender=sender)


@pytest.mark.parametrize("sender", ["CHEVET", "38663", "+33639980000"])
def test_a_neutral_sender_is_taken(sender):
    assert read(SMALLEST, sender=sender).gateway.sender == sender
