"""Leaving in time, whatever the process waits for: a connection, a gateway, a thread."""

import os
import threading
import time

GRACE = 1.8  # seconds after being told to stop


def leave_in_time(stopping: threading.Event, *, grace: float = GRACE) -> None:
    """From now on the process ends at most `grace` seconds after `stopping` is set.

    Nothing that it does then is lost by being cut: that is what leases, transactions and jobs that may run twice are
    for, and `kill -9` would do the same.
    """

    def wait() -> None:
        stopping.wait()
        time.sleep(grace)
        os._exit(0)

    threading.Thread(target=wait, name="leave-in-time", daemon=True).start()
