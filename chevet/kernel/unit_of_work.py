"""One transaction of a use case: read in one round trip, decide, write and commit in another.

Standing on `transaction.atomic()` and psycopg's pipeline. Django's query capture does not see pipelined statements,
so the unit counts its own. `FailPoint` crashes after the n-th statement, unpipelined, to prove that every use case
is all or nothing.
"""

from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

from django.db import connection, transaction
from psycopg.rows import namedtuple_row

from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import SET_SCOPE, Scope, forget_scope

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

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.pending: list[Statement] = []
        self.statements = 0
        self.pipelined = fail_point.get() is None
        self.scoped = False

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self.nested = connection.in_atomic_block
        self.atomic = transaction.atomic(durable=True)
        self.atomic.__enter__()
        self.counting = connection.execute_wrapper(self._count)
        self.counting.__enter__()
        return self

    def fetch(self, *reads: Statement) -> list[list[Any]]:
        """Send reads (or writes whose result is needed now) in one round trip; one list of named tuples for each."""
        with self._together():
            self._announce()
            cursors = [self._send(read) for read in reads]
        return [cursor.fetchall() if cursor.description else [] for cursor in cursors]

    def add(self, *writes: Statement) -> None:
        """Keep writes for the flush."""
        self.pending.extend(writes)

    def flush(self) -> None:
        """Send what is kept, for an ORM read that must see it. Rarely needed."""
        with self._together():
            self._send_pending()

    def orm(self) -> Self:
        """Tell the scope before an ORM call that comes first."""
        with self._together():
            self._announce()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.counting.__exit__(None, None, None)
        if error is not None:
            self.atomic.__exit__(kind, error, trace)
            return
        closing = False
        try:
            with self._together():
                self._send_pending()
                if self.nested:
                    forget_scope()
                closing = True
                self.atomic.__exit__(None, None, None)
        except BaseException as failure:
            if not closing:
                self.atomic.__exit__(type(failure), failure, failure.__traceback__)
            raise

    def _announce(self) -> None:
        if not self.scoped:
            self.scoped = True
            self._send(Statement(SET_SCOPE, self.scope.settings()))

    def _send_pending(self) -> None:
        self._announce()
        for write in self.pending:
            self._send(write)
        self.pending.clear()

    def _send(self, statement: Statement) -> Any:
        cursor = connection.connection.cursor(row_factory=namedtuple_row)
        with connection.wrap_database_errors:
            cursor.execute(statement.sql, statement.params)
        self._passed()
        return cursor

    def _together(self) -> AbstractContextManager[Any]:
        return connection.connection.pipeline() if self.pipelined else nullcontext()

    def _count(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        self._passed()
        return result

    def _passed(self) -> None:
        self.statements += 1
        if point := fail_point.get():
            point.pass_one()
