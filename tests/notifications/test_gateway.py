"""The HTTP gateway against a provider that misbehaves: each answer is one of three, and nothing leaks."""

import logging
import socket
from datetime import timedelta

import pytest

from chevet.notifications.gateway import GatewaySettings, HttpGateway
from chevet.notifications.inbox import InboxGateway, InboxItem
from chevet.notifications.outcomes import Ambiguous, Handed, Refused
from chevet.notifications.policy import MessageClass, after_outcome, after_status
from chevet.notifications.request_template import AnswerReading, BadTemplate, RequestTemplate, StatusReading
from chevet.notifications.states import Report, State
from chevet.notifications.texts import MailText
from tests.notifications.hostile_gateway import provider

TO, TEXT, REFERENCE = "+262639980001", "Canari : 1 & 2 = {to} à Ouest", "019b-canary"
MESSAGE = {"to": TO, "text": TEXT, "reference": REFERENCE}
JSON_BODY = {"messages": [{"to": "{to}"}], "to": "{to}", "text": "{text}", "from": "{sender}", "ref": "{reference}"}


@pytest.fixture
def hostile():
    with provider() as server:
        yield server


@pytest.fixture
def gateway(hostile):
    with HttpGateway(settings(hostile.address)) as ours:
        yield ours


def settings(address, **changes):
    usual = {
        "sending": RequestTemplate(url=f"{address}/send", json=JSON_BODY, headers={"Authorization": "Bearer canary"}),
        "answer": AnswerReading(provider_ref="messages.0.id"),
        "asking": RequestTemplate(method="GET", url=f"{address}/status/{{reference}}"),
        "asked": StatusReading(path="status", words={"sent": Report.ACCEPTED, "arrived": Report.DELIVERED}),
        "sender": "CHEVET",
        "connect_limit": 1.0,
        "whole_limit": 0.4,
    }
    return GatewaySettings(**usual | changes)


def test_a_message_is_handed_over_with_the_provider_s_reference(hostile, gateway):
    assert gateway.send(**MESSAGE) == Handed("ref-1")
    assert hostile.taken == [
        {"messages": [{"to": TO}], "to": TO, "text": TEXT, "from": "CHEVET", "ref": REFERENCE},
    ]


@pytest.mark.parametrize(
    "shape",
    [
        {"method": "GET", "query": {"to": "{to_digits}", "text": "{text}", "dlr": "{callback}", "zero": "{to_00}"}},
        {"method": "POST", "form": {"to": "{to_digits}", "text": "{text}", "dlr": "{callback}", "zero": "{to_00}"}},
    ],
)
def test_query_and_form_carry_the_same_fields_encoded(hostile, shape):
    ours = settings(
        hostile.address,
        sending=RequestTemplate(url=f"{hostile.address}/send", **shape),
        callback="https://suivi.exemple.fr/sms?ref={reference}&state=%d",
    )
    with HttpGateway(ours) as gateway:
        assert gateway.send(**MESSAGE) == Handed("ref-1")
    assert hostile.taken == [
        {
            "to": "262639980001",
            "zero": "00262639980001",
            "text": TEXT,
            "dlr": f"https://suivi.exemple.fr/sms?ref={REFERENCE}&state=%d",
        }
    ]


def test_a_field_in_the_address_cannot_change_the_path(hostile):
    ours = settings(
        hostile.address, sending=RequestTemplate(method="GET", url=f"{hostile.address}/send?to={{to}}&text={{text}}")
    )
    with HttpGateway(ours) as gateway:
        gateway.send(to=TO, text="a&to=+33600000000#/../", reference=REFERENCE)
    assert hostile.taken == [{"to": TO, "text": "a&to=+33600000000#/../"}]


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        ("status 400", Refused("refused 400", final=True)),
        ("status 422", Refused("refused 422", final=True)),
        ("status 401", Refused("refused 401", final=False)),
        ("status 503", Refused("refused 503", final=False)),
        ("status_with_patience", Refused("refused 429", final=False, retry_after=timedelta(minutes=2))),
        ("redirect", Refused("refused 302", final=False)),
        ("status 500", Ambiguous("answered 500")),
        ("status 502", Ambiguous("answered 502")),
        ("status 504", Ambiguous("answered 504")),
        ("hang", Ambiguous("no answer in time")),
        ("take_then_hang", Ambiguous("no answer in time")),
        ("take_then_hang_up", Ambiguous("answer lost")),
        ("drip", Ambiguous("no answer in time")),
        ("babble", Ambiguous("answer lost")),
        ("nested", Handed("")),
    ],
)
def test_each_misbehaviour_has_its_meaning(hostile, gateway, behaviour, outcome):
    hostile.behaviour = behaviour
    assert gateway.send(**MESSAGE) == outcome


def test_a_flood_is_cut_short(hostile, gateway):
    hostile.behaviour = "flood"
    assert gateway.send(**MESSAGE) == Handed("")


@pytest.mark.parametrize(("error", "final"), [("busy", False), ("blacklisted", True)])
def test_a_refusal_behind_a_200_is_still_a_refusal(hostile, error, final):
    reading = AnswerReading(accepted_when='"id"', refused_for_good="blacklisted")
    hostile.behaviour = f"refuse_with_200 {error}"
    with HttpGateway(settings(hostile.address, answer=reading)) as gateway:
        assert gateway.send(**MESSAGE) == Refused("refused in the body", final=final)


