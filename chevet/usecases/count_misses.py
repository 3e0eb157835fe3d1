"""Links that nobody knows: a person mistypes twice, a machine guesses without end."""

from datetime import datetime

from chevet.access.operations import count
from chevet.access.rules import MISSES, MISSES_WINDOW
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork


def count_miss(*, who: str, machine_now: datetime) -> int:
    """Count one more wrong link from this address. Returns the seconds to wait, 0 while there are few."""
    with UnitOfWork(machine("throttle")) as work:
        counted = count(what="link.missed", who=who, window=MISSES_WINDOW, machine_now=machine_now)
        ((row,),) = work.fetch(counted)
    return max(1, int((row.window_ends_at - machine_now).total_seconds())) if row.count > MISSES else 0
