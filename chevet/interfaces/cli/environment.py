"""Where a command finds its database: the environment, else the demonstration that runs in this clone."""

import json
import os
from pathlib import Path

from chevet.kernel import roles
from chevet.kernel.embedded_postgres import Cluster, make_passable, reachable_folder

ROOT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """CHEVET_DATA, else `var` in the clone, else a folder of /var/lib/chevet (see reachable_folder)."""
    if chosen := os.environ.get("CHEVET_DATA"):
        make_passable(Path(chosen).absolute())
        return Path(chosen).absolute()
    return reachable_folder(ROOT / "var")


def of_demonstration(*, cluster: Cluster, data: Path, port: int) -> dict[str, str]:
    """What the demonstration's processes read, on top of what the caller's environment says."""
    return {
        "CHEVET_DATA": str(data),
        "CHEVET_KEYS": os.environ.get("CHEVET_KEYS", str(data / "keys")),
        "CHEVET_DEMO": "1",
        "CHEVET_MOVABLE_CLOCK": "1",
        "DATABASE_URL": cluster.dsn(role=roles.APPLICATION),
        "DATABASE_OWNER_URL": cluster.dsn(role=roles.OWNER),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORT": str(port),
    }


def remember(environment: dict[str, str]) -> Path:
    """Lets `chevet clock` or `chevet doctor`, in another terminal, find the running demonstration."""
    path = _note(Path(environment["CHEVET_DATA"]))
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(environment, indent=1))
    return path


def prepare_django() -> None:
    """Loads the settings and the models; commands call it before they import anything of the product."""
    if "DATABASE_URL" not in os.environ:
        _join_demonstration()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def _join_demonstration() -> None:
    note = _note(data_folder())
    if note.exists():
        os.environ.update(json.loads(note.read_text()))


def _note(data: Path) -> Path:
    return data / "environment.json"
