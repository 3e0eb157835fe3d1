"""Handing messages over: claim under a lease, speak to the gateway outside any transaction, settle.

Several dispatchers may run. What was claimed by one that died comes back when its lease is over, as a message that may
have left. Due times and quiet hours are the domain clock's, leases and waits the machine's.
"""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import InterfaceError, OperationalError, connection

from chevet.audit.operations import entry
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import claims
from chevet.notifications.outcomes import Ambiguous, Handed, Outcome
from chevet.notifications.parcels import PUSH, Parcel, class_of, held_back, opened
from chevet.notifications.policy import Step, after_outcome, after_status, supplementary
from chevet.notifications.states import Report, State
from chevet.notifications.subscriptions import forget_message_s
from chevet.notifications.webpush import GONE

log = logging.getLogger(__name__)

BATCH = 200
LEASE = timedelta(minutes=5)
PAUSE = 0.5  # seconds before a settlement is tried again
HURRY = 240.0  # seconds after a claim in which an attempt may still begin
ACTOR = "machine:dispatch"
ZONES = "SELECT id, zone FROM follow_up WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one parcel; without a step nothing was tried."""

    parcel: Parcel
    step: Step | None = None
    provider_ref: str = ""
    reason: str = ""


class Post(Protocol):
    """The way out, as the interfaces bring it. `send` and `status` are called from several threads."""

    @property
    def stopping(self) -> bool: ...

    def send(self, parcel: Parcel) -> Outcome: ...

    def status(self, parcel: Parcel) -> Report: ...

    def spread(self, work: Callable[[Parcel], Tried], parcels: Sequence[Parcel]) -> Iterator[list[Tried]]:
        """Does the work on each parcel, several at a time; yields what is done, as it gets done."""
        ...


OnDead = Callable[..., Any]


def dispatch_messages(
    *, now: datetime, machine_now: datetime, post: Post, on_dead: OnDead, budget: float = 5.0, batch: int = BATCH
) -> Counter[str]:
    """Hands over what is due at `now`, for about `budget` seconds; counts by state reached.

    `on_dead(message_id, organisation_id, subject_id, follow_up_id, contact_id, kind, channel, reason, now,
    machine_now)`, keywords all, makes a dead letter somebody's task; it may be called again for the same letter.
    """
    watch = _Watch(machine_now)
    counts: Counter[str] = Counter()
    with UnitOfWork(machine("dispatch")) as work:
        work.add(claims.expire_leases(machine_now=machine_now))
    while watch.elapsed() < budget and not post.stopping:
        urgent = _deliver(now, watch, post, counts, urgent=True, batch=batch)
        ordinary = _deliver(now, watch, post, counts, urgent=False, batch=batch)
        if max(urgent, ordinary) < batch:
            break
    counts["told"] += tell_of_dead(now=now, machine_now=watch.now(), on_dead=on_dead)
    return counts


def tell_of_dead(*, now: datetime, machine_now: datetime, on_dead: OnDead, limit: int = 100) -> int:
    """Dead letters become work items, each in the transaction of its own use case, then are marked as told."""
    with UnitOfWork(machine("dispatch")) as work:
        letters = work.fetch(claims.dead_letters(limit=limit))[0]
    for letter in letters:
        facts = {name: value for name, value in letter._asdict().items() if name != "id"}
        on_dead(message_id=letter.id, **facts, now=now, machine_now=machine_now)
        with UnitOfWork(machine("dispatch")) as work:
            work.add(claims.told(letter.id, now=now))
    return len(letters)


class _Watch:
    """The machine's clock during a pass, from its reading at the start."""

    def __init__(self, machine_now: datetime) -> None:
        self.began, self.machine_now = time.monotonic(), machine_now

    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def now(self) -> datetime:
        return self.machine_now + timedelta(seconds=self.elapsed())


def _deliver(now: datetime, watch: _Watch, post: Post, counts: Counter[str], *, urgent: bool, batch: int) -> int:
    """One batch, from claim to settlement; how many were claimed."""
    claimed_at, began = watch.now(), time.monotonic()
    with UnitOfWork(machine("dispatch")) as work:
        rows = work.fetch(
            claims.claim(now=now, machine_now=claimed_at, leased_until=claimed_at + LEASE, limit=batch, urgent=urgent)
        )[0]
        parcels = _sorted_out(work, rows, now, claimed_at, counts) if rows else []
    for done in post.spread(lambda parcel: _try(parcel, post, began), parcels):
        _settle_surely(done, now, watch, post)
        counts.update(str(tried.step.target if tried.step else State.NEW) for tried in done)
    return len(rows)


