"""The system account that runs the server: PostgreSQL refuses to run as root."""

import hashlib
import os
import pwd
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from chevet.kernel.embedded_postgres.errors import PostgresError

NAME = "chevet-postgres"
SYSTEM_FOLDER = Path("/var/lib/chevet")


@dataclass(frozen=True)
class Account:
    """Who runs the server. `switch` is false when that is simply the current user."""

    uid: int
    gid: int
    switch: bool

    def run(self, command, **options) -> subprocess.CompletedProcess:
        """Runs a program as this account, with an environment free of PG* and locale surprises."""
        if self.switch:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        return subprocess.run(
            [str(part) for part in command],
            env=environment | options.pop("env", {}),
            stdin=options.pop("stdin", subprocess.DEVNULL),
            text=True,
            **options,
        )

    def owns(self, path: Path) -> None:
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        done = self.run(
            ["/bin/sh", "-c", 'cd -P -- "$1"', "sh", folder],
            cwd="/",
            capture_output=True,
        )
        return done.returncode == 0


def account_for(cluster: Path) -> Account:
    """As root, the owner of an existing cluster, else our own system account; as anybody else, oneself."""
    if os.geteuid() != 0:
        _refuse_foreign(cluster)
        return Account(os.geteuid(), os.getegid(), switch=False)
    if cluster.exists() and cluster.stat().st_uid != 0:
        found = cluster.stat()
        return Account(found.st_uid, found.st_gid, switch=True)
    return system_account()


def system_account() -> Account:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _create_system_account()
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def reachable_folder(preferred: Path) -> Path:
    """Creates and returns `preferred`, or a folder of /var/lib/chevet when the server could not enter it.

    That happens as root, in a clone under a closed home. The second folder carries a fingerprint of
    the first, so that two clones never share their data.
    """
    folder = preferred.absolute()
    if os.geteuid() == 0 and not system_account().can_enter(_nearest_existing(folder)):
        folder = SYSTEM_FOLDER / hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]
    make_passable(folder)
    return folder


def make_passable(folder: Path) -> None:
    """Creates a folder and its parents; whatever the umask, the server's account passes through."""
    created = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in created:
        place.chmod(0o755)


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _refuse_foreign(cluster: Path) -> None:
    if cluster.exists() and cluster.stat().st_uid != os.geteuid():
        raise PostgresError(
            f"{cluster} belongs to another user (uid {cluster.stat().st_uid}). "
            "Start as that user or as root, or choose another folder with CHEVET_DATA."
        )


def _create_system_account() -> pwd.struct_passwd:
    # `su` leaves root without the folders of the system's programs
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin") or "useradd"
    command = [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", NAME]
    problem = "useradd is missing"
    for _ in range(20):  # another process may hold the lock of /etc/passwd, or be faster than us
        try:
            problem = subprocess.run(command, capture_output=True, text=True).stderr.strip()
            return pwd.getpwnam(NAME)
        except FileNotFoundError:
            break
        except KeyError:
            time.sleep(0.25)
    raise PostgresError(f"PostgreSQL cannot run as root, and the account {NAME} could not be created: {problem}")
