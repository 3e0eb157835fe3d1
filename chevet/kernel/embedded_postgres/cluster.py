"""One cluster per data folder, shared by every process that starts it."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode

from chevet.kernel import roles
from chevet.kernel.embedded_postgres.account import account_for, make_passable
from chevet.kernel.embedded_postgres.binaries import major_version, programs
from chevet.kernel.embedded_postgres.errors import PostgresError
from chevet.kernel.embedded_postgres.server import PORT, SUPERUSER, Server

SHARED_BUFFERS = "128MB"


@dataclass
class Cluster:
    """A running server. Use as a context manager, or call `stop()`."""

    home: Path
    server: Server
    passwords: dict[str, str] = field(repr=False)
    in_use: int = field(repr=False)

    def dsn(self, database: str = roles.DATABASE, role: str = roles.APPLICATION) -> str:
        place = urlencode({"host": self.server.socket_folder(), "port": PORT})
        return f"postgresql://{role}:{quote(self.passwords[role])}@/{quote(database)}?{place}"

    def stop(self) -> None:
        """Leaves the server; the last process to leave stops it."""
        if self.in_use < 0:
            return
        with _locked(self.home):
            try:
                fcntl.flock(self.in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.server.stop()
            except BlockingIOError:
                pass  # somebody else still works with it
            finally:
                os.close(self.in_use)
                self.in_use = -1

    def revive(self, *, durable: bool = True, shared_buffers: str = SHARED_BUFFERS) -> None:
        """Starts the server again after it was killed. Addresses given before stay good."""
        with _locked(self.home):
            self.server.start(durable=durable, shared_buffers=shared_buffers)

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_) -> None:
        self.stop()


def start(data: Path, *, durable: bool = True, shared_buffers: str = SHARED_BUFFERS) -> Cluster:
    """Starts the cluster of `data` or joins the one that runs there; several processes may race.

    `data` receives a folder `postgres` with the cluster, its passwords (readable by the caller
    only) and its log. `durable=False` is for tests. Raises PostgresError with a remedy.
    """
    home = data.absolute() / "postgres"
    make_passable(home)
    with _locked(home):
        server = _server(home)
        passwords = _passwords(home, server)
        if not (server.folder / "PG_VERSION").exists():
            server.initialise(passwords[SUPERUSER])
        _refuse_other_major(server)
        server.start(durable=durable, shared_buffers=shared_buffers)
        in_use = os.open(home / "users", os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(in_use, fcntl.LOCK_SH)
        cluster = Cluster(home, server, passwords, in_use)
        try:
            _create_roles(cluster)
        except BaseException:
            os.close(in_use)
            raise
    return cluster


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    descriptor = os.open(home / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _server(home: Path) -> Server:
    folder = home / "cluster"
    account = account_for(folder)
    if not account.can_enter(home):
        raise PostgresError(
            f"The account that runs PostgreSQL cannot enter {home}: choose another folder with CHEVET_DATA."
        )
    return Server(folder, programs(account, home), account)


def _passwords(home: Path, server: Server) -> dict[str, str]:
    path = home / "passwords.json"
    if path.exists():
        return json.loads(path.read_text())
    if server.folder.exists():
        raise PostgresError(f"{path} is missing: put it back, or remove {home} to start from nothing.")
    made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, *roles.WITH_LOGIN)}
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(made, indent=1))
    partial.rename(path)
    return made


def _refuse_other_major(server: Server) -> None:
    stored = (server.folder / "PG_VERSION").read_text().strip()
    if stored != (ours := major_version(server.programs, server.account)):
        raise PostgresError(
            f"{server.folder} was written by PostgreSQL {stored} and this is {ours}: dump it with the former, restore it here."
        )


def _create_roles(cluster: Cluster) -> None:
    """Roles, extensions and the database, once per version of their text."""
    done = cluster.home / "roles.done"
    fingerprint = sha256((roles.roles_sql() + roles.extensions_sql()).encode()).hexdigest()
    if done.exists() and done.read_text() == fingerprint:
        return
    _psql(cluster, "postgres", roles.with_passwords(cluster.passwords))
    _psql(cluster, "template1", roles.extensions_sql())
    _psql(cluster, "postgres", roles.database_sql())
    _psql(cluster, roles.DATABASE, roles.extensions_sql())
    done.write_text(fingerprint)


def _psql(cluster: Cluster, database: str, script: str) -> None:
    server = cluster.server
    environment = {"PGPASSWORD": cluster.passwords[SUPERUSER]}
    command = [server.programs / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    command += [
        "-h",
        server.socket_folder(),
        "-p",
        PORT,
        "-U",
        SUPERUSER,
        "-d",
        database,
    ]
    done = server.account.run(command, cwd="/", env=environment, stdin=None, input=script, capture_output=True)
    if done.returncode != 0:
        raise PostgresError(f"The roles could not be created: {done.stderr.strip()}")
