"""One asynchronous connection for all streams of a process, under the application's role and the purpose "stream"."""

import asyncio
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from chevet.kernel.tenancy import SETTINGS, machine, setting

OURS = {"prepare_threshold", "server_side_binding", "pool", "application_name"}
NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
SCOPE = setting(SETTINGS, local=False)
FOR_ACCOUNT = setting(["account"])


class Unreachable(Exception):
    """The database does not answer now; ask again later."""


class Line:
    """Opened at the first question, and again after the database was away."""

    def __init__(self, *, fleeting: bool = False) -> None:
        """fleeting: what is written here lives a moment, and need not wait for the disk."""
        self._fleeting = fleeting
        self._connection: psycopg.AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self._closed = False

    async def ask(self, sql: str, *params: Any, account: UUID | None = None) -> list[tuple[Any, ...]]:
        """Rows. With `account` the rows of that account pass the walls too. Raises Unreachable, and once closed."""
        async with self._turn:
            if self._closed:
                raise Unreachable  # who waited for a turn while the server stopped opens nothing any more
            try:
                async with asyncio.timeout(10):
                    return await self._ask(sql, params, account)
            except (psycopg.Error, OSError, TimeoutError) as error:
                await self._drop()
                raise Unreachable from error

    async def close(self) -> None:
        self._closed = True
        async with self._turn:
            await self._drop()

    async def _ask(self, sql: str, params: tuple[Any, ...], account: UUID | None) -> list[tuple[Any, ...]]:
        connection = self._connection = self._connection or await _open(fleeting=self._fleeting)
        if account is None:
            return await (await connection.execute(sql, params)).fetchall()
        async with connection.transaction():
            await connection.execute(FOR_ACCOUNT, (str(account),))
            return await (await connection.execute(sql, params)).fetchall()

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            await connection.close()


async def _open(*, fleeting: bool) -> psycopg.AsyncConnection:
    told = connections["default"].settings_dict
    place = {name: told[key] for name, key in NAMES.items() if told[key]}
    others = {name: value for name, value in told["OPTIONS"].items() if name not in OURS}
    connection = await psycopg.AsyncConnection.connect(
        **place, **others, autocommit=True, connect_timeout=5, application_name="chevet streams"
    )
    await connection.execute(SCOPE, machine("stream").settings())
    if fleeting:
        await connection.execute("SET synchronous_commit TO off")
    return connection
