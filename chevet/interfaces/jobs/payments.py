"""The worker's thread that asks providers of payment: they may be silent for seconds, and nobody's alert waits for them."""

import logging
import threading

from django.db import connection

from chevet.interfaces.clock import domain_now, machine_now
from chevet.payments.providers import provider_of
from chevet.usecases.check_payment import check_payments

log = logging.getLogger(__name__)

PACE = 1.0  # seconds


def start(stopping: threading.Event) -> threading.Thread:
    """Runs until `stopping`. A daemon: what it abandons stays under its lease and is asked again."""
    thread = threading.Thread(target=_live, args=(stopping,), name="payments", daemon=True)
    thread.start()
    return thread


def _live(stopping: threading.Event) -> None:
    while not stopping.wait(PACE):
        try:
            check_payments(desk=provider_of, now=domain_now(), machine_now=machine_now())
        except Exception:
            log.exception("payments were not asked about")
            connection.close_if_unusable_or_obsolete()
    connection.close()
