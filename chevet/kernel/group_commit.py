"""Several hot use cases in one transaction: their reads in one round trip, their writes and one commit in another.

A patient's answer costs a commit, two round trips and a cold start of the same statements. When answers arrive
faster than they are kept, those that wait travel together: one of the waiting threads leads, reads for all, lets
each decide on its own rows, writes for all and commits. Alone, a use case passes exactly as `UnitOfWork` does.

Each keeps its own scope: it is told before its reads and again before its writes, so that the walls stand between
the members of a group. One refusal is that member's own; an error of the database undoes the group, and each goes
again alone. Nobody is answered before the commit.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

from django.db import DatabaseError, InterfaceError, connections

from chevet.kernel.roundtrip import COMMIT, send_together
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import SETTINGS, Scope, setting
from chevet.kernel.unit_of_work import UnitOfWork, fail_point
from chevet.kernel.whole import Whole

Rows = list[list[Any]]
SEATS = 8  # members of one group
KEPT_SETTINGS = (*SETTINGS, "target", "device")  # the scope, and what a link sets behind its door
SCOPE_NOW = Statement(
    "SELECT " + ", ".join(f"current_setting('chevet.{name}', true) AS {name}" for name in KEPT_SETTINGS), ()
)
SCOPE_AGAIN = setting(KEPT_SETTINGS)


@dataclass(slots=True, eq=False)
class Member:
    """One use case on its way. To `decide` it is the unit of work: `fetch` and `add`."""

    scope: Scope
    reads: Sequence[Statement]
    decide: Callable[[Any, Rows], Any]
    about: Callable[[Rows], Hashable]
    done: Event = field(default_factory=Event)
    group: "Sequence[Member]" = ()  # whom it leads
    told: Statement | None = None  # its scope, as its own reads left it
    pending: list[Statement] = field(default_factory=list)
    result: Any = None
    error: BaseException | None = None
    alone: bool = False

    def add(self, *writes: Statement) -> None:
        """Keep writes for the end."""
        self.pending.extend(writes)

    def fetch(self, *reads: Statement) -> Rows:
        """More reads, in a round trip of their own."""
        return _sent([self.told, *reads])[1:]

    def asks(self) -> Iterator[Statement]:
        yield Statement(SCOPE_AGAIN, (*self.scope.settings(), "", ""))
        yield from self.reads
        yield SCOPE_NOW

    def hears(self, rows: Rows) -> None:
        """Decide on what was read. A refusal is kept for the thread that waits."""
        self.told = Statement(SCOPE_AGAIN, tuple(rows[-1][0]))
        try:
            self.result = self.decide(self, rows[1:-1])
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            self.error, self.pending = error, []

    def goes_alone(self) -> None:
        """In a transaction of its own, in the thread that calls."""
        try:
            with UnitOfWork(self.scope) as work:
                self.result = self.decide(work, work.fetch(*self.reads))
        except Exception as error:
            self.error = error


class Groups:
    """Who waits, and how many groups are on their way in this process."""

    def __init__(self, at_once: int) -> None:
        self.at_once, self.leading = at_once, 0
        self.lock, self.waiting = Lock(), []

    def carry(self, member: Member) -> None:
        """Come back when the member is committed, refused, or to go alone."""
        with self.lock:
            if self.leading < self.at_once:
                self.leading += 1
                member.group = (member,)
            else:
                self.waiting.append(member)
        if not member.group:
            member.done.wait()
        if member.group:
            try:
                travel(member.group)
            finally:
                self._hand_over()

    def _hand_over(self) -> None:
        """The first of those who wait leads the next group."""
        with self.lock:
            group, self.waiting = self.waiting[:SEATS], self.waiting[SEATS:]
            if not group:
                self.leading -= 1
                return
            group[0].group = group
        group[0].done.set()


def travel(group: Sequence[Member]) -> None:
    """One transaction for all. Whoever is not through at the end goes alone."""
    if len(group) == 1:
        group[0].goes_alone()
        return
    try:
        with Whole(connections["default"]):
            _carried(group)
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


def _carried(group: Sequence[Member]) -> None:
    rows = iter(_sent([statement for member in group for statement in member.asks()]))
    heard = [(member, [next(rows) for _ in range(len(member.reads) + 2)]) for member in group]
    known: set[Hashable] = set()
    for member, read in heard:
        about = member.about(read[1:-1])
        if about is not None and about in known:
            member.alone = True  # it must see what the first one writes
            continue
        known.add(about)
        member.hears(read)
    _sent([one for member in group if member.pending for one in (member.told, *member.pending)], COMMIT)


def _sent(statements: Sequence[Statement | None], *end: Statement) -> Rows:
    db = connections["default"]
    with db.wrap_database_errors:
        return send_together(db.connection, [*filter(None, statements), *end])


groups: Groups | None = None


def travel_together(at_once: int = 1) -> None:
    """Allow groups in this process: `at_once` of them on their way, each on the connection of its leader's thread.

    One is best: while it is away the next one grows, and a warm connection and a warm decision serve all its members.
    """
    global groups
    groups = Groups(at_once)


def carry_out(
    *,
    scope: Scope,
    reads: Sequence[Statement],
    decide: Callable[[Any, Rows], Any],
    about: Callable[[Rows], Hashable],
) -> Any:
    """Read, decide, write and commit; returns what `decide` returns, or raises what it raises.

    decide: (unit of work, the rows of `reads`) -> result; it may be called twice and touches nothing but its unit.
    about: what the rows are about; two members about the same thing never share a transaction (None: nothing).
    """
    member = Member(scope, reads, decide, about)
    if groups is None or fail_point.get() or connections["default"].in_atomic_block:
        member.goes_alone()
    else:
        groups.carry(member)
        if member.alone:
            member.error, member.pending = None, []
            member.goes_alone()
    if member.error:
        raise member.error
    return member.result
