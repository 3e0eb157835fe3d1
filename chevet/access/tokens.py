"""Secrets of the doors: tokens of links, secrets of devices, codes. Only their hashes are stored."""

import base64
import hashlib
import secrets
from uuid import UUID

from chevet.kernel import sealing

PAPER_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0, 1, which people confuse
PAPER_LENGTH = 12


def token_for(link_id: UUID, rotation: int) -> str:
    """The 22 characters of a link's address (128 bits). Derived, so that a reminder can carry it again."""
    derived = sealing.derive("link", link_id.bytes + rotation.to_bytes(2))
    return base64.urlsafe_b64encode(derived[:16]).decode().rstrip("=")


def hash_token(token: str) -> bytes:
    """What is stored and looked up. The token is 128 unguessable bits: a plain hash hides it."""
    return hashlib.sha256(b"link|" + token.encode()).digest()


def device_secret() -> str:
    """What the cookie of one browser holds."""
    return secrets.token_urlsafe(32)


def hash_device(secret: str) -> bytes:
    return hashlib.sha256(b"device|" + secret.encode()).digest()


def new_sms_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def new_paper_code() -> str:
    """Twelve characters that survive handwriting; written in groups of four."""
    return "".join(secrets.choice(PAPER_ALPHABET) for _ in range(PAPER_LENGTH))


def plain_code(typed: str) -> str:
    """A code as people copy it: spaces, hyphens and lower case do not count."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:32]


def hash_code(code: str, *, target_id: UUID) -> bytes:
    """Keyed: a code is short, and whoever reads the table must not be able to try them all."""
    return sealing.derive("code", target_id.bytes + plain_code(code).encode())
