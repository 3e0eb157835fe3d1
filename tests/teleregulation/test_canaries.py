"""Words planted in everything that somebody says on the telephone: neither the logs nor the tables hold one in clear."""

from datetime import UTC, datetime

import pytest

from chevet.kernel.errors import Refusal
from chevet.usecases.end_regulation import conclude_regulation, end_regulation
from chevet.usecases.invite_to_regulation import invite_to_regulation
from chevet.usecases.join_regulation import join_regulation
from chevet.usecases.open_video_link import enter_video, leave_photo, video_ticket
from tests.house.test_canaries import canary, contents, log, sung  # noqa: F401 – `log` is a fixture
from tests.video.regulated import regulate

NOW = datetime.now(UTC)


@pytest.fixture
def planted() -> dict[str, str]:
    return {name: canary() for name in ("case", "birth_name", "first_name", "address", "note", "typed")}


def play(planted):
    """A whole call, and what goes wrong in one. Gives the secrets of the link, which nobody may hold either."""
    identity = {name: planted[name] for name in ("birth_name", "first_name", "address")}
    regulated = regulate(now=NOW, number="06 39 20 71 53", case=planted["case"], identity=identity)
    token = regulated.tokens()[0]
    cookie = enter_video(visit=regulated.visit(), label="", machine_now=NOW)
    tickets = [video_ticket(visit=regulated.visit(cookie), machine_now=NOW), join_regulation(**regulated.about)]
    wrong = planted["typed"].encode()
    for act in (
        lambda: regulate(regulated.place, now=NOW, number=planted["typed"]),
        lambda: invite_to_regulation(**regulated.about, role=planted["typed"], number="06 39 20 71 53", fiction=False),
        lambda: leave_photo(visit=regulated.visit(cookie), content=wrong, label="", now=NOW, machine_now=NOW),
        lambda: conclude_regulation(**regulated.about, outcome={"priority": planted["typed"]}, note="", identity=None),
    ):
        with pytest.raises(Refusal):
            act()
    conclude_regulation(**regulated.about, outcome={"decision": "PMT"}, note=planted["note"], identity=identity)
    end_regulation(**regulated.about)
    return {token, cookie, *tickets}


def test_nothing_that_was_said_is_written_in_clear(own_database, planted, log):  # noqa: F811
    secrets = play(planted)
    words = {*planted.values(), "639207153", *secrets}
    assert sung(log.getvalue().encode(), words) == []
    heard = {
        name: found for name, content in contents(own_database.superuser).items() if (found := sung(content, words))
    }
    assert heard == {}
    assert sung(contents(own_database.superuser)["regulation.opened_by"], {"account:"}) == ["account:"], "it can hear"
