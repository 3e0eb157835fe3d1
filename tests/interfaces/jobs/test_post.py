"""Messages on their real ways out: HTTP, SMTP, the demonstration's inbox; and what a stop leaves behind."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from chevet.demo.models import InboxItem
from chevet.interfaces.jobs.post import ThreadPost
from chevet.interfaces.jobs.ways import from_settings
from chevet.usecases.dispatch_messages import LEASE, dispatch_messages
from tests.fixtures.site import free_port
from tests.notifications.hostile_gateway import provider
from tests.usecases.outbox import NOON, Dead, Outbox

PROFILE = """
sending: {{url: "{0}/send", json: {{to: "{{to}}", text: "{{text}}", reference: "{{reference}}"}}}}
answer: {{provider_ref: messages.0.id}}
asking: {{method: GET, url: "{0}/status/{{reference}}"}}
asked: {{path: status, words: {{done: delivered}}}}
limits: {{connect: 1, whole: 5}}
"""


@pytest.fixture
def outbox(own_database, settings) -> Outbox:
    settings.SMS_GATEWAY, settings.SMS_SENDER, settings.DEMO = "", "CHEVET", False
    return Outbox()


@pytest.fixture
def gateway(settings, tmp_path, outbox):
    with provider() as desk:
        profile = tmp_path / "gateway.yaml"
        profile.write_text(PROFILE.format(desk.address))
        settings.SMS_GATEWAY = str(profile)
        yield desk


def dispatch(post, *, machine_now=None, dead=None):
    return dispatch_messages(
        now=NOON, machine_now=machine_now or datetime.now(UTC), post=post, on_dead=dead or Dead(), budget=20
    )


def test_a_gateway_takes_each_text_message_once(outbox, gateway):
    for number in range(30):
        outbox.write(text=f"Bonjour {number}", recipient=f"+3363998{number:04}")
    assert dispatch(ThreadPost(ways=from_settings()))["handed"] == 30
    assert sorted(taken["text"] for taken in gateway.taken) == sorted(f"Bonjour {n}" for n in range(30))
    assert {taken["reference"] for taken in gateway.taken} == {str(one.id) for one in outbox.all()}
    assert len({one.provider_ref for one in outbox.all()}) == 30


def test_after_a_lost_answer_the_gateway_is_asked_by_our_reference(outbox, gateway):
    outbox.write(kind="reminder")
    gateway.behaviour = "take_then_hang_up"
    post = ThreadPost(ways=from_settings(), threads=2)
    dispatch(post)
    message = outbox.only()
    gateway.reports[str(message.id)] = "done"
    gateway.behaviour = "accept"
    dispatch(post, machine_now=message.next_try_at)
    assert (len(gateway.taken), gateway.asked, outbox.only().state) == (1, [str(message.id)], "delivered")


def test_a_gateway_that_hangs_does_not_hold_the_process_that_stops(outbox, gateway):
    for number in range(6):
        outbox.write(text=str(number))
    gateway.behaviour = "take_then_hang"
    stopping = threading.Event()
    post = ThreadPost(ways=from_settings(), threads=2, stopping=stopping)
    threading.Timer(0.5, stopping.set).start()
    began, at = time.monotonic(), datetime.now(UTC)
    dispatch(post, machine_now=at)
    assert time.monotonic() - began < 2
    assert len(gateway.taken) == 2
    states = sorted(one.state for one in outbox.all())
    assert states.count("leased") >= 2
    gateway.released.set()
    gateway.behaviour = "accept"
    dispatch(ThreadPost(ways=from_settings(), threads=2), machine_now=at + LEASE + timedelta(seconds=1))
    assert {one.state for one in outbox.all()} == {"handed"}


@pytest.fixture
def mailbox(settings, outbox):
    received = []

    class Keeper:
        async def handle_DATA(self, server, session, envelope):
            received.append(envelope)
            return "250 taken"

    controller = Controller(Keeper(), hostname="127.0.0.1", port=free_port())
    controller.start()
    server = {"host": "127.0.0.1", "port": controller.port, "timeout": 20}
    settings.MAILERS = {"default": settings.MAILERS["default"] | {"OPTIONS": server}}
    yield received
    controller.stop()


def test_an_e_mail_leaves_by_smtp_with_both_faces(outbox, mailbox):
    outbox.write(channel="email", recipient="odile@exemple.fr", subject="Bonjour", text="brut", html="<p>riche</p>")
    assert dispatch(ThreadPost(ways=from_settings(), threads=1))["handed"] == 1
    (envelope,) = mailbox
    assert envelope.rcpt_tos == ["odile@exemple.fr"]
    assert b"brut" in envelope.content
    assert b"riche" in envelope.content
    assert f"Message-ID: <{outbox.only().id}@localhost>".encode() in envelope.content


def test_the_demonstration_shows_messages_in_the_order_in_which_they_were_due(outbox, settings):
    settings.DEMO = True
    outbox.write(due_at=NOON - timedelta(hours=1), text="first")
    outbox.write(due_at=NOON, kind="alert", text="second")
    outbox.write(due_at=NOON, channel="email", text="third", subject="s", html="<p>h</p>")
    dispatch(ThreadPost(ways=from_settings(), threads=1))
    shown = InboxItem.objects.order_by("at", "id").values_list("text", "at", "channel", "recipient")
    assert sorted(shown) == [
        ("first", NOON - timedelta(hours=1), "sms", "+33639980001"),
        ("second", NOON, "sms", "+33639980001"),
        ("third", NOON, "email", "+33639980001"),
    ]


def test_the_demonstration_shows_a_message_once_after_a_crash(outbox, settings):
    settings.DEMO = True
    outbox.write(kind="reminder")
    post = ThreadPost(ways=from_settings(), threads=1)
    dispatch(post)
    outbox.change(state="new", ask_first=True, provider_ref="")
    dispatch(post)
    connection.close()
    assert (InboxItem.objects.count(), outbox.only().state) == (1, "delivered")


def test_without_any_way_out_messages_wait(outbox):
    outbox.write(kind="alert")
    dispatch(ThreadPost(ways=from_settings(), threads=1))
    assert (outbox.only().state, outbox.only().reason) == ("new", "no gateway")
