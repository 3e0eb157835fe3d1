"""Sheets are for the next shift, not for ever: after a season they go, with the keys of their own."""

from datetime import datetime, timedelta

from chevet.handover.operations import forget_before
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork

KEPT = timedelta(days=90)


def forget_handovers(*, now: datetime) -> int:
    """How many sheets went. What they said of somebody is in her record, except the words of who gave them."""
    with UnitOfWork(machine("schedule")) as work:
        *_before, gone = work.fetch(*forget_before(now - KEPT))
    return len(gone)
