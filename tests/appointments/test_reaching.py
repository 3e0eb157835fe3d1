"""A message that does not arrive: another way where one is known, somebody who calls otherwise, and it is on a list."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chevet.interfaces.jobs.tasks import make_task_of
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.teleconsultation.models import Seat
from chevet.usecases.cancel_appointment import cancel_appointment
from chevet.usecases.close_appointment import settle_unreached
from chevet.usecases.move_appointment import Move, move_appointment
from chevet.usecases.read_document import read_document
from chevet.usecases.read_errands import list_errands
from tests.fixtures.care import NOON, include, make_place
from tests.teleconsultation.held import hold
from tests.usecases import acts_of_documents as papers

from .agenda import NOW, TEN, booked

BOTH = (("mobile", "06 12 34 56 78", ""), ("email", "odile@exemple.fr", ""))


def letters(stage, kind: str = "appointment") -> list[Message]:
    with acting(stage.place.scope):
        return list(Message.objects.filter(kind=kind).order_by("id"))


def dies(letter: Message, now=NOW) -> None:
    """The dispatcher has given it up."""
    make_task_of(
        message_id=letter.id, organisation_id=letter.organisation_id, subject_id=letter.subject_id,
        follow_up_id=letter.follow_up_id, kind=letter.kind, now=now, machine_now=now,
    )  # fmt: skip


def to_call(stage, **changes) -> list[str]:
    return [one.unreached for one in list_errands(actor=stage.secretary, now=stage.now, **changes).to_call]


def test_an_sms_that_dies_leaves_by_mail_and_when_that_dies_too_somebody_calls(db):
    stage = booked(contacts=BOTH)
    for _ in range(2):
        dies(letters(stage)[0])
    assert [one.channel for one in letters(stage)] == ["sms", "email"]
    assert (stage.row().channel, to_call(stage)) == ("email", [])
    dies(letters(stage)[1])
    assert (len(letters(stage)), to_call(stage)) == (2, ["undelivered"])
    settle_unreached(actor=stage.secretary, appointment_id=stage.appointment_id, **stage.clocks)
    assert to_call(stage) == []


def test_shortly_before_somebody_calls_although_it_left_by_mail(db):
    stage = booked(contacts=BOTH)
    stage.now = TEN - timedelta(hours=2)
    dies(letters(stage)[0], stage.now)
    assert ([one.channel for one in letters(stage)], to_call(stage)) == (["sms", "email"], ["elsewhere"])


@pytest.mark.parametrize("told", [True, False])
def test_what_is_no_longer_so_asks_nobody_to_call_and_a_cancellation_that_got_lost_does(db, told):
    stage = booked()
    move = Move(appointment_id=stage.appointment_id, starts_at=TEN + timedelta(hours=1), seen=0)
    move_appointment(actor=stage.secretary, move=move, **stage.clocks)
    dies(letters(stage)[0])
    assert to_call(stage) == []
    whose = {"actor": stage.secretary, "appointment_id": stage.appointment_id} | stage.clocks
    cancel_appointment(**whose, why="professional", tell=told)
    if told:
        dies(letters(stage)[-1])
    assert to_call(stage) == (["undelivered"] if told else [])


def test_a_call_opened_at_once_is_told_of_by_mail_once(db):
    place = make_place()
    held = hold(place, patient=include(place, now=NOON, contacts=BOTH))
    for _ in range(2):
        dies(letters(held, "video_link")[0], held.now)
    _first, second = letters(held, "video_link")
    dies(second, held.now)
    assert (len(letters(held, "video_link")), second.channel) == (2, "email")
    with acting(place.scope):
        assert Seat.objects.get(role="patient").sends == 2


def test_a_document_before_the_call_is_told_once_and_stays_on_the_list_until_it_is_open(db):
    stage = booked()
    stage.actor, key = stage.place.actor, uuid4()
    for document_id in (key, uuid4()):
        with papers.at_once(papers.send_document):
            papers.send_document.send_document(
                visit=stage.visit(), document_id=document_id, content=papers.PAPER + document_id.bytes, title="",
                category="result", **stage.clocks,
            )  # fmt: skip
    assert [(one.kind, one.channel) for one in letters(stage, "account")] == [("account", "email")]
    (waits,) = list_errands(actor=stage.actor, now=stage.now).to_open
    assert (waits.many, waits.account_id) == (2, stage.place.actor.account_id)
    assert list_errands(actor=stage.secretary, now=stage.now).to_open == ()
    assert list_errands(actor=stage.place.stranger, now=stage.now).to_open == []
    read_document(actor=stage.actor, patient_id=stage.patient_id, document_id=key, **stage.clocks)
    assert [one.many for one in list_errands(actor=stage.actor, now=stage.now).to_open] == [1]
