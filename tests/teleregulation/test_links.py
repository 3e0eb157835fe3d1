"""Sending, opening and ending a link, as the use cases judge it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.tenancy import acting
from chevet.notifications.gsm7 import fit_one_part
from chevet.notifications.models import Message, Suppression
from chevet.notifications.words import health_words
from chevet.people.models import Role
from chevet.teleregulation.models import Regulation, RegulationPhoto
from chevet.teleregulation.rules import Step, Trouble
from chevet.teleregulation.texts import JOIN, SHOW
from chevet.usecases.dispatch_messages import dispatch_messages
from chevet.usecases.end_regulation import conclude_regulation, end_regulation
from chevet.usecases.erase_record import erase_record
from chevet.usecases.invite_to_regulation import invite_to_regulation, send_link_again
from chevet.usecases.join_regulation import join_regulation
from chevet.usecases.open_link import open_link
from chevet.usecases.open_video_link import enter_video, leave_photo, open_video_link, video_ticket
from chevet.usecases.read_regulation import list_regulations, read_regulation
from chevet.video.models import VideoParticipant
from chevet.video.rules import Opening
from tests.fixtures.care import make_place
from tests.usecases.outbox import Dead, Hand
from tests.usecases.regulation_acts import picture
from tests.video.regulated import doctor_of, regulate

NIGHT = datetime(2027, 3, 1, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def regulated(db):
    return regulate(now=NIGHT)


def look(regulated, cookie=None, *, at=NIGHT):
    return open_video_link(visit=regulated.visit(cookie), machine_now=at).opening


def enter(regulated, cookie=None, *, at=NIGHT):
    return enter_video(visit=regulated.visit(cookie), label="iPhone", machine_now=at)


def caller(regulated):
    return read_regulation(**regulated.about).caller


def messages(regulated):
    with acting(regulated.actor.scope()):
        return list(Message.objects.order_by("id"))


def test_the_sms_leaves_at_night_before_everything_else_and_nothing_silences_it(regulated):
    (message,) = messages(regulated)
    with acting(regulated.actor.scope()):
        Suppression.objects.create(
            organisation_id=message.organisation_id,
            subject_id=message.subject_id,
            cause="stop",
            author="x",
            since=NIGHT,
        )
    dispatch_messages(now=NIGHT, machine_now=NIGHT, post=Hand(), on_dead=Dead())
    assert [(one.kind, one.state) for one in messages(regulated)] == [("samu_link", "handed")]
    assert caller(regulated).step is Step.SENT


@pytest.mark.parametrize("wordings", [SHOW, JOIN], ids=["show", "join"])
def test_the_words_fit_one_part_and_say_nothing_of_health(wordings):
    for language, wording in wordings.items():
        link = "https://suivi.chu-exemple.fr/v/" + "a" * 22
        text = fit_one_part(wording.sms, exact={"link": link}, service="Centre de réception du Val-Dormant")
        assert health_words(wording.sms + wording.mail) == (), language
        assert link in text


@pytest.mark.parametrize(
    ("number", "kept"),
    [("06 12 34 56 78", "+33612345678"), ("0692 12 34 56", "+262692123456"), ("+44 7400 123456", "+447400123456"),
     ("+1 613 555 0123", "+16135550123"), ("+221 77 123 45 67", "+221771234567")],
)  # fmt: skip
def test_numbers_of_france_and_of_elsewhere_are_taken(db, number, kept):
    assert read_regulation(**regulate(number=number, now=NIGHT).about).number == kept


@pytest.mark.parametrize("number", ["04 72 00 00 00", "15", "0612", "bonjour", "0800 12 34 56", ""])
def test_a_landline_or_half_a_number_is_refused_with_a_sentence_and_nothing_is_sent(db, number):
    place = make_place()
    with pytest.raises(Invalid) as refusal:
        regulate(place, number=number, now=NIGHT)
    assert refusal.value.fields["number"]
    with acting(place.scope):
        assert (Regulation.objects.count(), Message.objects.count()) == (0, 0)


def test_pressed_twice_it_is_sent_once(db):
    place, key = make_place(), uuid4()
    first, second = regulate(place, key=key, now=NIGHT), regulate(place, key=key, now=NIGHT)
    assert first.id == second.id
    assert len(messages(first)) == 1


def test_looking_changes_nothing_so_a_preview_robot_burns_nothing(regulated):
    assert [look(regulated), look(regulated), look(regulated)] == [Opening.NEW] * 3
    assert caller(regulated).opened is False
    assert enter(regulated)


def test_one_browser_has_the_link_and_a_second_is_refused(regulated):
    cookie = enter(regulated)
    assert enter(regulated, cookie) is None, "the same browser comes back"
    assert (look(regulated, cookie), look(regulated), look(regulated, "another")) == (
        Opening.MINE, Opening.TAKEN, Opening.TAKEN,
    )  # fmt: skip
    for door in (regulated.visit(), regulated.visit("another")):
        with pytest.raises(Conflict):
            enter_video(visit=door, label="", machine_now=NIGHT)
        with pytest.raises(Conflict):
            video_ticket(visit=door, machine_now=NIGHT)


def test_a_link_that_was_not_opened_in_time_is_void_until_it_is_sent_again(regulated):
    late = NIGHT + 15 * MINUTE
    assert look(regulated, at=late) is Opening.LATE
    with pytest.raises(NotFound):
        enter(regulated, at=late)
    assert read_regulation(**(regulated.about | {"machine_now": late})).caller.trouble is Trouble.LATE
    send_link_again(**(regulated.about | {"machine_now": late}), participant_id=caller(regulated).id)
    assert look(regulated, at=late) is Opening.NEW
    assert [one.once.rpartition(":")[2] for one in messages(regulated)] == ["1", "2"]


def test_once_opened_it_lasts_until_the_doctor_ends(regulated):
    cookie = enter(regulated)
    hours = NIGHT + 180 * MINUTE
    assert look(regulated, cookie, at=hours) is Opening.MINE
    assert video_ticket(visit=regulated.visit(cookie), machine_now=hours)
    end_regulation(**regulated.about)
    assert look(regulated, cookie, at=hours) is Opening.ENDED
    for act in (lambda: video_ticket(visit=regulated.visit(cookie), machine_now=hours), lambda: enter(regulated)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        join_regulation(**regulated.about)


def test_what_the_camera_said_reaches_the_doctors_page(regulated):
    enter(regulated)
    with acting(regulated.actor.scope()):
        VideoParticipant.objects.update(here_until=NIGHT + MINUTE, state={"refused": "camera_refused"})
    assert (caller(regulated).step, caller(regulated).trouble) == (Step.OPENED, Trouble.CAMERA_REFUSED)


def test_a_video_link_is_no_key_to_the_pages_of_a_follow_up(regulated):
    page = open_link(visit=regulated.visit(), now=NIGHT, machine_now=NIGHT)
    assert (page.state, page.organisation_name) == ("unknown", "")


def test_the_end_cancels_what_has_not_left_and_forgets_what_was_not_kept(regulated):
    leave_photo(visit=regulated.visit(), content=picture(), label="", now=NIGHT, machine_now=NIGHT)
    assert len(read_regulation(**regulated.about).photos) == 1
    end_regulation(**regulated.about)
    end_regulation(**regulated.about)
    with acting(regulated.actor.scope()):
        assert RegulationPhoto.objects.count() == 0
    assert [(one.state, one.body) for one in messages(regulated)] == [("cancelled", None)]


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"GIF89a" + b"\0" * 40, picture()[:200]], ids=["empty", "svg", "gif", "cut"]
)
def test_what_is_not_a_photo_is_refused(regulated, content):
    with pytest.raises(Invalid):
        leave_photo(visit=regulated.visit(), content=content, label="", now=NIGHT, machine_now=NIGHT)


def test_another_team_and_another_house_find_nothing(regulated):
    colleague = replace(regulated.actor, team_ids=frozenset({regulated.place.second_line_id}))
    stranger = doctor_of(make_place(name="Clinique du Port"))
    for other in (colleague, stranger):
        assert list_regulations(actor=other, **regulated.clocks) == []
        for act in (read_regulation, join_regulation, end_regulation):
            with pytest.raises(NotFound):
                act(**(regulated.about | {"actor": other}))


def test_an_assistant_sends_and_sees_states_and_nothing_of_what_was_found(regulated):
    conclude_regulation(
        **regulated.about, outcome={"decision": "CONSEIL"}, note="Vu.", identity={"first_name": "Odile"}
    )
    assistant = doctor_of(regulated.place, Role.REGULATION_ASSISTANT)
    about = regulated.about | {"actor": assistant}
    view = read_regulation(**about)
    assert (view.display, view.caller.step, view.conclusion, view.identity) == ("06 12 34 56 78", Step.WRITTEN, {}, {})
    invite_to_regulation(**about, role="relative", number="06 12 34 56 79", fiction=False)
    assert regulate(regulated.place, now=NIGHT).id
    for act in (join_regulation, end_regulation):
        with pytest.raises(Forbidden):
            act(**about)


def test_how_it_ended_is_kept_in_the_national_codes_and_may_be_corrected_after_the_end(regulated):
    end_regulation(**regulated.about)
    conclude_regulation(
        **regulated.about, outcome={"priority": "P2", "decision": "ORIENT"}, note=" Brûlure ", identity=None
    )
    assert read_regulation(**regulated.about).conclusion == {"priority": "P2", "decision": "ORIENT", "note": "Brûlure"}
    with pytest.raises(Invalid) as refusal:
        conclude_regulation(**regulated.about, outcome={"priority": "P9"}, note="", identity=None)
    assert list(refusal.value.fields) == ["priority"]


def test_a_forgotten_record_leaves_no_row_of_the_call(regulated):
    enter(regulated)
    with acting(regulated.actor.scope()):
        subject = Regulation.objects.get().subject_id
    erased = erase_record(
        subject_id=subject, organisation_id=regulated.place.organisation_id, why="request", dry_run=False, now=NIGHT,
        machine_now=NIGHT,
    )  # fmt: skip
    gone = {name for name, count in erased.rows.items() if count}
    assert gone == {"regulation", "regulation_guest", "video_room", "video_participant", "access_link", "access_device",
                    "message", "data_key"}  # fmt: skip
    assert regulated.tokens() == []
