"""Several prepared statements in one round trip, through libpq's own pipeline.

psycopg's pipeline speaks to the server after each statement, one system call and one wake-up on both sides, and
describes every column anew; that was half of the cost of an answer. Here everything is handed to libpq first and
sent at once. A statement is prepared under its text the first time a connection sees it, the types of its
parameters are those that PostgreSQL infers: where it cannot, write the cast (`%s::timestamptz`).
"""

import re
from collections import namedtuple
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from itertools import count
from typing import Any
from uuid import UUID

from psycopg import Connection, DataError, errors
from psycopg.abc import PQGen
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.types.datetime import TimestamptzLoader

from chevet.kernel.rows import Statement

Values = list[bytes | None]
MOST_PREPARED = 500  # texts that one connection keeps; later ones are parsed each time
BEGIN, COMMIT = Statement("BEGIN", ()), Statement("COMMIT", ())
FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE)


def _text(value: str) -> bytes:
    if "\0" in value:
        raise DataError("PostgreSQL text cannot hold a zero byte")
    return value.encode()


def _moment(value: datetime) -> bytes:
    if value.tzinfo is None:
        raise ValueError(f"a moment without its zone: {value}")
    return value.isoformat().encode()


# How a value travels. Numbers go as text, so that the server reads them as the type it wants.
DUMPS: dict[type, tuple[int, Callable[[Any], bytes]]] = {
    bool: (Format.TEXT, lambda value: b"t" if value else b"f"),
    int: (Format.TEXT, lambda value: b"%d" % value),
    str: (Format.TEXT, _text),
    bytes: (Format.BINARY, lambda value: value),
    UUID: (Format.BINARY, lambda value: value.bytes),
    datetime: (Format.TEXT, _moment),
    date: (Format.TEXT, lambda value: value.isoformat().encode()),
    time: (Format.TEXT, lambda value: value.isoformat().encode()),
}


@lru_cache(maxsize=1000)
def numbered(sql: str) -> bytes:
    """`%s` as `$1`, `$2`…, and `%%` as `%`."""
    numbers = iter(range(1, 65_536))
    return re.sub("%[s%]", lambda mark: f"${next(numbers)}" if mark[0] == "%s" else "%", sql).encode()


class Reading:
    """How rows are read: as Django does, but moments by psycopg itself; sessions speak UTC."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.adapters = AdaptersMap(connection.adapters)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)


class Prepared:
    """One statement as one connection knows it: its name, and how the rows it returns are read."""

    __slots__ = ("_make", "_reader", "name")

    def __init__(self, name: bytes) -> None:
        self.name = name
        self._reader: Transformer | None = None

    def rows(self, result: PGresult, connection: Connection) -> list[Any]:
        """Named tuples; none for a statement that returns nothing."""
        if not result.nfields:
            return []
        if self._reader is None:
            fields = range(result.nfields)
            names = [(result.fname(number) or b"").decode() for number in fields]
            self._make = namedtuple("Row", names, rename=True)._make
            self._reader = Transformer(Reading(connection))
            self._reader.set_loader_types([result.ftype(number) for number in fields], Format.TEXT)
        self._reader.set_pgresult(result, set_loaders=False)
        return self._reader.load_rows(0, result.ntuples, self._make)


class Known:
    """What one connection has prepared, by text. A name is never given twice, even when its batch failed."""

    def __init__(self, connection: Connection) -> None:
        self.texts: dict[str, Prepared] = {}
        self.numbers = count(1)
        manager = connection._prepared
        forget_its_own = manager.clear

        def clear() -> bool:
            """psycopg forgets after a rollback, and tells the server to forget everything: ours too."""
            self.texts.clear()
            return forget_its_own()

        manager.clear = clear  # type: ignore[method-assign]


def known_to(connection: Connection) -> Known:
    kept = connection.__dict__.get("prepared_here")
    if kept is None:
        kept = connection.__dict__["prepared_here"] = Known(connection)
    return kept


class Batch:
    """Statements on their way through one connection, and the answers to each message."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.pgconn = connection, connection.pgconn
        self.known = known_to(connection)
        self.new: dict[str, Prepared] = {}
        self.sent: list[Prepared | None] = []  # None: a preparation, whose answer says nothing more

    def put(self, sql: str, values: Values, formats: list[int]) -> None:
        """Hand over to libpq, which keeps it until `answers`."""
        prepared = self.known.texts.get(sql) or self.new.get(sql) or self._prepare(sql)
        if prepared.name:
            self.pgconn.send_query_prepared(prepared.name, values, formats)
        else:
            self.pgconn.send_query_params(numbered(sql), values, None, formats)
        self.sent.append(prepared)

    def _prepare(self, sql: str) -> Prepared:
        if len(self.known.texts) >= MOST_PREPARED:
            return Prepared(b"")
        name = b"chevet_%d" % next(self.known.numbers)
        prepared = self.new[sql] = Prepared(name)
        self.pgconn.send_prepare(name, numbered(sql))
        self.sent.append(None)
        return prepared

    def answers(self) -> PQGen[list[PGresult]]:
        """Everything leaves, everything comes back."""
        yield from send(self.pgconn)
        results = []
        for _ in range(len(self.sent) + 1):
            results += yield from fetch_many(self.pgconn)
        return results


def send_together(connection: Connection, statements: Sequence[Statement]) -> list[list[Any]]:
    """Send statements in one round trip, in the running transaction or in one that begins here; the rows of each.

    The first error ends the whole, nothing behind it is carried out, and it is raised as psycopg names it.
    """
    begins = connection.pgconn.transaction_status == TransactionStatus.IDLE
    batch = Batch(connection)
    wanted = (BEGIN, *statements) if begins else statements
    results = _carried(batch, [(one.sql, *encoded(one.params, connection)) for one in wanted])
    rows = [
        prepared.rows(result, connection)
        for prepared, result in zip(batch.sent, results, strict=False)  # one more result: the end of the pipeline
        if prepared is not None
    ]
    return rows[1:] if begins else rows


def _carried(batch: Batch, messages: Sequence[tuple[str, Values, list[int]]]) -> list[PGresult]:
    connection, pgconn = batch.connection, batch.pgconn
    pgconn.enter_pipeline_mode()
    try:
        for message in messages:
            batch.put(*message)
        pgconn.pipeline_sync()
        results = connection.wait(batch.answers())
        pgconn.exit_pipeline_mode()
    except BaseException:
        connection.close()  # half of a conversation: nobody may go on with it
        raise
    for result in results:
        if result.status in FAILED:
            raise errors.error_from_result(result, encoding="utf-8")
    batch.known.texts.update(batch.new)
    return results


def encoded(params: Sequence[Any], connection: Connection) -> tuple[Values, list[int]]:
    """Values as bytes, with the format of each."""
    values: Values = []
    formats: list[int] = []
    for value in params:
        if value is None:
            values.append(None)
            formats.append(Format.TEXT)
        elif known := dump_of(type(value)):
            formats.append(known[0])
            values.append(known[1](value))
        else:
            formats.append(Format.TEXT)
            values.append(_otherwise(value, connection))
    return values, formats


@cache
def dump_of(kind: type) -> tuple[int, Callable[[Any], bytes]] | None:
    """The way of a type, or of what it stems from (an enumeration of words is a word)."""
    return next((DUMPS[stem] for stem in kind.__mro__ if stem in DUMPS), None)


def _otherwise(value: Any, connection: Connection) -> bytes | None:
    """psycopg's own way: lists, durations, fractions."""
    dumped = Transformer.from_context(connection).get_dumper(value, PyFormat.TEXT).dump(value)
    return None if dumped is None else bytes(dumped)
