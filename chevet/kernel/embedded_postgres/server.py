"""initdb, start, wait, stop: the server's programs and what they say."""

import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from chevet.kernel.embedded_postgres.account import Account
from chevet.kernel.embedded_postgres.configuration import configuration
from chevet.kernel.embedded_postgres.errors import PostgresError

SUPERUSER = "postgres"
PORT = 5432  # only names the socket's file
SOCKET_PATH_LIMIT = 107  # bytes, Linux's sockaddr_un
LOG_LIMIT = 5_000_000  # bytes kept from one run to the next
LOCK_PATIENCE = 15.0  # seconds: a killed server stays visible a little, and its children with it
RECOVERY_PATIENCE = 120.0  # seconds
LINGERING = ("lock file", "shared memory block")


@dataclass(frozen=True)
class Server:
    folder: Path
    programs: Path
    account: Account

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def initialise(self, password: str) -> None:
        """Creates the cluster; an interrupted attempt leaves nothing that looks like one."""
        fresh = self.folder.with_suffix(".partial")
        _remove(fresh)
        fresh.mkdir(mode=0o700)
        self.account.owns(fresh)
        secret = fresh.with_suffix(".secret")
        secret.touch(mode=0o600)
        secret.write_text(password)
        self.account.owns(secret)
        try:
            self._run(
                *(
                    "initdb",
                    "-D",
                    fresh,
                    "-U",
                    SUPERUSER,
                    f"--pwfile={secret}",
                    "--auth=scram-sha-256",
                ),
                *(
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--data-checksums",
                ),
            )
        finally:
            secret.unlink()
        with (fresh / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude 'chevet.conf'\n")
        fresh.rename(self.folder)

    def start(self, *, durable: bool, shared_buffers: str) -> None:
        """Returns when connections are accepted; waits for crash recovery and for a killed server to vanish."""
        began = time.monotonic()
        while not self.answers():
            self._trim_log()
            self._configure(durable=durable, shared_buffers=shared_buffers)
            _forget_stranger(self.folder / "postmaster.pid")
            written = self.log.stat().st_size if self.log.exists() else 0
            if self._pg_ctl("start", "-w", "-t", int(RECOVERY_PATIENCE), "-l", self.log).returncode == 0:
                return
            said = self._said_since(written)
            if not any(word in said for word in LINGERING) or time.monotonic() - began > LOCK_PATIENCE:
                raise PostgresError(f"PostgreSQL did not start. Its last words, from {self.log}:\n{said[-2000:]}")
            time.sleep(0.3)

    def stop(self) -> None:
        socket_folder = self.socket_folder()
        done = self._pg_ctl("stop", "-m", "fast", "-w", "-t", 30)
        if done.returncode != 0 and self.answers():
            raise PostgresError(f"PostgreSQL did not stop: {done.stderr.strip()}")
        if socket_folder and socket_folder != self.folder:
            _remove(socket_folder)

    def answers(self) -> bool:
        """Accepts connections now. A server in recovery is waited for."""
        deadline = time.monotonic() + RECOVERY_PATIENCE
        while (folder := self.socket_folder()) is not None:
            ready = self.account.run([self.programs / "pg_isready", "-q", "-h", folder, "-p", PORT], cwd="/").returncode
            if ready != 1 or time.monotonic() > deadline:
                return ready == 0
            time.sleep(0.2)
        return False

    def is_alive(self) -> bool:
        """Cheap: looks at the process, asks nothing."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return False

    def socket_folder(self) -> Path | None:
        """As the running (or killed) server wrote it, or None."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    def _configure(self, *, durable: bool, shared_buffers: str) -> None:
        text = configuration(
            socket_folder=self._place_for_socket(),
            durable=durable,
            shared_buffers=shared_buffers,
        )
        path = self.folder / "chevet.conf"
        path.write_text(text)
        self.account.owns(path)

    def _place_for_socket(self) -> Path:
        used = self.socket_folder()
        if used and used.is_dir() and used.stat().st_uid == self.account.uid:
            return used  # of a server that was killed: addresses given before stay good
        if len(os.fsencode(self.folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
            return self.folder
        short = Path(tempfile.mkdtemp(prefix="chevet-", dir="/tmp"))
        self.account.owns(short)
        return short

    def _pg_ctl(self, action: str, *options):
        command = [self.programs / "pg_ctl", action, "-D", self.folder, *options]
        # no pipes: the server would inherit them and the call would never see their end
        with tempfile.TemporaryFile("w+") as said:
            done = self.account.run(
                command,
                cwd=self.folder,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            said.seek(0)
            done.stderr = said.read()
        return done

    def _run(self, program: str, *options) -> None:
        done = self.account.run([self.programs / program, *options], cwd="/", capture_output=True)
        if done.returncode != 0:
            raise PostgresError(f"{program} failed: {(done.stderr or done.stdout).strip()[-2000:]}")

    def _said_since(self, position: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")

    def _trim_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.unlink()


def _forget_stranger(pid_file: Path) -> None:
    """Removes a lock left by a killed server whose process id is a corpse or belongs to another program.

    PostgreSQL itself believes any process of the same user, which locks out a restarted container,
    where the same few process ids come back, and one whose first process buries nobody. Its other
    lock, on shared memory, still tells a server that really runs.
    """
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
        program = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0", 1)[0]
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError, PermissionError, ValueError):
        return
    if state == "Z" or (program and b"postgres" not in program):
        pid_file.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
