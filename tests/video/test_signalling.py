"""Signalling as two pages meet it: who hears whom, what is refused, what survives."""

import queue
from datetime import timedelta

import pytest

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.switchboard import Switchboard
from chevet.kernel.tenancy import acting
from chevet.people.models import Account, Membership
from chevet.usecases.end_regulation import end_regulation
from chevet.usecases.invite_to_regulation import invite_to_regulation, send_guest_away
from chevet.usecases.join_regulation import join_regulation
from chevet.usecases.open_video_link import enter_video, video_ticket
from chevet.video.models import VideoParticipant, VideoSignal

from .regulated import regulate
from .wire import wired

OFFER = {"type": "offer", "sdp": "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"}


@pytest.fixture
def regulated(own_database):
    regulated = regulate()
    with acting(regulated.actor.scope()):
        Membership.objects.update(since=machine_now() - timedelta(days=1))
    return regulated


@pytest.fixture
def wire(regulated):
    with wired() as wire:
        yield wire


def doctor(regulated, wire, **how):
    return wire.open(join_regulation(**regulated.about), **how)


def caller(regulated, wire, *, at=0, cookies={}, **how):  # noqa: B006 – one for each regulation
    key = (regulated.id, at)
    if key not in cookies:
        cookies[key] = enter_video(visit=regulated.visit(at=at), label="", machine_now=machine_now())
    ticket = video_ticket(visit=regulated.visit(cookies[key], at=at), machine_now=machine_now())
    return wire.open(ticket, **how)


@pytest.fixture
def both(regulated, wire):
    """A doctor and a caller, each of whom knows that the other is there."""
    first = doctor(regulated, wire).welcomed()
    second = caller(regulated, wire).welcomed()
    first.hear("peers")
    return first, second


def test_a_signal_reaches_the_one_it_is_for_and_says_who_and_which_page_sent_it(both):
    one, two = both
    one.signal(two, description=OFFER)
    assert two.hear("signal") == {
        "t": "signal", "from": one.me, "epoch": one.epoch, "d": {"epoch": two.epoch, "description": OFFER},
    }  # fmt: skip


def test_what_a_device_says_of_itself_is_shown_to_the_others_and_its_first_time_kept(regulated, both):
    one, two = both
    two.say({"t": "state", "d": {"camera": True, "torch": "off"}})
    peers = one.hear("peers")["peers"]
    assert [peer["state"] for peer in peers] == [{"camera": True, "torch": "off"}]
    with acting(regulated.actor.scope()):
        assert VideoParticipant.objects.get(pk=two.me).camera_at is not None


def test_a_ticket_opens_one_socket_once(regulated, wire):
    ticket = join_regulation(**regulated.about)
    wire.open(ticket).welcomed()
    second = wire.open(ticket)
    second.hear("closed")
    assert second.code == 4403


def test_a_page_of_another_site_opens_nothing_with_a_good_ticket(regulated, wire):
    foreign = wire.open(join_regulation(**regulated.about), origin="https://ailleurs.example")
    foreign.hear("closed")
    assert foreign.code == 4403


def test_pages_on_two_processes_meet_through_the_database(regulated, wire):
    elsewhere = Switchboard()
    one = doctor(regulated, wire).welcomed()
    two = caller(regulated, wire, board=elsewhere).welcomed()
    assert [peer["here"] for peer in one.hear("peers")["peers"]] == [True]
    one.signal(two, description=OFFER)
    assert two.hear("signal")["d"]["description"] == OFFER
    wire.stop(elsewhere)


def test_a_page_that_comes_back_keeps_its_epoch_and_a_new_page_has_a_new_one(regulated, wire, both):
    _, two = both
    two.leave()
    back = caller(regulated, wire, epoch=two.epoch).welcomed()
    assert back.epoch == two.epoch
    assert caller(regulated, wire).welcomed().epoch == two.epoch + 1
    assert back.hear("end")["why"] == "replaced"


def test_the_process_may_stop_and_another_takes_the_call_up(regulated, wire, both):
    one, two = both
    wire.stop(wire.board)
    assert (one.hear("closed"), one.code) == ({"t": "closed"}, 1001), "an end would have told it not to come back"
    wire.board = Switchboard()
    again = doctor(regulated, wire, epoch=one.epoch).welcomed()
    other = caller(regulated, wire, epoch=two.epoch).welcomed()
    assert (again.epoch, other.epoch) == (one.epoch, two.epoch)
    again.signal(other, restart=True)
    assert other.hear("signal")["d"]["restart"] is True


def test_the_end_reaches_everybody_and_nobody_comes_back(regulated, wire, both):
    ticket = join_regulation(**regulated.about)
    end_regulation(**regulated.about)
    assert [page.hear("end")["why"] for page in both] == ["ended", "ended"]
    late = wire.open(ticket)
    late.hear("closed")
    assert late.code == 4403


