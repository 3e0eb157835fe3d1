"""The ways out of this installation: its SMS gateway, its SMTP server, or the demonstration's inbox, on a few threads."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from django.db import connection

from chevet.interfaces.clock import machine_now
from chevet.interfaces.jobs.ways import Ways
from chevet.notifications.outcomes import Outcome
from chevet.notifications.parcels import PUSH, Parcel
from chevet.notifications.states import Report
from chevet.notifications.texts import MailText
from chevet.usecases.dispatch_messages import Tried

THREADS = 8
GATHERED = 0.05  # seconds during which results are gathered into one settlement
LAST_WAIT = 1.0  # seconds given to attempts under way when the process stops


class ThreadPost:
    """`usecases.dispatch_messages.Post` on daemon threads, each with connections of its own.

    Daemons, because an attempt may hang for twenty seconds and a process that is told to stop must not: what it
    abandons stays under its lease, and comes back as a message that may have left.
    """

    def __init__(
        self, *, ways: Callable[[], Ways], threads: int = THREADS, stopping: threading.Event | None = None
    ) -> None:
        self._stopping = stopping or threading.Event()
        self._ways = ways
        self._mine = threading.local()
        self._todo: queue.SimpleQueue[tuple[Callable[[Parcel], Tried], Parcel, queue.SimpleQueue[Tried]]]
        self._todo = queue.SimpleQueue()
        for number in range(threads):
            threading.Thread(target=self._work, name=f"post-{number}", daemon=True).start()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def send(self, parcel: Parcel) -> Outcome:
        ways = self._ways_for(parcel)
        if parcel.row.channel == "sms":
            return ways.sms.send(to=parcel.to, text=parcel.text, reference=parcel.reference)
        if parcel.row.channel == PUSH:
            return ways.push.send_push(to=parcel.to, text=parcel.text, now=machine_now())
        mail = MailText(subject=parcel.subject, plain=parcel.text, html=parcel.html, calendar=parcel.calendar)
        return ways.mail.send_mail(to=parcel.to, mail=mail, reference=parcel.reference, now=machine_now())

    def status(self, parcel: Parcel) -> Report:
        ways = self._ways_for(parcel)
        way = {"sms": ways.sms, PUSH: ways.push}.get(parcel.row.channel, ways.mail)
        return way.status(reference=parcel.reference, provider_ref=parcel.row.provider_ref)

    def spread(self, work: Callable[[Parcel], Tried], parcels: Sequence[Parcel]) -> Iterator[list[Tried]]:
        done: queue.SimpleQueue[Tried] = queue.SimpleQueue()
        for parcel in parcels:
            self._todo.put((work, parcel, done))
        left, deadline = len(parcels), None
        while left:
            if self.stopping and deadline is None:
                deadline = time.monotonic() + LAST_WAIT
            if deadline is not None and time.monotonic() > deadline:
                return
            if gathered := _gather(done, left):
                left -= len(gathered)
                yield gathered

    def _ways_for(self, parcel: Parcel) -> Ways:
        if not hasattr(self._mine, "ways"):
            self._mine.ways = self._ways()
        self._mine.ways.told_first(parcel)
        return self._mine.ways

    def _work(self) -> None:
        while True:
            work, parcel, done = self._todo.get()
            done.put(work(parcel))
            connection.close()  # the demonstration's inbox is a table


def _gather(done: "queue.SimpleQueue[Tried]", most: int) -> list[Tried]:
    """What is done within GATHERED seconds; empty when nothing is."""
    gathered, until = [], time.monotonic() + GATHERED
    while len(gathered) < most and (left := until - time.monotonic()) > 0:
        try:
            gathered.append(done.get(timeout=left))
        except queue.Empty:
            break
    return gathered
