"""Several hot use cases in one transaction: read together, decided one by one, written together.

A patient's answer costs a commit, two round trips and a cold start of the same statements. When answers arrive
faster than they are kept, those that wait travel together: one of the waiting threads leads, reads for all in as many
statements as for one, lets each decide on its own rows, writes rows of one shape in one statement, and commits. Alone,
a use case passes exactly as `UnitOfWork` does.

The walls let a group see the records of its members and nothing else; what is whose is told apart by the use case. One
refusal is that member's own; an error of the database undoes the group, and each goes again alone. Nobody is answered
before the commit.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Event
from typing import Any

from django.db import DatabaseError, InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from chevet.kernel.roundtrip import COMMIT, send_together
from chevet.kernel.rows import Statement, side_by_side
from chevet.kernel.tenancy import SET_SCOPE, SET_SCOPE_PLANNED_ONCE, Scope, joined
from chevet.kernel.unit_of_work import UnitOfWork, fail_point
from chevet.kernel.whole import Whole

Rows = Sequence[Sequence[Any]]
SEATS = 16  # members of one group
LINGERS = 0.003  # seconds that a leader waits for as many as travelled last


@dataclass(frozen=True, slots=True)
class Journey:
    """How a use case travels, alone or with others like it. `asked` is what one caller wants.

    reads: [asked…] -> the statements for all of them, which let themselves in as far as each may go.
    parted: ([asked…], their rows) -> the rows of each.
    scope: (the scope before, the rows of one) -> what that one may see; None when it was not let in.
    decide: (unit of work, asked, its rows) -> result; may be called twice, touches nothing but its unit.
    """

    reads: Callable[[Sequence[Any]], Sequence[Statement]]
    parted: Callable[[Sequence[Any], Rows], Iterable[Rows]]
    scope: Callable[[Scope, Rows], Scope | None]
    decide: Callable[[Any, Any, Rows], Any]


@dataclass(slots=True, eq=False)
class Member:
    """One use case on its way. To `decide` it is the unit of work: `fetch` and `add`."""

    journey: Journey
    asked: Any
    scope: Scope
    done: Event = field(default_factory=Event)
    leads: bool = False
    pending: list[Statement] = field(default_factory=list)
    result: Any = None
    error: BaseException | None = None
    alone: bool = False
    db: Any = None  # that of its group

    def add(self, *writes: Statement) -> None:
        """Keep writes for the end."""
        self.pending.extend(writes)

    def fetch(self, *reads: Statement) -> Rows:
        """More reads, in a round trip and a scope of their own."""
        return _sent(self.db, told([self]), *reads)[1:]

    def hears(self, rows: Rows) -> None:
        """Decide on what was read. A refusal is kept for the thread that waits."""
        try:
            self.result = self.journey.decide(self, self.asked, rows)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            self.error, self.pending = error, []

    def goes_alone(self) -> None:
        """In a transaction of its own, in the thread that calls."""
        try:
            with UnitOfWork(self.scope) as work:
                rows = work.fetch(*self.journey.reads([self.asked]))
                (own,) = self.journey.parted([self.asked], rows)
                self.result = self.journey.decide(work, self.asked, own)
        except Exception as error:
            self.error = error


def told(members: Iterable[Member], tells: str = SET_SCOPE) -> Statement:
    """What these may see, and nothing else."""
    return Statement(tells, joined([member.scope for member in members]))


class Groups:
    """Who waits in this process, and the group that is on its way.

    Never two: while one is away the next one grows, and a warm connection and a warm decision serve all its members.
    """

    def __init__(self) -> None:
        self.door, self.leading = Condition(), False
        self.waiting: list[Member] = []
        self.last = 1  # how many travelled last
        self.db: BaseDatabaseWrapper | None = None

    def carry(self, member: Member) -> None:
        """Come back when the member is committed, refused, or to go alone."""
        with self.door:
            self.waiting.append(member)
            member.leads, self.leading = not self.leading, True
            if len(self.waiting) >= self.last:
                self.door.notify()
        if not member.leads:
            member.done.wait()
        if member.leads:
            try:
                self.travel(self._gathered())
            finally:
                self._hand_over()

    def _gathered(self) -> Sequence[Member]:
        """The leader and who waits behind; a moment longer when more travelled last, as they are likely to come again."""
        with self.door:
            if self.last > 1:
                self.door.wait_for(lambda: len(self.waiting) >= self.last, LINGERS)
            alike = [one for one in self.waiting if one.journey is self.waiting[0].journey]
            group = alike[:SEATS]
            self.waiting = [one for one in self.waiting if one not in group]
            self.last = len(group)
        return group

    def _hand_over(self) -> None:
        """The first of those who wait leads the next group."""
        with self.door:
            self.leading = bool(self.waiting)
            if self.waiting:
                self.waiting[0].leads = True
                self.waiting[0].done.set()

    def travel(self, group: Sequence[Member]) -> None:
        """One transaction for all. Whoever is not through at the end goes alone."""
        if len(group) == 1:
            group[0].goes_alone()
            return
        try:
            db = self._connection()
            with Whole(db):
                _carried(group, db)
        except (DatabaseError, InterfaceError):
            for member in group:
                member.alone = True
        except BaseException as error:
            for member in group:
                member.error = error
            raise
        finally:
            for member in group[1:]:
                member.done.set()

    def _connection(self) -> BaseDatabaseWrapper:
        """One for all groups, whoever leads: its statements are prepared once."""
        if self.db is None:
            self.db = connections.create_connection("default")
            self.db.inc_thread_sharing()
        self.db.close_if_unusable_or_obsolete()
        return self.db


def _carried(group: Sequence[Member], db: BaseDatabaseWrapper) -> None:
    journey, asked = group[0].journey, [member.asked for member in group]
    _, *rows = _sent(db, told(group, SET_SCOPE_PLANNED_ONCE), *journey.reads(asked))
    known: set[Hashable] = set()
    for member, own in zip(group, journey.parted(asked, rows), strict=True):
        scope = journey.scope(member.scope, own)
        if scope and scope.subject in known:
            member.alone = True  # it must see what the first one writes
            continue
        if scope:
            known.add(scope.subject)
        member.db, member.scope = db, scope or member.scope
        member.hears(own)
    writing = [member for member in group if member.pending]
    writes = (told(writing), *side_by_side([member.pending for member in writing])) if writing else ()
    _sent(db, *writes, COMMIT)


def _sent(db: BaseDatabaseWrapper, *statements: Statement) -> Rows:
    with db.wrap_database_errors:
        return send_together(db.connection, statements)


groups: Groups | None = None


def travel_together() -> None:
    """Allow groups in this process."""
    global groups
    groups = Groups()


def carry_out(journey: Journey, asked: Any, *, scope: Scope) -> Any:
    """Read, decide, write and commit; returns what `decide` returns, or raises what it raises."""
    member = Member(journey, asked, scope)
    if groups is None or fail_point.get() or connections["default"].in_atomic_block:
        member.goes_alone()
    else:
        groups.carry(member)
        if member.alone:
            member.scope, member.error, member.pending = scope, None, []
            member.goes_alone()
    if member.error:
        raise member.error
    return member.result
