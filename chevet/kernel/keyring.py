"""Key files, outside PostgreSQL: `<folder>/<family>-<generation>.key` wrap data keys, `<name>.secret` are for HMACs."""

import os
import secrets
from functools import cache, lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FAMILIES = ("medical", "cell", "organisation")
SECRETS = ("index", "derive", "django")


class KeyMissing(Exception):
    """A key file is absent or unreadable. Without it what it wrapped cannot be opened, ever."""


class Keyring:
    """The keys of one folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrapping = lru_cache(maxsize=64)(self._wrapping)
        self.secret = cache(self._secret)

    def _wrapping(self, family: str, generation: int) -> AESGCM:
        return AESGCM(self._read(f"{family}-{generation:04}.key"))

    def newest(self, family: str) -> tuple[int, AESGCM]:
        """Looked up each time: a rotation in another process counts from its first key on."""
        names = sorted(self.folder.glob(f"{family}-*.key"))
        if not names:
            raise KeyMissing(family)
        generation = int(names[-1].stem.rpartition("-")[2])
        return generation, self.wrapping(family, generation)

    def _secret(self, name: str) -> bytes:
        return self._read(f"{name}.secret")

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise KeyMissing(name) from error


def create_missing(folder: Path) -> None:
    """Write the first generation of every family and every secret that is absent. Mode 0600, folder 0700."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = [f"{family}-0001.key" for family in FAMILIES if not list(folder.glob(f"{family}-*.key"))]
    for name in names + [f"{secret}.secret" for secret in SECRETS]:
        write_once(folder / name, secrets.token_bytes(32))


def add_generation(family: str) -> int:
    """Write the next key of a family and use it from now on; returns its number. Other processes find it at once."""
    ring = keyring()
    generation = ring.newest(family)[0] + 1
    write_once(ring.folder / f"{family}-{generation:04}.key", secrets.token_bytes(32))
    keyring.cache_clear()
    return generation


def write_once(path: Path, content: bytes) -> None:
    """Several processes may race: the first one wins, nobody overwrites a key."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def keyring() -> Keyring:
    """The keyring of this process."""
    return Keyring(Path(settings.CHEVET_KEYS))
