"""The watchdog: another process, once a minute, asks whether what must be true is true, and repairs."""

import logging
import threading
import time
from datetime import timedelta

from django.db import connection

from chevet.interfaces.clock import ahead, domain_now, machine_now
from chevet.interfaces.jobs.ending import leave_in_time
from chevet.interfaces.jobs.post import ThreadPost
from chevet.interfaces.jobs.tasks import make_task_of
from chevet.interfaces.jobs.ways import from_settings, inbox_in_use
from chevet.usecases.dispatch_messages import dispatch_messages
from chevet.usecases.watch import watch

log = logging.getLogger(__name__)

PACE = 60.0  # seconds
PAUSE = 5.0  # seconds after a pass that could not be made


def run(*, stopping: threading.Event) -> None:
    """Until `stopping` is set."""
    leave_in_time(stopping)
    watchdog = Watchdog(ThreadPost(ways=from_settings(), threads=1 if inbox_in_use() else 2, stopping=stopping))
    log.info("the watchdog begins")
    while not stopping.is_set():
        began = time.monotonic()
        passed = watchdog.look()
        stopping.wait(max(0.0, (PACE if passed else PAUSE) - (time.monotonic() - began)))
    connection.close()


class Watchdog:
    def __init__(self, post: ThreadPost) -> None:
        self.post = post
        self.ahead: timedelta | None = None

    def look(self) -> bool:
        """One pass; False when it could not be made. After a jump of the clock the worker first gets a minute."""
        try:
            offset = ahead()
            jumped, self.ahead = self.ahead not in (None, offset), offset
            invariants = {"invariants": ()} if jumped else {}
            found = watch(
                now=domain_now(), machine_now=machine_now(), send=self._send, on_dead=make_task_of, **invariants
            )
        except Exception:
            log.exception("the watchdog could not look")
            connection.close_if_unusable_or_obsolete()
            return False
        if found:
            log.error("the watchdog repaired", extra={"fields": dict(found)})
        return True

    def _send(self) -> None:
        dispatch_messages(now=domain_now(), machine_now=machine_now(), post=self.post, on_dead=make_task_of)
