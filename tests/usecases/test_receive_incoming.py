"""Text messages from people: STOP, and everything else."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from chevet.kernel.tenancy import acting
from chevet.notifications.receipts import Incoming, keyword_of
from chevet.people.models import ContactPoint
from chevet.people.operations import contact_index
from chevet.usecases.receive_incoming import receive_incoming

from .outbox import NOON, Dead, Outbox

NUMBER = "+33639980001"


@pytest.fixture
def outbox(own_database) -> Outbox:
    outbox = Outbox()
    outbox.follow(zone="Europe/Paris")
    with acting(outbox.scope):
        from chevet.pathways.models import FollowUp

        follow_up = FollowUp.objects.get()
        contact = ContactPoint.objects.create(
            id=outbox.contact, organisation_id=outbox.organisation, subject_id=outbox.subject,
            patient_id=follow_up.patient_id, kind="mobile", value=b"", blind=contact_index(NUMBER),
        )  # fmt: skip
        FollowUp.objects.update(contact=contact, channel="sms", state="active")
    return outbox


def receive(text, *, sender=NUMBER, nonce=None, on_stop=None):
    incoming = Incoming(sender=sender, text=text, at=NOON, keyword=keyword_of(text))
    return receive_incoming(
        incoming=incoming, nonce=nonce or uuid4().hex, now=NOON, machine_now=datetime.now(UTC),
        on_stop=on_stop or Dead(),
    )  # fmt: skip


def test_stop_turns_off_what_the_number_is_used_for(outbox):
    stops = Dead()
    assert receive("Arrêtez !", on_stop=stops) == 1
    (stop,) = stops.letters
    assert (stop.contact_id, stop.subject_id, stop.now) == (outbox.contact, outbox.subject, NOON)
    assert outbox.all() == []


def test_a_stop_that_met_an_error_can_be_sent_again(outbox):
    def broken(**_):
        raise OSError

    with pytest.raises(OSError):
        receive("STOP", nonce="a", on_stop=broken)
    stops = Dead()
    assert receive("STOP", nonce="a", on_stop=stops) == 1
    assert receive("STOP", nonce="a", on_stop=stops) == 0
    assert len(stops.letters) == 1


def test_anything_else_is_answered_once_an_hour(outbox):
    receive("ça ne va pas")
    receive("répondez")
    message = outbox.only()
    assert (message.kind, message.channel, message.due_at) == ("unread_reply", "sms", NOON)
    body = outbox.record.open("message.body", message.body)
    assert "15" in body["text"]


def test_a_number_that_nobody_uses_is_let_be(outbox):
    stops = Dead()
    assert receive("STOP", sender="+33639980099", on_stop=stops) == 0
    assert (stops.letters, outbox.all()) == ([], [])
