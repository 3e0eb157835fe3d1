"""The worker's round, and the real process: alive after the database was away, gone within two seconds."""

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError

from chevet.interfaces.clock import domain_now, machine_now, move
from chevet.interfaces.jobs import worker as module
from chevet.interfaces.jobs.worker import Worker
from chevet.kernel import pulses
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from tests.fixtures.care import NOON, include, make_place
from tests.usecases.outbox import Hand, Outbox

PEOPLE = (("Un", "06 12 34 56 78"), ("Deux", "06 12 34 56 79"))


def make_worker(post=None):
    return Worker(post=post or Hand(), stopping=threading.Event())


def test_a_round_hands_over_what_is_due_and_leaves_a_pulse(own_database):
    outbox = Outbox()
    outbox.write(due_at=domain_now(), kind="alert")
    post = Hand()
    assert make_worker(post).round()
    assert len(post.sent) == 1
    assert pulses.is_fresh(pulses.WORKER, machine_now=machine_now())


def test_a_jump_of_the_clock_is_replayed_in_the_order_of_the_days(own_database):
    place = make_place()
    move(to=NOON)
    patients = [include(place, birth_name=name, contacts=(("mobile", number, ""),)) for name, number in PEOPLE]
    post = Hand()
    worker = make_worker(post)
    worker.round()
    move(by=timedelta(days=3))
    worker.round()
    due = [parcel.row.due_at for parcel in post.sent if parcel.row.channel == "sms"]
    assert due == sorted(due)
    reminders = [parcel.row.follow_up_id for parcel in post.sent if parcel.row.kind == "reminder"]
    assert sorted(reminders) == sorted([one.follow_up_id for one in patients] * (len(reminders) // 2))
    assert len(reminders) >= 4
    with acting(place.scope):
        assert not Message.objects.filter(state="new").exists()


def test_a_part_that_fails_does_not_keep_the_others_from_being_done(own_database, monkeypatch):
    outbox = Outbox()
    outbox.write(due_at=domain_now(), kind="alert")

    def broken(**_):
        raise OperationalError

    monkeypatch.setattr(module, "live_due", broken)
    post = Hand()
    assert not make_worker(post).round()
    assert len(post.sent) == 1
    assert not pulses.is_fresh(pulses.WORKER, machine_now=machine_now())


def test_a_worker_that_is_told_to_stop_begins_nothing_more(own_database):
    outbox = Outbox()
    outbox.write(due_at=domain_now(), kind="alert")
    post = Hand()
    worker = make_worker(post)
    worker.stopping.set()
    worker.round()
    assert post.sent == []


@pytest.mark.slow
def test_the_process_hands_over_survives_a_lost_connection_and_stops_at_once(own_database, start_site):
    import psycopg

    outbox = Outbox()
    site = start_site("worker", CHEVET_DEMO="1")
    first, second = uuid4().hex, uuid4().hex
    outbox.write(due_at=domain_now(), kind="alert", text=first)
    wait_until(lambda: outbox.all()[0].state == "handed", site)
    with psycopg.connect(own_database.superuser, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'chevet'"
        )
    from django.db import connection

    connection.close()
    outbox.write(due_at=domain_now(), kind="alert", text=second)
    wait_until(lambda: [one.state for one in outbox.all()] == ["handed", "handed"], site)
    began = time.monotonic()
    site.process.terminate()
    assert site.process.wait(5) == 0
    assert time.monotonic() - began < 2


def wait_until(true, site, patience=30.0):
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, site.log.read_text()[-3000:]
        time.sleep(0.1)


def test_a_dead_letter_about_nobody_is_loud(caplog):
    from chevet.interfaces.jobs.tasks import make_task_of

    make_task_of(
        message_id=uuid4(), organisation_id=uuid4(), subject_id=None, follow_up_id=None, kind="code",
        reason="x", now=None, machine_now=None,
    )  # fmt: skip
    assert [record.levelname for record in caplog.records] == ["ERROR"]