def test_somebody_sent_away_leaves_at_once_and_hears_nothing_more(regulated, wire, both):
    one, _ = both
    invite_to_regulation(**regulated.about, role="relative", number="06 12 34 56 79", fiction=False)
    third = caller(regulated, wire, at=1).welcomed()
    one.hear("peers")
    send_guest_away(**regulated.about, participant_id=third.me)
    assert third.hear("end")["why"] == "revoked"
    one.signal(third, description=OFFER)
    assert third.silent("signal")
    with acting(regulated.actor.scope()):
        assert not VideoSignal.objects.filter(to_id=third.me, kind="signal").exists()


def test_a_third_person_with_a_link_of_another_call_receives_nothing(regulated, wire, both):
    one, two = both
    other = regulate(regulated.place, number="06 12 34 56 80")
    stranger = doctor(other, wire).welcomed()
    stranger.signal(two, description=OFFER)
    one.signal(stranger, description=OFFER)
    assert not {one.me, two.me} & {peer["id"] for peer in stranger.peers}
    assert two.silent("signal")
    assert stranger.silent("signal", for_=0.1)


def test_who_waits_at_the_door_sees_nobody_and_is_heard_by_nobody(regulated, wire, both):
    one, two = both
    with acting(regulated.actor.scope()):
        VideoParticipant.objects.filter(pk=two.me).update(admitted_at=None)
    two.leave()
    waiting = caller(regulated, wire)
    welcome = waiting.hear("welcome")
    assert (welcome["admitted"], welcome["peers"], welcome["ice"]) == (False, [], [])
    waiting.say({"t": "signal", "to": one.me, "d": {"epoch": one.epoch, "description": OFFER}})
    assert one.silent("signal")
    with acting(regulated.actor.scope()):
        VideoParticipant.objects.filter(pk=two.me).update(admitted_at=machine_now())
    assert waiting.hear("welcome", within=8)["admitted"] is True


def test_a_doctor_whose_account_is_closed_is_out_within_seconds(regulated, both):
    one, _ = both
    Account.objects.filter(pk=regulated.actor.account_id).update(is_active=False)
    assert one.hear("end", within=8)["why"] == "revoked"


@pytest.mark.parametrize(
    "said",
    [
        "", "null", "[]", "{", "\0", '{"t":"signal"}', '{"t":"admit"}', '{"t":"state","d":{"name":"Odile"}}',
        '{"t":"state","d":{"camera":"yes"}}', '{"t":"signal","to":"x","d":{"epoch":0,"restart":true}}', "[" * 9_000,
    ],
)  # fmt: skip
def test_what_is_not_a_frame_ends_the_line(both, said):
    both[0].say(said)
    both[0].hear("closed")
    assert both[0].code == 1008


@pytest.mark.parametrize(
    "description",
    [
        {"type": "offer", "sdp": "not a description"}, {"type": "offer", "sdp": "v=0" + "a" * 50_000},
        {"type": "offer", "sdp": 7}, {"type": "command", "sdp": "v=0"}, "v=0", None,
    ],
)  # fmt: skip
def test_a_malformed_description_goes_nowhere(both, description):
    one, two = both
    one.signal(two, description=description)
    one.hear("closed")
    assert two.silent("signal", for_=0.3)


def test_a_flood_ends_the_line_of_who_floods_and_of_nobody_else(both):
    one, two = both
    for _ in range(200):
        one.say({"t": "ping"})
    one.hear("closed")
    assert one.code == 1008
    two.say({"t": "ping"})
    two.hear("pong")


def test_what_passes_is_sealed_on_its_way(regulated, wire, both):
    one, two = both
    with acting(regulated.actor.scope()):
        VideoParticipant.objects.filter(pk=two.me).update(line=99)  # its socket is elsewhere: nobody takes it
    two.leave()
    one.signal(two, description=OFFER | {"sdp": "v=0\r\nc=IN IP4 203.0.113.9\r\n"})
    one.say({"t": "ping"})
    one.hear("pong")
    with acting(regulated.actor.scope()):
        body = bytes(VideoSignal.objects.get(to_id=two.me, kind="signal").body)
    assert b"203.0.113.9" not in body


def test_a_relay_gives_credentials_that_end(settings, regulated, wire):
    settings.TURN_URLS, settings.TURN_SECRET = ["stun:relay.example", "turn:relay.example?transport=udp"], "secret"
    page = doctor(regulated, wire).welcomed()
    stun, turn = page.ice
    assert stun == {"urls": ["stun:relay.example"]}
    expiry, who = turn["username"].split(":")
    assert who == page.me
    assert 0 < int(expiry) - machine_now().timestamp() <= 7200


def test_the_seventh_finds_no_place(regulated, wire):
    doctor(regulated, wire).welcomed()
    with acting(regulated.actor.scope()):
        room = VideoParticipant.objects.first()
        for _ in range(5):
            VideoParticipant.objects.create(
                organisation_id=room.organisation_id, subject_id=room.subject_id, room_id=room.room_id,
                role="relative", admitted_at=machine_now(), here_until=machine_now() + timedelta(minutes=1),
            )  # fmt: skip
    seventh = caller(regulated, wire)
    with pytest.raises(queue.Empty):
        seventh.hear("welcome", within=0.5)
    assert seventh.code == 1008
