"""The installation under fire: its own PostgreSQL, web and worker, as an operator starts them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from chevet.kernel import embedded_postgres, roles
from chevet.kernel.keyring import create_missing
from tests.campaign.gateway import PROFILE

PARIS = ZoneInfo("Europe/Paris")
COMMANDS = {"web": "serve", "worker": "worker"}
DRAINING, READY = 120.0, 60.0  # seconds
WAITING = "SELECT count(*) FROM message WHERE state IN ('new', 'leased') AND due_at <= %s"
HURRY = """
UPDATE message SET next_try_at = NULL,
       leased_until = CASE WHEN state = 'leased' THEN now() - interval '1 second' END
 WHERE state = 'new' OR (state = 'leased' AND leased_until < now() + interval '4 minutes 30 seconds')
"""


class Ground:
    def __init__(self, folder: Path, gateway: str) -> None:
        folder.chmod(0o711)  # the account that runs PostgreSQL passes through
        self.folder, self.port = folder, _free_port()
        self.processes: dict[str, subprocess.Popen] = {}
        (folder / "gateway.yaml").write_text(PROFILE.format(address=gateway))

    def start(self, *, careless: bool = False) -> None:
        """careless: the database acknowledges what a crash can still take back."""
        create_missing(self.folder / "keys")
        self.cluster = embedded_postgres.start(self.folder)
        self.superuser = self.cluster.dsn(role="postgres")
        self.environment = os.environ | {
            "CHEVET_DATA": str(self.folder),
            "CHEVET_KEYS": str(self.folder / "keys"),
            "CHEVET_MOVABLE_CLOCK": "1",
            "CHEVET_SMS_GATEWAY": str(self.folder / "gateway.yaml"),
            "DATABASE_URL": self.cluster.dsn(role=roles.APPLICATION),
            "DATABASE_OWNER_URL": self.cluster.dsn(role=roles.OWNER),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(self.port),
        }
        self._chevet("migrate").wait()
        if careless:
            with psycopg.connect(self.superuser, autocommit=True) as connection:
                connection.execute(f"ALTER ROLE {roles.APPLICATION} SET synchronous_commit = off")
        os.environ.update(self.environment)
        import django

        django.setup()

    def populate(self, number: int) -> list[tuple[str, str]]:
        """Patients in follow-ups since half past eight; the path and the cookie of those who will answer (half)."""
        from chevet.access.visits import cookie_name
        from chevet.interfaces import clock
        from tests.fixtures.care import include, make_place

        tomorrow = datetime.now(PARIS).date() + timedelta(days=1)
        clock.move(to=datetime.combine(tomorrow, wall_time(8, 30), PARIS))
        place, now = make_place(), clock.domain_now()
        _tell_by_sms(place)
        patients = [
            include(place, now=now, first_name=f"Odile {chr(97 + i % 26)}{i}", confirmed_duplicate=True, onset_on=None)
            for i in range(number)
        ]
        _forget_connections()
        for name in COMMANDS:
            self._start(name)
        return [
            (f"/s/{one.token}", f"{cookie_name(one.token, secure=False)}={one.device}")
            for one in patients[: number // 2]
        ]

    def clock_to(self, clock_face: str) -> None:
        """Forward to this time of the same day; nobody answers while the database is away."""
        from chevet.interfaces import clock

        day = clock.domain_now().astimezone(PARIS).date()
        clock.move(to=datetime.combine(day, wall_time.fromisoformat(clock_face), PARIS))
        _forget_connections()

    def wait(self) -> None:
        """Until the site answers that it is ready."""
        deadline = time.monotonic() + READY
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit((self.folder / "serve.log").read_text()[-4000:])

    def kill(self, name: str) -> None:
        if name == "database":
            for pid in _family(int((self.cluster.server.folder / "postmaster.pid").read_text().split()[0])):
                _kill(pid)
            self.cluster.revive()
            return
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()
        self._start(name)

    def drain(self) -> bool:
        """Until everything due has left; leases and waits of the machine's clock are cut short."""
        from chevet.interfaces import clock

        deadline = time.monotonic() + DRAINING
        time.sleep(30)  # a live dispatcher settles what it holds; what is leased longer is an orphan
        while time.monotonic() < deadline:
            with psycopg.connect(self.superuser, autocommit=True) as connection:
                connection.execute(HURRY)
                time.sleep(2)
                if connection.execute(WAITING, [clock.domain_now()]).fetchone() == (0,):
                    return True
        return False

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(15)
        if hasattr(self, "cluster"):
            _forget_connections()
            self.cluster.stop()

    def _start(self, name: str) -> None:
        self.processes[name] = self._chevet(COMMANDS[name])

    def _chevet(self, command: str) -> subprocess.Popen:
        with (self.folder / f"{command}.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "chevet.interfaces.cli", command],
                env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip


def _tell_by_sms(place: Any) -> None:
    from chevet.kernel.tenancy import acting
    from chevet.organisations.models import Organisation
    from chevet.people.models import Account, Membership

    with acting(place.scope):
        Organisation.objects.update(alert_mobile="+33639980099", alert_email="")
        for number, membership in enumerate(Membership.objects.all()):
            Account.objects.filter(pk=membership.account_id).update(mobile=f"+3363998000{number}")
        Membership.objects.update(alerts_by="sms")


def _forget_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()


def _family(parent: int) -> list[int]:
    """A process and its children, from /proc."""
    children = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            children.append(int(status.parent.name))
    return [parent, *children]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
