"""Documents while nobody looks: out of quarantine, past their day, carried to the object storage, swept there.

As in long_jobs.py, each may run twice and is harmless then.
"""

from collections.abc import Callable

from django.db import connection
from procrastinate.contrib.django import app

from chevet.interfaces.clock import domain_now, machine_now
from chevet.usecases import tend_documents as tending


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="scan_documents")
def scan(timestamp: int) -> int:
    return _done(lambda: tending.scan_documents(machine_now=machine_now()))


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="expire_documents")
def expire(timestamp: int) -> int:
    return _done(lambda: tending.expire_documents(now=domain_now(), machine_now=machine_now()))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="store_documents")
def store(timestamp: int) -> int:
    return _done(lambda: tending.store_documents(machine_now=machine_now()))


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="sweep_documents")
def sweep(timestamp: int) -> int:
    return _done(lambda: tending.sweep_objects(machine_now=machine_now()))


def _done(work: Callable[[], int]) -> int:
    try:
        return work()
    finally:
        connection.close()
