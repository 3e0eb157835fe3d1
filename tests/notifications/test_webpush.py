"""Which addresses a browser may give us, and what a notification may say."""

import pytest

from chevet.notifications.policy import Step, supplementary
from chevet.notifications.states import State
from chevet.notifications.webpush import Subscription, Unusable, new_secret, public_key
from chevet.notifications.words import health_words
from chevet.pathways import languages

HOSTS = ["fcm.googleapis.com", ".notify.windows.com"]
KEYS = {"p256dh": public_key(new_secret()), "auth": "BTBZMqHH6r4Tts7J_aSIgg"}
GOOD = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.mark.parametrize(
    "endpoint", [GOOD, "https://db5.notify.windows.com/w/?token=x", "https://fcm.googleapis.com:443/a"]
)
def test_a_push_service_is_an_address_we_write_to(endpoint):
    assert Subscription.given({"endpoint": endpoint} | KEYS, hosts=HOSTS).endpoint == endpoint


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "http://fcm.googleapis.com/a"},
        {"endpoint": "https://fcm.googleapis.com.evil.example/a"},
        {"endpoint": "https://evil.example/?fcm.googleapis.com"},
        {"endpoint": "https://fcm.googleapis.com@evil.example/"},
        {"endpoint": "https://x@fcm.googleapis.com/"},
        {"endpoint": "https://fcm.googleapis.com:8443/a"},
        {"endpoint": "https://notify.windows.com/a"},
        {"endpoint": "https://127.0.0.1/"},
        {"endpoint": "https://[::1/"},
        {"endpoint": ""},
        {"endpoint": GOOD + "a" * 1000},
        {"auth": "AAAA"},
        {"auth": "?"},
        {"p256dh": ""},
        {"p256dh": "BCVxsr7N"},
        {"p256dh": "B" + "A" * 86},
    ],
)
def test_any_other_address_or_key_is_refused(changed):
    with pytest.raises(Unusable):
        Subscription.given({"endpoint": GOOD} | KEYS | changed, hosts=HOSTS)


def test_a_notification_that_is_lost_is_nobody_s_task_and_a_doubtful_one_is_not_sent_twice():
    assert supplementary(Step(target=State.DEAD)).target == State.CANCELLED
    assert supplementary(Step(target=State.NEW, ask_first=True)).target == State.CANCELLED
    assert supplementary(Step(target=State.HANDED)).target == State.HANDED
    assert supplementary(Step(target=State.NEW)).target == State.NEW


@pytest.mark.parametrize("code", [*languages.SCREENS, *languages.codes()])
def test_the_sentence_of_a_notification_says_nothing_of_a_health(code):
    said = languages.without_pathway(code).phrase("questionnaire_ready")
    assert said.language == code
    assert health_words(said) == ()
