"""Long jobs: done by the application's own role, given back when their worker died, stopped at once."""

import threading
import time

import pytest
from django.db import connection

from chevet.interfaces.clock import machine_now
from chevet.interfaces.jobs import long_jobs, long_worker
from chevet.kernel import pulses


@pytest.fixture
def worker(own_database):
    stopping = threading.Event()
    threads = []

    def begin():
        threads.append(long_worker.start(stopping))
        return stopping, threads[0]

    yield begin
    stopping.set()
    for thread in threads:
        thread.join(5)


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT split_part(task_name, '.', -1), status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def wait_until(true, patience=30.0):
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, jobs()
        time.sleep(0.1)


def test_a_deferred_job_is_done_and_its_worker_stops_at_once(worker):
    long_jobs.seal.defer(timestamp=0)
    stopping, thread = worker()
    wait_until(lambda: pulses.is_fresh(pulses.SEALER, machine_now=machine_now()))
    began = time.monotonic()
    stopping.set()
    thread.join(5)
    assert not thread.is_alive()
    assert time.monotonic() - began < 1.5


def test_a_job_that_is_taken_back_with_its_transaction_never_runs(own_database):
    from django.db import transaction

    with pytest.raises(KeyError), transaction.atomic():
        long_jobs.seal.defer(timestamp=0)
        raise KeyError
    assert jobs() == []


def test_the_job_of_a_worker_that_died_is_done_by_another(worker):
    long_jobs.purge.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    long_jobs.sweep.defer(timestamp=0)
    worker()
    wait_until(lambda: jobs()[0] == ("purge", "succeeded"))


@pytest.mark.slow
def test_the_worker_comes_back_after_its_connections_were_cut(worker, own_database):
    import psycopg

    worker()
    long_jobs.seal.defer(timestamp=0)
    wait_until(lambda: ("seal", "succeeded") in jobs())
    with psycopg.connect(own_database.superuser, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()
    long_jobs.purge.defer(timestamp=0)
    wait_until(lambda: ("purge", "succeeded") in jobs())