def _sorted_out(
    work: UnitOfWork, rows: list[Any], now: datetime, machine_now: datetime, counts: Counter[str]
) -> list[Parcel]:
    """Those that may leave now, opened; the others are written off or put back, in the claim's own transaction."""
    zones = {row.id: row.zone for row in work.fetch(Statement(ZONES, ([row.follow_up_id for row in rows],)))[0]}
    parcels = []
    for row in rows:
        kind = class_of(row.kind)
        written = held_back(row, kind, zones.get(row.follow_up_id), now, machine_now)
        if written is None:
            parcels.append(opened(row, kind))
            continue
        state, statement = written
        counts[str(state)] += 1
        work.add(statement)
        if state != State.NEW:
            work.add(_journal(row, state, machine_now))
    return parcels


def _try(parcel: Parcel, post: Post, began: float) -> Tried:
    """One attempt, in a thread of its own. Never raises: an error of ours is an answer that nobody understood."""
    if post.stopping or time.monotonic() - began > HURRY:
        return Tried(parcel)
    try:
        return _attempt(parcel, post, luck=random.random())
    except Exception:
        log.exception("a message met an error", extra={"fields": {"message": parcel.reference}})
        return _tried(parcel, Ambiguous("error of ours"), luck=random.random())


def _attempt(parcel: Parcel, post: Post, *, luck: float) -> Tried:
    row = parcel.row
    if row.ask_first:
        report = post.status(parcel)
        step = after_status(parcel.kind, report, tries=row.attempts, luck=luck)
        if step is not None:
            return Tried(parcel, step, provider_ref=row.provider_ref, reason=f"status {report}")
    return _tried(parcel, post.send(parcel), luck=luck)


def _tried(parcel: Parcel, outcome: Outcome, *, luck: float) -> Tried:
    step = after_outcome(parcel.kind, outcome, tries=parcel.row.attempts, luck=luck)
    if parcel.row.channel == PUSH:
        step = supplementary(step)
    if isinstance(outcome, Handed):
        return Tried(parcel, step, provider_ref=outcome.provider_ref)
    return Tried(parcel, step, reason=outcome.reason)


def _settle_surely(done: list[Tried], now: datetime, watch: _Watch, post: Post) -> None:
    """What was handed over is written down even when the database is away for a while: forgetting would send twice."""
    began = time.monotonic()
    while True:
        try:
            return _settle(done, now, watch.now())
        except (OperationalError, InterfaceError):
            if post.stopping or time.monotonic() - began > HURRY:
                raise
            log.warning("a settlement waits for the database", extra={"fields": {"count": len(done)}})
            connection.close()
            time.sleep(PAUSE)


def _settle(done: list[Tried], now: datetime, machine_now: datetime) -> None:
    """In one transaction; a message that another dispatcher holds by now is left to it."""
    done = sorted(done, key=lambda tried: tried.parcel.row.id)
    with UnitOfWork(machine("dispatch")) as work:
        written = work.fetch(*[_settlement(tried, now, machine_now) for tried in done])
        for tried, touched in zip(done, written, strict=True):
            if touched and tried.step and tried.step.target != State.NEW:
                work.add(_journal(tried.parcel.row, tried.step.target, machine_now))
            if tried.parcel.row.channel == PUSH and tried.reason == GONE:
                work.add(forget_message_s(tried.parcel.row.id))


def _settlement(tried: Tried, now: datetime, machine_now: datetime) -> Statement:
    row, step = tried.parcel.row, tried.step
    if step is None:
        return claims.put_back(row, due_at=row.due_at)
    match step.target:
        case State.HANDED:
            return claims.handed(row, provider_ref=tried.provider_ref, now=now)
        case State.NEW:
            at = machine_now + step.wait
            return claims.again(row, at=at, ask_first=step.ask_first, reason=tried.reason)
        case state:
            settled_at = now if state == State.DELIVERED else None
            return claims.ended(row, state, reason=tried.reason, settled_at=settled_at)


def _journal(row: Any, state: State, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now,
        actor=ACTOR,
        action=f"message.{state}",
        organisation_id=row.organisation_id,
        subject_id=row.subject_id,
        detail={"message": str(row.id), "kind": row.kind, "channel": row.channel},
    )
