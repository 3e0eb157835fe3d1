"""The watchdog's process: it repairs, it leaves the worker time after a jump of the clock, and it stops in time."""

import time
from datetime import timedelta

import pytest

from chevet.interfaces.clock import domain_now, machine_now, move
from chevet.interfaces.jobs.watchdog import Watchdog
from chevet.kernel import pulses
from tests.usecases.outbox import Hand, Outbox


def late(outbox):
    outbox.write(due_at=domain_now() - timedelta(minutes=6), kind="alert")


def test_it_sends_what_the_worker_left_behind(own_database):
    late(Outbox())
    post = Hand()
    assert Watchdog(post).look()
    assert len(post.sent) == 1
    assert pulses.age(pulses.WATCHDOG, machine_now=machine_now()) < timedelta(seconds=5)


def test_after_a_jump_of_the_clock_the_worker_has_a_minute(own_database):
    outbox, post = Outbox(), Hand()
    watchdog = Watchdog(post)
    watchdog.look()
    move(by=timedelta(days=1))
    late(outbox)
    watchdog.look()
    assert post.sent == []
    assert pulses.is_fresh(pulses.WATCHDOG, machine_now=machine_now())
    watchdog.look()
    assert len(post.sent) == 1


def test_a_pass_that_cannot_be_made_says_so(own_database, monkeypatch):
    def away(**_):
        raise OSError

    monkeypatch.setattr("chevet.interfaces.jobs.watchdog.watch", away)
    assert not Watchdog(Hand()).look()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["watchdog", "worker"])
def test_a_process_stops_in_time_while_it_waits_for_the_database(start_site, command):
    nowhere = "postgresql://nobody@127.0.0.1:9/nothing"
    site = start_site(command, DATABASE_URL=nowhere, CHEVET_DEMO="1")
    deadline = time.monotonic() + 20
    while not site.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    began = time.monotonic()
    site.process.terminate()
    assert site.process.wait(10) == 0
    assert time.monotonic() - began < 8  # 2 s on a quiet machine
