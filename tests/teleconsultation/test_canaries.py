"""Words planted in everything that is said around a teleconsultation: neither the logs nor the tables hold one in clear."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from chevet.kernel.errors import Refusal
from chevet.usecases.arrive_in_waiting_room import arrive_in_waiting_room, consultation_ticket, report_quality
from chevet.usecases.confirm_place import ELSEWHERE, Said
from chevet.usecases.end_consultation import end_consultation
from chevet.usecases.invite_to_consultation import Guest, invite_to_consultation
from chevet.usecases.join_consultation import join_consultation
from chevet.usecases.open_invitation import enter_invitation, invitation_ticket
from chevet.usecases.write_in_waiting_room import write_in_waiting_room, write_to_waiting_room
from tests.house.test_canaries import canary, contents, log, sung  # noqa: F401 – `log` is a fixture

from .held import hold

NUMBERS = {"639207153", "639207154"}


@pytest.fixture
def planted() -> dict[str, str]:
    return {name: canary() for name in ("address", "hers", "theirs", "guest", "typed")}


def play(planted):
    """A whole consultation, and what goes wrong in one. Gives the secrets of its links, which nobody may hold either."""
    held = hold(now=datetime.now(UTC))
    arrive_in_waiting_room(**held.hers, said=Said(where=ELSEWHERE, address=planted["address"], number="06 39 20 71 53"))
    write_in_waiting_room(**held.hers, key=uuid4(), text=planted["hers"])
    write_to_waiting_room(**held.about, key=uuid4(), text=planted["theirs"])
    guest = Guest(role="relative", name=planted["guest"], typed="06 39 20 71 54")
    invite_to_consultation(**held.about, guest=guest, fiction=False)
    cookie = enter_invitation(visit=held.guest(), label="", machine_now=held.now)
    tickets = [
        consultation_ticket(**held.hers), join_consultation(**held.about),
        invitation_ticket(visit=held.guest(cookie), machine_now=held.now),
    ]  # fmt: skip
    wrong = Guest(role="relative", typed=planted["typed"])
    for act in (
        lambda: invite_to_consultation(**held.about, guest=wrong, fiction=False),
        lambda: report_quality(**held.hers, step=planted["typed"]),
        lambda: arrive_in_waiting_room(**held.hers, said=Said(number=planted["typed"])),
        lambda: end_consultation(**held.about, modality=planted["typed"]),
    ):
        with pytest.raises(Refusal):
            act()
    end_consultation(**held.about)
    return {held.tokens()[0], held.tokens("guest")[0], held.device, cookie, *tickets}


def test_nothing_that_was_said_is_written_in_clear(own_database, planted, log):  # noqa: F811
    words = {*play(planted), *planted.values(), *NUMBERS}
    assert sung(log.getvalue().encode(), words) == []
    heard = {
        name: found for name, content in contents(own_database.superuser).items() if (found := sung(content, words))
    }
    assert heard == {}
    assert sung(contents(own_database.superuser)["consultation.opened_by"], {"account:"}) == ["account:"], "it can hear"
