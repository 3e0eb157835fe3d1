"""Who is booked when: one at a time, told at once, two at once on a real database."""

from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message

from .agenda import agenda, booked


def test_smoke(own_database):
    stage = booked()
    row = stage.row()
    assert (row.state, row.channel) == ("booked", "sms")
    with acting(stage.place.scope):
        assert [m.kind for m in Message.objects.filter(kind="appointment")] == ["appointment"]
