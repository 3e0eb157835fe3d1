"""What must always be true, asked in SQL by a process that is not the one that makes it true.

Each invariant reads as a sentence; each violation is repaired by the use case that should have acted, and counted.
`now` is the domain clock's, leases are the machine's.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chevet.kernel.pulses import WATCHDOG, beat
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.repairs import Moment, live_again, release_leases, remind_late, send_late, task_to_read, tell_dead

log = logging.getLogger(__name__)

MOST = 200  # violations repaired in one pass

RED_WITHOUT_ALERT = """
SELECT answer.follow_up_id, answer.organisation_id, answer.subject_id FROM answer
 WHERE answer.level = 3 AND answer.at BETWEEN %(yesterday)s AND %(a_minute_ago)s
   AND NOT EXISTS (SELECT FROM alert WHERE alert.follow_up_id = answer.follow_up_id AND alert.last_at >= answer.at)
"""
ANSWER_NOT_CONCLUDED = """
SELECT answer.follow_up_id, answer.organisation_id, answer.subject_id
  FROM answer JOIN follow_up ON follow_up.id = answer.follow_up_id
 WHERE answer.at BETWEEN %(yesterday)s AND %(a_minute_ago)s
   AND answer.flags & 1 = 1  -- of nothing but "I do not know" nothing is concluded
   AND (follow_up.last_answer_at IS NULL OR follow_up.last_answer_at < answer.at)
   AND NOT EXISTS (SELECT FROM alert WHERE alert.follow_up_id = answer.follow_up_id AND alert.last_at >= answer.at)
"""
ALERT_NOT_ESCALATED = """
SELECT episode.follow_up_id, episode.organisation_id, episode.subject_id FROM episode
 WHERE episode.closed_at IS NULL AND episode.climbs_at < %(a_minute_ago)s
"""
WAIT_NOT_ENDED = """
SELECT alert.follow_up_id, alert.organisation_id, alert.subject_id FROM alert
 WHERE alert.closed_at IS NULL AND alert.confirm_by < %(a_minute_ago)s
"""
QUESTIONNAIRE_WITHOUT_REMINDER = """
SELECT occurrence.follow_up_id, occurrence.organisation_id, occurrence.subject_id
  FROM occurrence JOIN follow_up ON follow_up.id = occurrence.follow_up_id AND follow_up.state = 'active'
 WHERE occurrence.due_at BETWEEN %(yesterday)s AND %(a_quarter_ago)s
   AND occurrence.reminded_at IS NULL AND occurrence.answered_at IS NULL AND occurrence.silenced_at IS NULL
"""
FOLLOW_UP_ASLEEP = """
SELECT id AS follow_up_id, organisation_id, subject_id FROM follow_up
 WHERE wake_at < %(a_quarter_ago)s
    OR (state = 'active' AND wake_at IS NULL AND NOT EXISTS (
          SELECT FROM alert WHERE follow_up_id = follow_up.id AND kind = 'end_decision' AND closed_at IS NULL))
"""
APPOINTMENT_WITHOUT_REMINDER = """
SELECT id, organisation_id, subject_id FROM appointment
 WHERE remind_at < %(a_quarter_ago)s AND state IN ('booked', 'confirmed')
"""
LEASE_STALE = """
SELECT id, organisation_id, subject_id FROM message
 WHERE state = 'leased' AND leased_until < %(lease_limit)s
"""
MESSAGE_LATE = """
SELECT id, organisation_id, subject_id FROM message
 WHERE state = 'new' AND due_at < %(five_minutes_ago)s AND (next_try_at IS NULL OR next_try_at < %(lease_limit)s)
"""
DEAD_LETTER_UNTOLD = """
SELECT id, organisation_id, subject_id FROM message
 WHERE state = 'dead' AND settled_at IS NULL AND due_at < %(five_minutes_ago)s
"""


@dataclass(frozen=True, slots=True)
class Invariant:
    """`sql` finds violations; `repair` is given them all at once."""

    name: str
    sql: str
    repair: Callable[[list[Any], Moment], Any]


INVARIANTS = (
    Invariant("a red answer without an alert", RED_WITHOUT_ALERT, task_to_read),
    Invariant("an answer that nothing was concluded from", ANSWER_NOT_CONCLUDED, task_to_read),
    Invariant("an overdue alert that did not climb", ALERT_NOT_ESCALATED, live_again),
    Invariant("a wait for a second measure that did not end", WAIT_NOT_ENDED, live_again),
    Invariant("a questionnaire due without a reminder", QUESTIONNAIRE_WITHOUT_REMINDER, live_again),
    Invariant("a follow-up that was not woken", FOLLOW_UP_ASLEEP, live_again),
    Invariant("an appointment due without a reminder", APPOINTMENT_WITHOUT_REMINDER, remind_late),
    Invariant("a message under a lease that is over", LEASE_STALE, release_leases),
    Invariant("a message that should have left", MESSAGE_LATE, send_late),
    Invariant("a dead letter that nobody was told of", DEAD_LETTER_UNTOLD, tell_dead),
)


def watch(
    *,
    now: datetime,
    machine_now: datetime,
    send: Callable[[], Any],
    on_dead: Callable[..., Any],
    invariants: Iterable[Invariant] = INVARIANTS,
) -> Counter[str]:
    """One pass over every invariant: violations by name, after their repair was tried. Leaves a pulse.

    `send` hands over what waits in the outbox, `on_dead` makes a dead letter a task (dispatch_messages says how).
    One invariant that fails to be asked or repaired does not keep the others from it; it is counted apart.
    """
    moment = Moment(now, machine_now, send, on_dead)
    found: Counter[str] = Counter()
    for invariant in invariants:
        try:
            found[invariant.name] = _pass(invariant, moment)
        except Exception:
            found["could not be asked"] += 1
            log.exception("an invariant could not be kept", extra={"fields": {"invariant": invariant.name}})
    with UnitOfWork(machine("watch")) as work:
        work.add(beat(WATCHDOG, machine_now=machine_now, found=found.total()))
    return +found


def _pass(invariant: Invariant, moment: Moment) -> int:
    violations = violated(invariant, now=moment.now, machine_now=moment.machine_now)
    if violations:
        fields = {"invariant": invariant.name, "count": len(violations)}
        log.error("an invariant was violated", extra={"fields": fields})
        invariant.repair(violations, moment)
    return len(violations)


def violated(invariant: Invariant, *, now: datetime, machine_now: datetime) -> list[Any]:
    """The rows that violate it, MOST at a time."""
    times = {
        "yesterday": now - timedelta(days=1),
        "a_quarter_ago": now - timedelta(minutes=15),
        "five_minutes_ago": now - timedelta(minutes=5),
        "a_minute_ago": now - timedelta(minutes=1),
        "lease_limit": machine_now - timedelta(minutes=5),
    }
    with UnitOfWork(machine("watch")) as work:
        return work.fetch(Statement(*_positional(f"{invariant.sql} LIMIT {MOST}", times)))[0]


def _positional(sql: str, named: dict[str, datetime]) -> tuple[str, tuple[datetime, ...]]:
    """Named times as the unit of work takes them: in order."""
    order = re.findall(r"%\((\w+)\)s", sql)
    return re.sub(r"%\(\w+\)s", "%s", sql), tuple(named[name] for name in order)
