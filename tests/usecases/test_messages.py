"""She writes, the team reads and answers: a task that stands in the list, closes by an answer, and takes nothing else along."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chevet.kernel.errors import Conflict, Forbidden, Invalid, TooMany
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.messaging.rules import LONGEST, MOST_AN_HOUR
from chevet.notifications.gsm7 import count
from chevet.notifications.models import Message
from chevet.notifications.parcels import opened
from chevet.usecases.bind_device import bind_device
from chevet.usecases.end_follow_up import end_follow_up
from chevet.usecases.export_record import bundle_of, export_record
from chevet.usecases.open_link import open_link
from chevet.usecases.read_messages import own_messages
from chevet.usecases.read_record import patient_page
from tests.fixtures.care import include

from .doing import (
    IN_DANGER,
    alerts,
    call,
    close,
    episode,
    minutes,
    paris,
    professionally,
    read,
    reply,
    send,
    sent,
    write,
)
from .stages import AT, CODE, with_code

SECRET = "Je ne dors plus depuis mardi."
ANSWER = "Prenez rendez-vous chez le dentiste."


def own(patient, *, now=AT, **more):
    return own_messages(visit=patient.visit(), now=now, machine_now=now, **more)


@pytest.fixture
def reader(db):
    """Somebody whose browser gave the code."""
    return with_code(bound=True).patient


def test_a_message_is_a_task_that_stands_in_the_list(patient):
    write(patient, SECRET, now=AT)
    assert alerts(patient) == {"message": (1, False)}
    (line,) = read(patient.place, "SELECT severity, live FROM worklist_line")
    assert line == (1, True)
    assert sent(patient, "alert") == []


@pytest.mark.parametrize(
    ("day", "hour", "promised"),
    [
        (1, "09:00", "01/03 13:00"),
        (1, "18:30", "02/03 10:30"),
        (1, "21:00", "02/03 12:00"),
        (2, "03:00", "02/03 12:00"),
    ],
)
def test_the_promise_counts_hours_of_duty(patient, day, hour, promised):
    told = write(patient, SECRET, now=paris(day, hour))
    assert f"{told.answer_by.astimezone(paris(1, hour).tzinfo):%d/%m %H:%M}" == promised


def test_the_task_is_due_when_the_answer_was_promised_or_sooner(patient):
    told = write(patient, SECRET, now=AT)
    assert episode(patient)["deadline_at"] == told.answer_by
    late = include(patient.place, first_name="Josette", confirmed_duplicate=True)
    told = write(late, SECRET, now=paris(1, "18:30"))
    assert episode(late)["deadline_at"] == paris(1, "20:00") < told.answer_by


def test_a_message_beside_a_red_changes_nothing_of_its_clock(patient):
    send(patient, IN_DANGER, now=AT)
    before, told = episode(patient), sent(patient, "alert")
    write(patient, SECRET, now=AT + minutes(2))
    assert episode(patient) == before
    assert sent(patient, "alert") == told
    assert set(alerts(patient)) == {"chest_pain", "message"}


def test_an_answer_closes_the_task_and_the_episode_says_by_whom(patient):
    write(patient, SECRET, now=AT)
    reply(patient, ANSWER, now=AT + minutes(10))
    assert (alerts(patient), episode(patient)) == ({}, None)
    assert read(patient.place, "SELECT closed_by FROM episode") == [(patient.place.actor.account_id,)]
    assert read(patient.place, "SELECT kind, closed_why FROM alert") == [("message", "handled")]


def test_an_answer_closes_nothing_but_the_message(patient):
    send(patient, IN_DANGER, now=AT)
    write(patient, SECRET, now=AT + minutes(1))
    before = episode(patient)
    reply(patient, ANSWER, now=AT + minutes(2))
    assert set(alerts(patient)) == {"chest_pain"}
    assert episode(patient) == before, "the red's clock goes on: nobody has tried to call"


def test_a_message_after_a_call_starts_the_clock_again(patient):
    write(patient, SECRET, now=AT)
    call(patient, now=AT + minutes(5))
    write(patient, "Et encore une question.", now=AT + minutes(30))
    assert episode(patient)["attempted_at"] is None


def test_a_new_message_after_the_episode_was_closed_is_a_new_task(patient):
    write(patient, SECRET, now=AT)
    close(patient, now=AT + minutes(5), also=["message"])
    write(patient, "Et encore une question.", now=AT + minutes(30))
    assert alerts(patient) == {"message": (1, False)}


def text_of(patient) -> list[str]:
    sql = """SELECT m.*, k.family, k.generation, k.wrapped FROM message m
               JOIN data_key k ON k.subject_id = m.key_id WHERE m.kind = 'message_waiting' ORDER BY m.due_at"""
    with UnitOfWork(patient.place.scope) as work:
        work.orm()
        return [opened(row, row.kind).text for row in Message.objects.raw(sql)]


def test_the_notice_says_that_a_message_waits_and_nothing_of_it(patient):
    reply(patient, ANSWER, now=AT)
    (text,) = text_of(patient)
    assert text == f"Suivi : un message vous attend. {text.split()[-1]}"
    assert text.endswith(f"/s/{patient.token}/messages")
    assert (count(text).gsm7, count(text).parts) == (True, 1)


def test_the_notice_waits_for_the_morning(patient):
    reply(patient, ANSWER, now=paris(1, "22:30"))
    assert [at for _, at in sent(patient, "message_waiting")] == [paris(2, "08:00")]


def test_one_notice_until_it_is_read_or_half_a_day_has_passed(reader):
    reply(reader, ANSWER, now=AT)
    reply(reader, "Et buvez.", now=AT + minutes(5))
    assert len(sent(reader, "message_waiting")) == 1
    own(reader, now=AT + minutes(6))
    reply(reader, "Encore un mot.", now=AT + minutes(7))
    assert len(sent(reader, "message_waiting")) == 2
    reply(reader, "Toujours là ?", now=AT + timedelta(hours=13))
    assert len(sent(reader, "message_waiting")) == 3


def test_without_an_address_the_team_is_told_to_call(place):
    nowhere = include(place, channel="phone", contacts=(("landline", "04 72 00 00 09", ""),), identified=False)
    assert reply(nowhere, ANSWER, now=AT) is False
    assert sent(nowhere, "message_waiting") == []


def test_after_the_end_nobody_writes_and_what_waits_does_not_leave(patient):
    reply(patient, ANSWER, now=AT)
    professionally(end_follow_up, patient, now=AT + minutes(1), reason="recovered")
    assert sent(patient, "message_waiting") == []
    for act in (write, reply):
        with pytest.raises(Conflict):
            act(patient, SECRET, now=AT + minutes(2))


def test_a_bound_browser_reads_both_sides_and_the_team_s_are_then_read(reader):
    write(reader, SECRET, now=AT)
    reply(reader, ANSWER, now=AT + minutes(5))
    assert open_link(visit=reader.visit(), now=AT, machine_now=AT).message_waiting is True
    page = own(reader, now=AT + minutes(6))
    assert [(one.text, bool(one.link_id)) for one in page.thread] == [(ANSWER, False), (SECRET, True)]
    assert own(reader, now=AT + minutes(9)).thread[0].read_at == AT + minutes(6)
    assert open_link(visit=reader.visit(), now=AT, machine_now=AT).message_waiting is False
    assert len(read(reader.place, "SELECT 1 FROM journal WHERE action = 'communication.read'")) == 2


def test_a_browser_that_only_gave_the_birthday_learns_the_hours_and_its_own_promise(patient):
    key = uuid4()
    told = write(patient, SECRET, now=AT, key=key)
    reply(patient, ANSWER, now=AT + minutes(1))
    page = own(patient, now=AT + minutes(2), sent=key)
    assert (page.thread, page.on_duty, page.sent) == (None, True, told.answer_by)
    assert page.hours[0]["from"] == "08:00"
    assert read(patient.place, "SELECT count(*) FROM communication WHERE read_at IS NULL AND link_id IS NULL") == [(1,)]


def test_at_night_the_page_says_when_the_team_is_back(patient):
    page = own(patient, now=paris(1, "22:00"))
    assert (page.on_duty, page.back_at) == (False, paris(2, "08:00"))


def test_the_team_s_page_opens_the_thread_and_notes_that_it_was_read(patient):
    write(patient, SECRET, now=AT)
    page = professionally(patient_page, patient, now=AT + minutes(3))
    assert [one.text for one in page.thread] == [SECRET]
    assert professionally(patient_page, patient, now=AT + minutes(4)).thread[0].read_at == AT + minutes(3)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x07", "a" * (LONGEST + 1)])
def test_what_cannot_be_a_message_is_refused_and_writes_nothing(patient, text):
    for act in (write, reply):
        with pytest.raises(Invalid) as refused:
            act(patient, text, now=AT)
        assert "text" in refused.value.fields
    assert read(patient.place, "SELECT 1 FROM communication") == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  bonjour\r\nça va ?  ", "bonjour\nça va ?"),
        ("مرحبا", "مرحبا"),
        ("a\x00b\x1b", "ab"),
        ("é" * LONGEST, "é" * LONGEST),
    ],
)
def test_what_is_kept_is_what_was_typed(reader, typed, kept):
    write(reader, typed, now=AT)
    assert own(reader).thread[0].text == kept


def test_the_same_key_from_the_other_side_or_in_another_record_is_a_conflict(place):
    first, second = include(place), include(place, first_name="Josette", confirmed_duplicate=True)
    key = uuid4()
    write(first, SECRET, now=AT, key=key)
    for act in (lambda: reply(first, SECRET, now=AT, key=key), lambda: write(second, SECRET, now=AT, key=key)):
        with pytest.raises(Conflict) as refused:
            act()
        assert SECRET not in str(refused.value)


def test_sixty_an_hour_then_a_wait_that_is_said(patient):
    for number in range(MOST_AN_HOUR):
        write(patient, f"Question {number}", now=AT)
    with pytest.raises(TooMany) as refused:
        write(patient, SECRET, now=AT + minutes(1))
    assert 0 < refused.value.retry_after <= 3600
    write(patient, SECRET, now=AT + minutes(61))


def test_a_revoked_browser_neither_writes_nor_reads(reader):
    write(reader, SECRET, now=AT)
    reader.device = ""
    for act in (lambda: write(reader, SECRET, now=AT), lambda: own(reader)):
        with pytest.raises(Forbidden):
            act()


def test_the_code_opens_what_was_written_before_it(db):
    stage = with_code()
    reply(stage.patient, ANSWER, now=AT)
    assert own(stage.patient).thread is None
    stage.patient.device = bind_device(visit=stage.patient.visit(), code=CODE, now=AT, machine_now=AT).secret
    assert [one.text for one in own(stage.patient).thread] == [ANSWER]


def test_her_copy_holds_what_both_wrote(reader):
    write(reader, SECRET, now=AT)
    reply(reader, ANSWER, now=AT + minutes(5))
    view = export_record(visit=reader.visit(), what="copy", now=AT, machine_now=AT)
    found = [one["resource"] for one in bundle_of(view, now=AT)["entry"]]
    letters = [one for one in found if one["resourceType"] == "Communication"]
    assert [one["payload"] for one in letters] == [[{"contentString": SECRET}], [{"contentString": ANSWER}]]
    assert [one["sender"] for one in letters] == [letters[0]["subject"], {"display": "Soignante 0"}]
