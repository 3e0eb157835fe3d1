"""The files of this project, as the tests of the house read them."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "chevet"


@functools.cache
def tracked_files() -> tuple[str, ...]:
    """Paths, relative to the project, of what git would give to a stranger."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True)
    return tuple(path for path in listing.stdout.split("\0") if path and (PROJECT / path).is_file())


def python_files(*, folder: Path = PACKAGE) -> Iterator[Path]:
    """Our Python files under a folder, also those not yet committed."""
    yield from sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    """The path as people write it: relative to the project, with slashes."""
    return path.relative_to(PROJECT).as_posix()


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
