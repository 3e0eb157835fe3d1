"""The journal is sealed once nobody can add a line any more, and a seal shows every change."""

import time
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connections

from chevet.audit.models import JournalEntry, JournalSeal
from chevet.audit.operations import entry
from chevet.audit.sealing import Closing
from chevet.kernel.tenancy import acting, machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.seal_journal import seal_journal, verify_journal

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)


def write(*actions):
    with UnitOfWork(machine("seal")) as work:
        work.add(*[entry(at=NOW, actor="test", action=action, detail={"b": 1, "a": [2]}) for action in actions])


def seal_all(lines, closing=None):
    """Looks until so many lines are sealed: transactions of other tests' databases hold a range open too."""
    closing, sealed, deadline = closing or Closing(), 0, time.monotonic() + 60
    while sealed < lines and time.monotonic() < deadline:
        sealed += seal_journal(machine_now=NOW, closing=closing)
        time.sleep(0.01)
    return sealed


def as_owner(sql):
    """Somebody with more power than the application."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def sealed(own_database):
    write("one", "two", "three")
    assert seal_all(3) == 3
    write("four")
    assert seal_all(1) == 1
    assert verify_journal() == []


def test_seals_follow_each_other_without_a_gap(sealed):
    with acting(machine("seal")):
        seals = list(JournalSeal.objects.order_by("last_id").values_list("first_id", "last_id", "lines"))
        last = JournalEntry.objects.order_by("-id").first().id
    assert [seals[0][0], seals[0][1] + 1, seals[1][1]] == [1, seals[1][0], last]
    closing = Closing()
    assert [seal_journal(machine_now=NOW, closing=closing) for _ in range(3)] == [0, 0, 0]


def test_a_changed_line_shows(sealed):
    as_owner("UPDATE journal SET actor = 'somebody else' WHERE action = 'two'")
    assert [sentence.partition(",")[0] for sentence in verify_journal()] == ["Of lines 1 to 3"]


def test_a_removed_line_shows(sealed):
    as_owner("DELETE FROM journal WHERE action = 'two'")
    assert verify_journal() == ["Of lines 1 to 3, 3 were sealed and 2 are there."]


def test_an_added_line_shows(sealed):
    as_owner("UPDATE journal SET id = -1 WHERE action = 'one'")
    as_owner("INSERT INTO journal (id, at, actor, action) VALUES (1, '2026-11-23', 'x', 'y')")
    assert "changed" in verify_journal()[0]


def test_a_removed_seal_shows(sealed):
    as_owner("DELETE FROM journal_seal WHERE first_id = 1")
    assert "is missing" in verify_journal()[0]


def test_who_writes_the_database_cannot_write_a_seal(sealed):
    as_owner("UPDATE journal SET actor = 'x' WHERE action = 'two'")
    as_owner("UPDATE journal_seal SET hash = sha256(hash) WHERE first_id = 1")
    assert len(verify_journal()) == 2


def test_the_application_can_change_neither_lines_nor_seals(sealed):
    from django.db import ProgrammingError

    for model in (JournalEntry, JournalSeal):
        with pytest.raises(ProgrammingError, match="permission denied"), acting(machine("seal")):
            model.objects.all().delete()


def test_a_line_that_commits_late_is_never_left_out_of_its_range(own_database):
    closing = Closing()
    with psycopg.connect(own_database.application) as slow:
        slow.execute("SELECT set_config('chevet.purpose', 'seal', false)")
        slow.execute("INSERT INTO journal (at, actor, action) VALUES (%s, 'slow', 'late')", (NOW,))
        write("quick")
        assert [seal_journal(machine_now=NOW, closing=closing) for _ in range(5)] == [0] * 5
        slow.commit()
    assert seal_all(2, closing) == 2
    assert verify_journal() == []


@pytest.mark.parametrize(
    ("looks", "closed"),
    [
        ([(5, 10, 10), (6, 10, 11), (7, 11, 12)], [0, 0, 5]),
        ([(5, 10, 10), (6, 10, 11), (7, 10, 12)], [0, 0, 0]),
        ([(5, 10, 10), (6, 10, 11), (7, 10, 12), (8, 11, 13)], [0, 0, 0, 5]),
        ([(5, 10, 10), (6, 10, 11), (7, 11, 12), (8, 12, 13)], [0, 0, 5, 6]),
        ([(0, 1, 1), (0, 1, 1), (0, 1, 1)], [0, 0, 0]),
    ],
)
def test_a_range_is_closed_when_nobody_can_add_to_it(looks, closed):
    closing = Closing()
    assert [closing.look(last_id=last, oldest=oldest, coming=coming) for last, oldest, coming in looks] == closed
