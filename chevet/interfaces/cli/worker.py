"""The two processes without pages: what is due, and who watches that it was done."""

import signal
import threading

from chevet.interfaces.cli.environment import prepare_django


def worker() -> None:
    """Do what is due: reminders, silences, ends, and send what waits in the outbox."""
    prepare_django()
    from django.conf import settings

    from chevet.interfaces.jobs.worker import run
    from chevet.interfaces.pro.live import draw_changes
    from chevet.interfaces.streams import artist

    stopping = _told_to_stop()
    artist.start(stopping, draw_changes)
    if settings.DEMO:
        from chevet.demo.going_on import live

        run(stopping=stopping, live=live)
    else:
        run(stopping=stopping)


def watchdog() -> None:
    """Check every minute that nothing was forgotten, repair it and say so."""
    prepare_django()
    from chevet.interfaces.jobs.watchdog import run

    run(stopping=_told_to_stop())


def _told_to_stop() -> threading.Event:
    """An event that SIGTERM and SIGINT set, so that a loop ends between two pieces of work."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
