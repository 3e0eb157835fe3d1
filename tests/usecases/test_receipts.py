"""Receipts from providers: never backwards, never twice, never for a message that is not ours."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from chevet.notifications.outcomes import Ambiguous
from chevet.notifications.receipts import Receipt
from chevet.notifications.states import Report
from chevet.usecases.dispatch_messages import dispatch_messages
from chevet.usecases.receive_receipt import receive_receipt

from .outbox import NOON, Dead, Hand, Outbox


@pytest.fixture
def outbox(own_database) -> Outbox:
    return Outbox()


def hand_over(outbox, *, kind="reminder", post=None):
    outbox.write(kind=kind)
    dispatch(post or Hand())
    return outbox.only()


def dispatch(post, dead=None):
    dispatch_messages(now=NOON, machine_now=datetime.now(UTC), post=post, on_dead=dead or Dead())


def receive(message, report, *, nonce=None, reference=None):
    receipt = Receipt(reference=reference or str(message.id), report=report, at=NOON, provider_ref="theirs")
    return receive_receipt(
        receipt=receipt, nonce=nonce or uuid4().hex, now=NOON + timedelta(minutes=1), machine_now=datetime.now(UTC)
    )


def test_what_arrived_is_forgotten(outbox):
    message = hand_over(outbox)
    assert receive(message, Report.DELIVERED)
    message = outbox.only()
    assert (message.state, message.body, message.recipient) == ("delivered", None, None)
    assert (message.settled_at, message.provider_ref) == (NOON + timedelta(minutes=1), "ref-1")


def test_a_later_failure_takes_nothing_back(outbox):
    message = hand_over(outbox)
    receive(message, Report.DELIVERED)
    assert not receive(message, Report.FAILED)
    assert outbox.only().state == "delivered"


def test_a_copy_of_a_callback_changes_nothing(outbox):
    message = hand_over(outbox, kind="alert")
    assert receive(message, Report.FAILED, nonce="a")
    before = outbox.only()
    dispatch_at_retry(before)
    assert not receive(message, Report.FAILED, nonce="a")
    assert outbox.only().state == "handed"


def dispatch_at_retry(message):
    dispatch_messages(now=NOON, machine_now=message.next_try_at, post=Hand(), on_dead=Dead())


def test_a_failed_alert_is_tried_again(outbox):
    message = hand_over(outbox, kind="alert")
    receive(message, Report.FAILED)
    message = outbox.only()
    assert (message.state, message.reason, message.ask_first) == ("new", "not delivered", False)
    dispatch_at_retry(message)
    assert (outbox.only().state, outbox.only().attempts) == ("handed", 2)


def test_a_failed_reminder_becomes_somebodys_task(outbox):
    message = hand_over(outbox, kind="reminder")
    receive(message, Report.FAILED)
    dead = Dead()
    dispatch(Hand(), dead)
    (letter,) = dead.letters
    assert (letter.message_id, letter.reason) == (message.id, "not delivered")


def test_a_receipt_that_overtakes_the_lost_answer_is_believed(outbox):
    message = hand_over(outbox, post=Hand(Ambiguous("answer lost")))
    assert message.state == "new"
    assert receive(message, Report.DELIVERED)
    post = Hand()
    dispatch(post)
    assert (post.sent, outbox.only().state) == ([], "delivered")


def test_a_receipt_during_the_attempt_stands(outbox):
    outbox.write()

    class Quick(Hand):
        def send(self, parcel):
            receive(parcel.row, Report.DELIVERED)
            return super().send(parcel)

    dispatch(Quick())
    message = outbox.only()
    assert (message.state, message.provider_ref, message.body) == ("delivered", "ref-1", None)


@pytest.mark.parametrize("reference", ["7d1f5d3e-0c52-4c6f-9b7e-2f0a6a0d9c11", "not-ours", ""])
def test_a_receipt_of_nobodys_message_changes_nothing(outbox, reference):
    message = hand_over(outbox)
    assert not receive(message, Report.DELIVERED, reference=reference or "x")
    assert outbox.only().state == "handed"
