"""What an earlier start already prepared, so that the next one need not load Django to see that nothing is missing."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from chevet.interfaces.cli.environment import ROOT
from chevet.kernel.embedded_postgres import Cluster

CODE = ("chevet/**/*.py", "chevet/**/*.sql", "chevet/**/*.yaml", "config/*.py", "uv.lock")


def is_prepared(cluster: Cluster, *, keys: Path) -> bool:
    """By the same code, with the same keys. The note lies with the data, and goes when they go."""
    note = _note(cluster)
    return note.exists() and note.read_text() == _fingerprint(keys)


def note_prepared(cluster: Cluster, *, keys: Path) -> None:
    _note(cluster).write_text(_fingerprint(keys))


def _note(cluster: Cluster) -> Path:
    return cluster.home / "demonstration.done"


def _fingerprint(keys: Path) -> str:
    digest = sha256()
    for path in _files(keys):
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(keys: Path) -> Iterator[Path]:
    for pattern in CODE:
        yield from sorted(ROOT.glob(pattern))
    for pattern in ("*.key", "*.secret"):
        yield from sorted(keys.glob(pattern))
