"""Forgetting what messages said: at delivery, or three days after they were handed over or given up.

With them goes what served for a day at most: nonces of callbacks, counts of tries whose window is over, sessions that have ended.
"""

from datetime import datetime, timedelta

from chevet.access.operations import forget_old_counts
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import claims, returns

KEPT = timedelta(hours=72)
OLD_SESSIONS = "DELETE FROM account_session WHERE expire_date < %s"
NONCES_KEPT = timedelta(days=1)  # machine clock; callbacks are refused after five minutes
BATCH = 1_000


def purge_messages(*, now: datetime, machine_now: datetime, batch: int = BATCH) -> int:
    """How many messages lost their content. Their rows stay: what was sent, when, and what became of it."""
    purged = 0
    while True:
        with UnitOfWork(machine("dispatch")) as work:
            gone = len(work.fetch(claims.purge(before=now - KEPT, limit=batch))[0])
            if gone < batch:
                work.add(
                    returns.forget_nonces(before=machine_now - NONCES_KEPT), forget_old_counts(machine_now=machine_now),
                    Statement(OLD_SESSIONS, (machine_now,)),
                )  # fmt: skip
        purged += gone
        if gone < batch:
            return purged
