"""The dispatcher against a real database: what leaves, once, when, and what a person hears of."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from chevet.audit.models import JournalEntry
from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import Crash, FailPoint
from chevet.notifications.models import URGENT
from chevet.notifications.outcomes import Ambiguous, Handed, Refused
from chevet.notifications.policy import POLICIES, MessageClass
from chevet.notifications.states import Report
from chevet.usecases.dispatch_messages import LEASE, dispatch_messages

from .outbox import NIGHT, NOON, Dead, Hand, Outbox

BUSY = Refused("refused 503", final=False)


@pytest.fixture
def outbox(own_database) -> Outbox:
    return Outbox()


def dispatch(post, *, now=NOON, machine_now=None, on_dead=None, **more):
    machine_now = machine_now or datetime.now(UTC)
    return dispatch_messages(now=now, machine_now=machine_now, post=post, on_dead=on_dead or Dead(), **more)


def test_a_due_message_is_opened_and_handed_over_once(outbox):
    outbox.write(text="Bonjour 2 minutes", kind="reminder")
    post = Hand()
    assert dispatch(post)["handed"] == 1
    assert dispatch(post)["handed"] == 0
    (parcel,) = post.sent
    message = outbox.only()
    assert (parcel.to, parcel.text, parcel.reference) == ("+33639980001", "Bonjour 2 minutes", str(message.id))
    assert (message.state, message.provider_ref, message.handed_at, message.attempts) == ("handed", "ref-1", NOON, 1)
    assert message.body is not None
    with acting(outbox.scope):
        line = JournalEntry.objects.get(action="message.handed")
    assert (line.subject_id, line.detail["message"]) == (outbox.subject, str(message.id))


def test_the_same_once_is_written_once(outbox):
    outbox.write(once="reminder:1")
    outbox.write(once="reminder:1")
    assert len(outbox.all()) == 1


def test_a_message_waits_for_its_domain_time(outbox):
    outbox.write(due_at=NOON + timedelta(minutes=1))
    post = Hand()
    dispatch(post)
    assert post.sent == []
    dispatch(post, now=NOON + timedelta(minutes=1))
    assert len(post.sent) == 1


def test_messages_leave_in_the_order_in_which_they_were_due(outbox):
    for minutes in (3, 1, 2):
        outbox.write(due_at=NOON - timedelta(minutes=minutes), text=str(minutes))
    post = Hand()
    dispatch(post)
    assert [parcel.text for parcel in post.sent] == ["3", "2", "1"]


def test_an_alert_does_not_queue_behind_reminders(outbox):
    for minutes in range(5):
        outbox.write(due_at=NOON - timedelta(minutes=10 + minutes))
    outbox.write(kind="alert")
    post = Hand()
    dispatch(post, batch=2)
    assert post.sent[0].row.kind == "alert"
    assert len(post.sent) == 6


def test_what_has_its_own_claim_is_exactly_what_does_not_rest_at_night():
    to_professionals = {
        MessageClass.ACCOUNT,
        MessageClass.DIGEST,
        MessageClass.ADVICE_ASKED,
        MessageClass.ADVICE_GIVEN,
    }  # few
    awake = {one for one, policy in POLICIES.items() if not policy.rests_at_night}
    assert sorted(URGENT) == sorted(awake - to_professionals)


@pytest.mark.parametrize("scope_of", ["follow_up_id", "contact_id"])
def test_a_suppression_cancels_reminders_and_forgets_their_content(outbox, scope_of):
    outbox.write(kind="reminder")
    whom = outbox.follow_up if scope_of == "follow_up_id" else outbox.contact
    outbox.suppress(cause="stop", **{scope_of: whom})
    post = Hand()
    dispatch(post)
    message = outbox.only()
    assert post.sent == []
    assert (message.state, message.reason, message.body, message.recipient) == ("cancelled", "stop", None, None)


@pytest.mark.parametrize("kind", ["code", "appointment", "samu_link", "video_link", "alert"])
def test_codes_appointments_and_links_are_never_silenced(outbox, kind):
    outbox.write(kind=kind)
    for cause in ("stop", "withdrawal", "mute", "ended", "wrong_person"):
        outbox.suppress(cause=cause, follow_up_id=outbox.follow_up)
    post = Hand()
    dispatch(post, now=NIGHT)
    assert len(post.sent) == 1


def test_a_suppression_of_another_contact_silences_nothing(outbox):
    outbox.write(kind="reminder", follow_up_id=None)
    outbox.suppress(cause="stop", contact_id=outbox.subject)
    post = Hand()
    dispatch(post)
    assert len(post.sent) == 1


def test_a_suppression_between_two_tries_stops_the_second(outbox):
    outbox.write(kind="reminder")
    dispatch(Hand(BUSY))
    outbox.suppress(cause="withdrawal", follow_up_id=outbox.follow_up)
    post = Hand()
    dispatch(post, machine_now=datetime.now(UTC) + timedelta(hours=1))
    assert (post.sent, outbox.only().state) == ([], "cancelled")


def test_a_refusal_for_now_waits_by_the_machines_clock(outbox):
    outbox.write()
    dispatch(Hand(BUSY))
    message = outbox.only()
    assert (message.state, message.attempts, message.reason) == ("new", 1, "refused 503")
    post = Hand()
    dispatch(post)
    assert post.sent == []
    dispatch(post, machine_now=message.next_try_at)
    assert outbox.only().state == "handed"


def test_a_final_refusal_becomes_somebodys_task_once(outbox):
    outbox.write(kind="invitation")
    dead = Dead()
    refused = Hand(Refused("refused 400", final=True))
    dispatch(refused, on_dead=dead)
    dispatch(refused, on_dead=dead)
    (letter,) = dead.letters
    assert (letter.kind, letter.reason, letter.follow_up_id) == ("invitation", "refused 400", outbox.follow_up)
    message = outbox.only()
    assert (message.state, message.settled_at) == ("dead", NOON)
    assert message.body is not None, "a person may send it again"


def test_a_task_that_could_not_be_made_is_tried_again(outbox):
    outbox.write()

    def broken(**_):
        raise OSError

    with pytest.raises(OSError):
        dispatch(Hand(Refused("refused 400", final=True)), on_dead=broken)
    assert outbox.only().settled_at is None
    dead = Dead()
    dispatch(Hand(), on_dead=dead)
    assert len(dead.letters) == 1


def test_after_an_ambiguous_answer_a_reminder_asks_before_it_is_sent_again(outbox):
    outbox.write(kind="reminder")
    dispatch(Hand(Ambiguous("answer lost")))
    assert (outbox.only().state, outbox.only().ask_first) == ("new", True)
    post = Hand(report=Report.ACCEPTED)
    dispatch(post, machine_now=outbox.only().next_try_at)
    assert (len(post.asked), post.sent, outbox.only().state) == (1, [], "handed")


def test_a_reminder_that_never_arrived_is_sent_after_the_question(outbox):
    outbox.write(kind="reminder")
    dispatch(Hand(Ambiguous()))
    post = Hand(report=Report.ABSENT)
    dispatch(post, machine_now=outbox.only().next_try_at)
    assert (len(post.asked), len(post.sent)) == (1, 1)


@pytest.mark.parametrize("kind", ["alert", "code", "video_link"])
def test_after_an_ambiguous_answer_an_alert_is_sent_again_unasked(outbox, kind):
    outbox.write(kind=kind)
    dispatch(Hand(Ambiguous()))
    post = Hand()
    dispatch(post, machine_now=outbox.only().next_try_at)
    assert (post.asked, len(post.sent)) == ([], 1)


def test_what_a_dead_dispatcher_held_comes_back_as_perhaps_sent(outbox):
    outbox.write(kind="reminder")
    at = datetime.now(UTC)

    def killed(parcel):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dispatch(Hand(killed), machine_now=at)
    assert outbox.only().state == "leased"
    post = Hand(report=Report.DELIVERED)
    dispatch(post, machine_now=at + LEASE / 2)
    assert (post.asked, post.sent) == ([], [])
    dispatch(post, machine_now=at + LEASE + timedelta(seconds=1))
    assert (len(post.asked), post.sent) == (1, [])
    assert (outbox.only().state, outbox.only().body) == ("delivered", None)


def test_a_reminder_claimed_at_night_waits_for_the_persons_morning(outbox):
    outbox.follow(zone="Europe/Paris")
    outbox.write(kind="reminder", due_at=NIGHT)
    outbox.write(kind="alert", due_at=NIGHT)
    post = Hand()
    dispatch(post, now=NIGHT)
    assert [parcel.row.kind for parcel in post.sent] == ["alert"]
    (reminder,) = [one for one in outbox.all() if one.kind == "reminder"]
    assert (reminder.state, reminder.attempts) == ("new", 0)
    assert reminder.due_at == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_code_that_is_too_late_is_dead(outbox):
    outbox.write(kind="code")
    post, dead = Hand(), Dead()
    later = timedelta(minutes=11)
    dispatch(post, now=NOON + later, machine_now=datetime.now(UTC) + later, on_dead=dead)
    assert (post.sent, outbox.only().state, len(dead.letters)) == ([], "dead", 1)


def test_a_jump_of_the_domain_clock_alone_makes_nothing_too_late(outbox):
    outbox.write(kind="reminder")
    post = Hand()
    dispatch(post, now=NOON + timedelta(days=13))
    assert len(post.sent) == 1


def test_a_message_whose_record_was_erased_is_cancelled(outbox):
    outbox.write()
    outbox.change(key_id=outbox.contact)
    post = Hand()
    dispatch(post)
    assert (post.sent, outbox.only().state, outbox.only().reason) == ([], "cancelled", "content erased")


def test_an_error_of_ours_is_treated_as_perhaps_sent(outbox, caplog):
    outbox.write(kind="reminder", recipient="+33639980777")

    def broken(parcel):
        raise ValueError(parcel.to)

    dispatch(Hand(broken))
    assert (outbox.only().state, outbox.only().ask_first) == ("new", True)


def test_two_dispatchers_never_hand_over_the_same_message(outbox):
    for number in range(60):
        outbox.write(text=str(number))
    posts = [Hand(), Hand()]

    def run(post):
        try:
            while dispatch(post, batch=7)["handed"]:
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(post,)) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = sorted(int(parcel.text) for post in posts for parcel in post.sent)
    assert sent == list(range(60))


def test_a_post_that_stops_gives_back_what_it_did_not_try(outbox):
    for number in range(3):
        outbox.write(text=str(number))
    post = Hand()

    def then_stop(parcel):
        post.stopping = True
        return Refused("refused 503", final=False)

    post.outcome = then_stop
    dispatch(post)
    assert len(post.sent) == 1
    assert sorted((one.state, one.attempts) for one in outbox.all()) == [("new", 0), ("new", 0), ("new", 1)]


def test_a_crash_after_any_statement_neither_loses_nor_doubles_a_message(own_database):
    outbox, crashes = Outbox(), 0
    while crashes < 50:
        outbox.write(kind="reminder")
        post = Hand()
        try:
            with FailPoint(crashes + 1):
                dispatch(post)
            break
        except Crash:
            crashes += 1
        later = datetime.now(UTC) + LEASE + timedelta(seconds=1)
        again = Hand(report=Report.ACCEPTED if post.sent else Report.ABSENT)
        dispatch(again, machine_now=later)
        assert len(post.sent) + len(again.sent) == 1, f"after statement {crashes}"
        assert {one.state for one in outbox.all()} == {"handed"}
    assert 6 <= crashes < 50


def test_a_crash_while_a_dead_letter_is_told_leaves_it_to_be_told_again(own_database):
    outbox = Outbox()
    outbox.write()
    dead = Dead()

    def then_crash(**letter):
        dead(**letter)
        raise Crash

    with pytest.raises(Crash):
        dispatch(Hand(Refused("refused 400", final=True)), on_dead=then_crash)
    dispatch(Hand(), on_dead=dead)
    dispatch(Hand(), on_dead=dead)
    assert len(dead.letters) == 2


def test_a_database_that_goes_away_during_an_attempt_makes_nothing_leave_twice(own_database):
    outbox = Outbox()
    outbox.write(kind="alert")

    def cut(parcel):
        with psycopg.connect(own_database.superuser, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return Handed("ref-1")

    post = Hand(cut)
    assert dispatch(post)["handed"] == 1
    assert (len(post.sent), outbox.only().state) == (1, "handed")
