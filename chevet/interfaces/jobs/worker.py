"""The worker: once a second, what is due is lived and what waits is handed over. Several may run."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.jobs import long_worker, payments
from chevet.interfaces.jobs.ending import leave_in_time
from chevet.interfaces.jobs.post import THREADS, ThreadPost
from chevet.interfaces.jobs.tasks import make_task_of
from chevet.interfaces.jobs.ways import from_settings, inbox_in_use
from chevet.kernel.pulses import WORKER, beat
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.dispatch_messages import Post, dispatch_messages
from chevet.usecases.keep_roster import cover_again
from chevet.usecases.live_follow_ups import live_due
from chevet.usecases.open_task import release_claims
from chevet.usecases.remind_appointments import remind_appointments
from chevet.usecases.send_digests import send_digests
from chevet.usecases.snooze_episode import end_snoozes

log = logging.getLogger(__name__)

PACE = 1.0  # seconds between the beginnings of two rounds
PAUSE = 1.0  # seconds after a round in which everything failed
BUDGET = 5.0  # seconds of handing over in one round
LAST_WAIT = 1.5  # seconds for the thread of long jobs


class Told(Exception):
    """The process was told to stop, between two pieces of work."""


def run(*, stopping: threading.Event, live: Callable[..., Any] | None = None) -> None:
    """Until `stopping` is set, and at most two seconds longer. Raises BadTemplate at once for a bad gateway profile.

    `live` takes the place of `live_due`: the demonstration's people act in between.
    """
    leave_in_time(stopping)
    post = ThreadPost(ways=from_settings(), threads=1 if inbox_in_use() else THREADS, stopping=stopping)
    worker = Worker(post=post, stopping=stopping, live=live)
    long_jobs = long_worker.start(stopping)
    payments.start(stopping)
    log.info("the worker begins")
    try:
        while not stopping.is_set():
            began = time.monotonic()
            healthy = worker.round()
            stopping.wait(max(0.0 if healthy else PAUSE, PACE - (time.monotonic() - began)))
    finally:
        connection.close()
        long_jobs.join(LAST_WAIT)
        log.info("the worker ends")


class Worker:
    """What one round does."""

    def __init__(self, *, post: Post, stopping: threading.Event, live: Callable[..., Any] | None = None) -> None:
        self.post, self.stopping, self._live = post, stopping, live or live_due
        self._minute: datetime | None = None

    def round(self) -> bool:
        """Live, hand over, give back, and leave a pulse. False when any of it failed."""
        try:
            parts = (self.live, self.remind, self.tell_together, self.hand_over, self.give_back)
            results = [self._safely(work) for work in parts]
            return all(results) and self._safely(self._beat)
        except Told:
            return True

    def live(self) -> None:
        """In the order in which it was due; after a jump of the clock messages leave as their time is reached."""
        self._live(until=domain_now(), machine_now=machine_now(), after_each_stretch=self._reached)

    def remind(self) -> None:
        """Of appointments, whatever became of the follow-ups."""
        remind_appointments(until=domain_now(), machine_now=machine_now())

    def tell_together(self) -> None:
        """Once a minute: the digests whose hour has come, and the rosters of which somebody has left."""
        minute = domain_now().replace(second=0, microsecond=0)
        if minute != self._minute:
            cover_again(now=domain_now(), machine_now=machine_now())
            send_digests(now=domain_now(), machine_now=machine_now())
            self._minute = minute

    def hand_over(self) -> None:
        self._dispatch(domain_now())

    def give_back(self) -> None:
        release_claims(now=domain_now(), machine_now=machine_now())
        end_snoozes(now=domain_now(), machine_now=machine_now())

    def _reached(self, moment: datetime) -> None:
        remind_appointments(until=moment, machine_now=machine_now())
        self._dispatch(moment)
        self._beat()
        if self.stopping.is_set():
            raise Told

    def _dispatch(self, now: datetime) -> None:
        counts = dispatch_messages(
            now=now, machine_now=machine_now(), post=self.post, on_dead=make_task_of, budget=BUDGET
        )
        if +counts:
            log.info("messages", extra={"fields": {str(state): number for state, number in (+counts).items()}})

    def _beat(self) -> None:
        with UnitOfWork(machine("schedule")) as work:
            work.add(beat(WORKER, machine_now=machine_now()))

    def _safely(self, work: Callable[[], Any]) -> bool:
        """What fails is loud, and does not keep the rest of the round from being done."""
        if self.stopping.is_set():
            raise Told
        try:
            work()
        except Told:
            raise
        except Exception:
            log.exception("a part of the round failed", extra={"fields": {"part": work.__name__.strip("_")}})
            connection.close_if_unusable_or_obsolete()
            return False
        return True
