"""How the watchdog repairs: each violation goes to the use case that should have acted."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chevet.alerts.kinds import reason
from chevet.alerts.rules import RED
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import claims
from chevet.pathways.hearing import Found
from chevet.usecases.dispatch_messages import tell_of_dead
from chevet.usecases.live_follow_ups import live_one
from chevet.usecases.remind_appointments import remind_appointments
from chevet.usecases.situation import Act, conclude, met, reads, settled_by

log = logging.getLogger(__name__)

WAKE = "UPDATE follow_up SET wake_at = %s WHERE id = %s AND (wake_at IS NULL OR wake_at <> %s)"


@dataclass(frozen=True, slots=True)
class Moment:
    """When the watchdog passes, and what it may call."""

    now: datetime
    machine_now: datetime
    send: Callable[[], Any]
    on_dead: Callable[..., Any]


def task_to_read(rows: list[Any], moment: Moment) -> None:
    """An answer that judged nothing is read by a human, as urgently as the worst that it could say."""
    for row in rows:
        _each(row, moment, _to_read)


def live_again(rows: list[Any], moment: Moment) -> None:
    """Wakes the follow-up now: what is due is computed from facts, whatever its date of waking said."""
    for row in rows:
        _each(row, moment, _wake)


def release_leases(rows: list[Any], moment: Moment) -> None:
    with UnitOfWork(machine("dispatch")) as work:
        work.add(claims.expire_leases(machine_now=moment.machine_now))


def remind_late(rows: list[Any], moment: Moment) -> None:
    """What has begun meanwhile is not told of any more."""
    remind_appointments(until=moment.now, machine_now=moment.machine_now)


def send_late(rows: list[Any], moment: Moment) -> None:
    moment.send()


def tell_dead(rows: list[Any], moment: Moment) -> None:
    tell_of_dead(now=moment.now, machine_now=moment.machine_now, on_dead=moment.on_dead)


def _each(row: Any, moment: Moment, repair: Callable[[Any, Moment], None]) -> None:
    """One that cannot be repaired does not keep the others from it."""
    try:
        repair(row, moment)
    except Exception:
        fields = {"follow_up": str(row.follow_up_id), "repair": repair.__name__}
        log.exception("a repair failed", extra={"fields": fields})


def _wake(row: Any, moment: Moment) -> None:
    whose = machine("schedule", organisation=row.organisation_id, subject=row.subject_id)
    with UnitOfWork(whose) as work:
        work.add(Statement(WAKE, (moment.now, row.follow_up_id, moment.now)))
    live_one(
        follow_up_id=row.follow_up_id,
        organisation_id=row.organisation_id,
        subject_id=row.subject_id,
        at=moment.now,
        machine_now=moment.machine_now,
    )


def _to_read(row: Any, moment: Moment) -> None:
    whose = machine("schedule", organisation=row.organisation_id, subject=row.subject_id)
    with UnitOfWork(whose) as work:
        situation = met(work.fetch(*reads(now=moment.now, follow_up_id=row.follow_up_id)))
        if situation is None:
            return
        settled = settled_by(situation, [Found("to_read", RED, reason("to_read"))], now=moment.now)
        act = Act("machine:watch", "answer.to_read", moment.machine_now)
        conclude(work, situation, settled, act=act, now=moment.now)
