"""What served for a short while is forgotten with the words of messages."""

from datetime import timedelta

from chevet.access.models import Throttle
from chevet.usecases.purge_messages import purge_messages
from tests.fixtures.care import NOON


def test_counts_of_tries_go_when_their_window_is_over(db):
    for key, minutes in ((b"over", -1), (b"running", 1)):
        Throttle.objects.create(key=key, window_ends_at=NOON + timedelta(minutes=minutes), count=3)
    purge_messages(now=NOON, machine_now=NOON)
    assert [bytes(one.key) for one in Throttle.objects.all()] == [b"running"]