def test_nobody_at_the_address_is_a_refusal_for_now():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with HttpGateway(settings(f"http://127.0.0.1:{taken.getsockname()[1]}")) as gateway:
            assert gateway.send(**MESSAGE) == Refused("unreachable", final=False)


def test_the_gateway_recovers_once_the_provider_does(hostile, gateway):
    hostile.behaviour = "take_then_hang_up"
    gateway.send(**MESSAGE)
    hostile.behaviour = "accept"
    assert gateway.send(**MESSAGE) == Handed("ref-2")


@pytest.mark.parametrize(
    ("behaviour", "known", "report"),
    [
        ("accept", "sent", Report.ACCEPTED),
        ("accept", "arrived", Report.DELIVERED),
        ("accept", "gibberish", Report.UNKNOWN),
        ("accept", None, Report.ABSENT),
        ("status 500", "sent", Report.UNKNOWN),
    ],
)
def test_the_gateway_is_asked_what_became_of_a_message(hostile, gateway, behaviour, known, report):
    hostile.behaviour = behaviour
    hostile.reports = {REFERENCE: known}
    assert gateway.status(reference=REFERENCE) is report
    assert hostile.asked == [REFERENCE]


def test_a_provider_without_a_status_request_cannot_tell(hostile):
    with HttpGateway(settings(hostile.address, asking=None)) as gateway:
        assert gateway.status(reference=REFERENCE) is Report.UNKNOWN


def test_a_reminder_taken_before_a_lost_answer_is_not_sent_twice(hostile, gateway):
    hostile.behaviour = "take_then_hang"
    step = after_outcome(MessageClass.REMINDER, gateway.send(**MESSAGE), tries=1, luck=0)
    assert (step.target, step.ask_first) == (State.NEW, True)
    hostile.reports = {REFERENCE: "sent"}
    report = gateway.status(reference=REFERENCE)
    assert after_status(MessageClass.REMINDER, report, tries=2, luck=0).target is State.HANDED
    assert len(hostile.taken) == 1


def test_a_reminder_that_never_arrived_is_sent_once_more(hostile, gateway):
    hostile.behaviour = "hang"
    gateway.send(**MESSAGE)
    hostile.behaviour = "accept"
    assert after_status(MessageClass.REMINDER, gateway.status(reference=REFERENCE), tries=2, luck=0) is None
    assert gateway.send(**MESSAGE) == Handed("ref-1")
    assert len(hostile.taken) == 1


def test_an_alert_is_sent_again_at_the_price_of_a_second_copy_with_the_same_reference(hostile, gateway):
    hostile.behaviour = "take_then_hang"
    step = after_outcome(MessageClass.ALERT, gateway.send(**MESSAGE), tries=1, luck=0)
    assert (step.target, step.ask_first) == (State.NEW, False)
    hostile.behaviour = "accept"
    assert gateway.send(**MESSAGE) == Handed("ref-2")
    assert [one["ref"] for one in hostile.taken] == [REFERENCE, REFERENCE]


@pytest.mark.parametrize("behaviour", ["accept", "status 400", "status 500", "take_then_hang_up", "babble"])
def test_neither_number_nor_text_nor_secret_is_ever_logged_or_returned(hostile, caplog, behaviour):
    hostile.behaviour = behaviour
    query = {"to": "{to}", "text": "{text}", "key": "canary"}
    ours = settings(hostile.address, sending=RequestTemplate(url=f"{hostile.address}/send", query=query, method="GET"))
    for name in (None, "httpx", "httpcore", "httpcore.http11"):
        caplog.set_level(logging.DEBUG, logger=name)
    with HttpGateway(ours) as gateway:
        outcome = gateway.send(**MESSAGE)
    for secret in ("639980001", "Canari", "canary"):
        assert secret not in caplog.text
        assert secret not in repr(outcome)
        assert secret not in repr(ours)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"query": {"a": "{number}"}}, "unknown fields: number"),
        ({"form": {}, "json": {}}, "a form or a JSON body"),
        ({"url": "ftp://a.example"}, "must begin with"),
        ({"url": "https://{to}.example/"}, "host of the address"),
        ({"headers": {"X": "é"}}, "one line of ASCII"),
    ],
)
def test_a_template_that_cannot_work_is_refused_at_once(changes, because):
    with pytest.raises(BadTemplate, match=because):
        RequestTemplate(**{"url": "https://a.example/"} | changes)


def test_the_inbox_shows_every_message_and_sends_none():
    shown = []
    inbox = InboxGateway(shown.append, sender="CHEVET")
    mail = MailText(subject="Votre code", plain="123456", html="<p>123456</p>")
    assert inbox.send(to=TO, text="Bonjour", reference="a") == Handed("a")
    assert inbox.send_mail(to="anne@exemple.fr", mail=mail, reference="b") == Handed("b")
    assert shown == [
        InboxItem(channel="sms", to=TO, sender="CHEVET", reference="a", text="Bonjour"),
        InboxItem(
            channel="email", to="anne@exemple.fr", sender="CHEVET", reference="b",
            text="123456", subject="Votre code", html="<p>123456</p>",
        ),
    ]  # fmt: skip
