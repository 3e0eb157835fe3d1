"""Rooms without a socket: who wins, what a frame may be, when a path is given up."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.video import operations
from chevet.video.frames import FLAGS, Malformed, read_frame
from chevet.video.models import VideoParticipant
from chevet.video.relay import credential, ice_servers
from chevet.video.rules import A_SECOND, BURST, Pace, Standing, standing

from .regulated import regulate

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def test_of_two_who_admit_the_same_person_one_has_done_it(db):
    regulated = regulate(now=NOW)
    with acting(regulated.actor.scope()):
        VideoParticipant.objects.update(admitted_at=None)
        waiting = VideoParticipant.objects.get()
    admitted = []
    for _ in range(2):
        with UnitOfWork(regulated.actor.scope()) as work:
            admitted.append(len(work.fetch(operations.admit(participant_id=waiting.id, machine_now=NOW))[0]))
    assert admitted == [1, 0]


@pytest.mark.parametrize(
    ("admitted", "revoked", "ended", "stands"),
    [
        (None, None, None, Standing.WAITING), (NOW, None, None, Standing.ADMITTED), (NOW, NOW, None, Standing.REVOKED),
        (NOW, NOW, NOW, Standing.ENDED), (None, None, NOW, Standing.ENDED),
    ],
)  # fmt: skip
def test_the_end_is_stronger_than_everything(admitted, revoked, ended, stands):
    assert standing(admitted_at=admitted, revoked_at=revoked, ended_at=ended) is stands


def test_a_burst_passes_then_so_many_a_second():
    pace = Pace()
    assert [pace.allows(at=100.0) for _ in range(BURST + 1)] == [True] * BURST + [False]
    assert sum(pace.allows(at=101.0) for _ in range(100)) in (A_SECOND, A_SECOND - 1)


def test_credentials_are_those_that_coturn_computes():
    who = UUID(int=7)
    name, password = credential(secret="north", who=who, expires_at=datetime.fromtimestamp(1_000_000, UTC))
    assert name == f"1000000:{who}"
    assert base64.b64decode(password) == hmac.new(b"north", name.encode(), hashlib.sha1).digest()


def test_without_a_secret_no_relay_is_promised():
    assert ice_servers(urls=["turn:x", "stun:y"], secret="", who=uuid4(), machine_now=NOW) == [{"urls": ["stun:y"]}]


def test_every_flag_is_taken_and_nothing_else_is():
    for name, values in FLAGS.items():
        for value in values:
            said = f'"{value}"' if isinstance(value, str) else str(value).lower()
            assert read_frame(f'{{"t":"state","d":{{"{name}":{said}}}}}').body == {name: value}
        with pytest.raises(Malformed):
            read_frame(f'{{"t":"state","d":{{"{name}":"Odile"}}}}')


def test_what_a_candidate_carries_besides_is_left_behind():
    frame = read_frame(
        f'{{"t":"signal","to":"{uuid4()}","d":{{"epoch":1,"candidates":[{{"candidate":"c","sdpMid":"0","x":1}}],"y":2}}}}'
    )
    assert frame.body == {"epoch": 1, "candidates": [{"candidate": "c", "sdpMid": "0"}]}
