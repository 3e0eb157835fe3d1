"""One transaction of a use case: read in one round trip, decide, write and commit in another.

Standing on Django's transactions (whole.py) and libpq's pipeline (roundtrip.py). Django's query capture does not see pipelined
statements, so the unit counts its own. `FailPoint` crashes after the n-th statement, unpipelined, to prove that every use case
is all or nothing.
"""

from collections.abc import Sequence
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

from django.db import InternalError, connections, transaction
from psycopg.pq import TransactionStatus

from chevet.kernel.roundtrip import COMMIT, send_together
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import SET_SCOPE, SET_SCOPE_PLANNED_ONCE, Scope, forget_scope
from chevet.kernel.whole import Whole

fail_point: ContextVar["FailPoint | None"] = ContextVar("fail_point", default=None)


class Crash(BaseException):
    """The process is gone: nobody may catch this."""


class FailPoint:
    """Crashes after statement number `after` of every unit of work inside the block (1 is the first)."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __enter__(self) -> Self:
        self.token = fail_point.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        fail_point.reset(self.token)

    def pass_one(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Crash


class UnitOfWork:
    """`with UnitOfWork(scope) as work:` then `work.fetch(…)`, decide, `work.add(…)`; leaving the block commits.

    Ordinary ORM calls inside the block take part in the same transaction and are counted too.
    """

    def __init__(self, scope: Scope, *, planned_once: bool = False) -> None:
        """planned_once: each statement by an index that serves all values, so that PostgreSQL need not plan it again."""
        self.scope, self.tells = scope, SET_SCOPE_PLANNED_ONCE if planned_once else SET_SCOPE
        self.pending: list[Statement] = []
        self.statements = 0
        self.pipelined = fail_point.get() is None
        self.scoped = self.ended = False

    def __enter__(self) -> Self:
        self.db = connections["default"]
        self.nested = self.db.in_atomic_block
        self.atomic = transaction.atomic(durable=True) if self.nested else Whole(self.db)
        self.atomic.__enter__()
        self.counting = self.db.execute_wrapper(self._count)
        self.counting.__enter__()
        return self

    def fetch(self, *reads: Statement) -> list[list[Any]]:
        """Send reads (or writes whose result is needed now) in one round trip; one list of named tuples for each."""
        answers = self._send([*self._announced(), *reads])
        return answers[len(answers) - len(reads) :]

    def finish(self, *reads: Statement) -> list[list[Any]]:
        """The last reads, what is kept and the commit in one round trip: for who decides nothing in between."""
        if self.nested or not self.pipelined:
            return self.fetch(*reads)
        told, self.ended = self._announced(), True
        answers = self._send([*told, *reads, *self._taken()], COMMIT)
        return answers[len(told) : len(told) + len(reads)]

    def add(self, *writes: Statement) -> None:
        """Keep writes for the flush."""
        self.pending.extend(writes)

    def flush(self) -> None:
        """Send what is kept, for an ORM read that must see it. Rarely needed."""
        self._send([*self._announced(), *self._taken()])

    def orm(self) -> Self:
        """Begin and tell the scope, for an ORM call that comes first; such a call would do it by itself."""
        self._send(self._announced())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.counting.__exit__(None, None, None)
        if error is not None:
            self.atomic.__exit__(kind, error, trace)
            return
        try:
            self._conclude()
        except BaseException as failure:
            self.atomic.__exit__(type(failure), failure, failure.__traceback__)
            raise
        self.atomic.__exit__(None, None, None)

    def _conclude(self) -> None:
        """The last round trip takes the commit along; Django then finds the transaction ended."""
        if self.ended:
            return
        if self.db.connection.pgconn.transaction_status == TransactionStatus.INERROR:
            # PostgreSQL would answer ROLLBACK to the COMMIT, and call it success
            raise InternalError("an error of the database was swallowed: nothing can be committed")
        last = [*self._announced(), *self._taken()]
        if self.nested:
            self._send(last)
            forget_scope()
        elif self.db.needs_rollback:
            return
        else:
            self._send(last, COMMIT)

    def _announced(self) -> tuple[Statement, ...]:
        if self.scoped:
            return ()
        self.scoped = True
        return (Statement(self.tells, self.scope.settings()),)

    def _taken(self) -> list[Statement]:
        taken, self.pending = self.pending, []
        return taken

    def _send(self, statements: Sequence[Statement], *end: Statement) -> list[list[Any]]:
        """In one round trip, or one by one where a crash is to come in between; `end` is not counted."""
        with self.db.wrap_database_errors:
            if self.pipelined:
                self.statements += len(statements)
                return send_together(self.db.connection, [*statements, *end])
            rows = []
            for statement in statements:
                rows += send_together(self.db.connection, [statement])
                self._passed()
            return rows + [send_together(self.db.connection, [one]) for one in end]

    def _count(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not self.scoped:
            self.orm()
        result = execute(sql, params, many, context)
        self._passed()
        return result

    def _passed(self) -> None:
        self.statements += 1
        if point := fail_point.get():
            point.pass_one()
