"""The outermost transaction of a unit of work, without the driver's part in it.

`transaction.atomic()` switches psycopg's autocommit off and on again and asks it to commit: a tenth of the CPU of an
answer, for nothing, as BEGIN and COMMIT already travel with the unit's own round trips. Here only Django is told that
it is inside, so that ORM calls, nested blocks and savepoints behave as they always do.
"""

from types import TracebackType

from django.db import DatabaseError, InterfaceError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic


class Whole(Atomic):
    """Enter, send BEGIN before anything else, send COMMIT last, leave. Leaving with an error rolls back.

    Never inside another transaction: there, `atomic(durable=True)` says so, or makes a savepoint for tests.
    """

    def __init__(self, db: BaseDatabaseWrapper) -> None:
        super().__init__(db.alias, savepoint=True, durable=True)
        self.db = db

    def __enter__(self) -> None:
        self.db.ensure_connection()
        self.db.commit_on_exit, self.db.needs_rollback = True, False
        self.db.in_atomic_block, self.db.autocommit = True, False
        self.db.atomic_blocks.append(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.atomic_blocks.pop()
        self.db.in_atomic_block = False
        if error is not None or self.db.needs_rollback:
            self._roll_back()
        self.db.autocommit = True
        if self.db.run_on_commit:
            self.db.run_and_clear_commit_hooks()

    def _roll_back(self) -> None:
        """What cannot be rolled back is dropped: the server then does it by itself."""
        self.db.run_on_commit, self.db.needs_rollback = [], False
        if self.db.closed_in_transaction:
            self.db.closed_in_transaction, self.db.connection = False, None
            return
        try:
            with self.db.wrap_database_errors:
                self.db.connection.rollback()
        except (DatabaseError, InterfaceError):
            self.db.close()
