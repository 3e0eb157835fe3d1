"""Being told on the telephone: beside the SMS, for a browser that gave a code, and forgotten with it."""

import json
from datetime import timedelta

import pytest

from chevet.kernel.errors import Conflict, Forbidden, Invalid
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message, PushSubscription
from chevet.notifications.outcomes import Ambiguous, Handed, Refused
from chevet.notifications.parcels import opened
from chevet.notifications.webpush import GONE, new_secret, public_key
from chevet.usecases.deny_link import deny_link
from chevet.usecases.dispatch_messages import dispatch_messages
from chevet.usecases.erase_record import erase_record
from chevet.usecases.notify_device import allow_notifications, is_notified, stop_notifications
from chevet.usecases.revoke_own_device import revoke_own_device

from .doing import alerts, live, read
from .outbox import Dead, Hand
from .stages import AT, followed, hers, recorded, with_code

pytestmark = pytest.mark.django_db
TOLD = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": public_key(new_secret()),
        "auth": "BTBZMqHH6r4Tts7J_aSIgg"}  # fmt: skip
KEPT = "SELECT count(*) FROM push_subscription"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.PUSH = True


@pytest.fixture
def bound():
    stage = with_code(bound=True)
    allow_notifications(**hers(stage), told=TOLD)
    return stage


def reminded(stage) -> list:
    """What the next morning's reminder puts into the outbox."""
    live(AT + timedelta(days=1))
    with acting(stage.place.scope):
        sql = """SELECT m.*, k.family, k.generation, k.wrapped FROM message m JOIN data_key k ON k.subject_id = m.key_id
                  WHERE m.kind = 'reminder' AND m.due_at > %s ORDER BY m.channel DESC"""
        return [opened(row, row.kind) for row in Message.objects.raw(sql, [AT])]


def test_a_reminder_leaves_by_sms_and_is_shown_on_the_telephone_as_well(bound):
    sms, push = reminded(bound)
    assert (sms.row.channel, push.row.channel) == ("sms", "push")
    assert sms.row.due_at == push.row.due_at
    said = json.loads(push.text)
    assert said == {
        "title": "Votre questionnaire est prêt",
        "path": f"/s/{bound.patient.token}",
        "lang": "fr",
        "dir": "ltr",
    }
    assert json.loads(push.to) == [TOLD["endpoint"], TOLD["p256dh"], TOLD["auth"]]
    assert TOLD["endpoint"] not in str(read(bound.place, "SELECT s::text FROM push_subscription s")), "sealed"


def test_without_keys_nothing_is_asked_kept_or_sent(settings):
    stage = with_code(bound=True)
    settings.PUSH = False
    with pytest.raises(Conflict):
        allow_notifications(**hers(stage), told=TOLD)
    assert [parcel.row.channel for parcel in reminded(stage)] == ["sms"]


@pytest.mark.parametrize(
    ("outcome", "state", "kept"),
    [
        (Handed(), "handed", 1),
        (Refused(GONE, final=True), "cancelled", 0),
        (Refused("refused 400", final=True), "cancelled", 1),
        (Refused("refused 503", final=False), "new", 1),
        (Ambiguous("answer lost"), "cancelled", 1),
    ],
)
def test_a_notification_that_fails_is_nobody_s_task_and_the_sms_has_left_anyway(bound, outcome, state, kept):
    reminded(bound)
    dead, tomorrow = Dead(), AT + timedelta(days=1)
    dispatch_messages(now=tomorrow, machine_now=tomorrow, post=by_channel(outcome), on_dead=dead)
    found = dict(read(bound.place, "SELECT channel, state FROM message WHERE kind = 'reminder' AND due_at > %s", AT))
    assert found == {"sms": "handed", "push": state}
    assert read(bound.place, KEPT) == [(kept,)]
    assert "push" not in {letter.channel for letter in dead.letters}
    assert "undelivered" not in alerts(bound.patient)


def by_channel(outcome) -> Hand:
    """SMS are taken; notifications meet `outcome`."""
    return Hand(lambda parcel: outcome if parcel.row.channel == "push" else Handed("ref-1"))


def test_only_a_browser_that_gave_a_code_is_told():
    stage = followed()
    with pytest.raises(Forbidden):
        allow_notifications(**hers(stage), told=TOLD)
    assert read(stage.place, KEPT) == [(0,)]


def test_an_address_that_is_no_push_service_is_refused(bound):
    with pytest.raises(Invalid):
        allow_notifications(**hers(bound), told=TOLD | {"endpoint": "https://169.254.169.254/"})


def test_a_browser_has_one_subscription_and_says_when_it_wants_none(bound):
    allow_notifications(**hers(bound), told=TOLD | {"endpoint": TOLD["endpoint"] + "2"})
    assert read(bound.place, KEPT) == [(1,)]
    assert is_notified(visit=bound.patient.visit(), now=AT)
    stop_notifications(**hers(bound))
    assert not is_notified(visit=bound.patient.visit(), now=AT)
    assert [parcel.row.channel for parcel in reminded(bound)] == ["sms"]


FORGETTING = {
    "the device is removed": lambda stage: revoke_own_device(**hers(stage), device_id=stage.device_id),
    "the link was somebody else's": lambda stage: deny_link(**hers(stage)),
    "the record is erased": lambda stage: erase_record(
        **recorded(lambda: stage).whose, why="request", dry_run=False, now=AT, machine_now=AT
    ),
}


@pytest.mark.parametrize("how", FORGETTING)
def test_it_is_forgotten(bound, how):
    FORGETTING[how](bound)
    with acting(bound.place.scope):
        assert PushSubscription.objects.count() == 0
