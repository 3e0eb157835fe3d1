"""When our own jobs last passed. Screens ask, and refuse to show green when nobody has looked for a while."""

from datetime import datetime, timedelta

from chevet.kernel.models import Pulse
from chevet.kernel.rows import Statement

WORKER, WATCHDOG, SEALER = "worker", "watchdog", "sealer"
PATIENCE = {
    WORKER: timedelta(seconds=30),
    WATCHDOG: timedelta(minutes=3),
    SEALER: timedelta(minutes=10),
}
BEAT = """
INSERT INTO pulse (name, passed_at, found) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET passed_at = excluded.passed_at, found = excluded.found
"""


def beat(name: str, *, machine_now: datetime, found: int = 0) -> Statement:
    """This job has just passed; `found` is what it had to repair."""
    return Statement(BEAT, (name, machine_now, found))


def age(name: str, *, machine_now: datetime) -> timedelta | None:
    """Since the last pass; None when there was none. One statement."""
    pulse = Pulse.objects.filter(name=name).first()
    return machine_now - pulse.passed_at if pulse else None


def is_fresh(name: str, *, machine_now: datetime) -> bool:
    """Has this job passed lately enough to be relied on?"""
    since = age(name, machine_now=machine_now)
    return since is not None and since <= PATIENCE[name]
