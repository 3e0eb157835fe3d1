"""What is sealed about a person: AES-256-GCM under one data key per record, itself wrapped by a key kept in a file.

A record is addressed by `subject_id` (a person's medical record in one organisation, or one cell follow-up). The
additional data of every seal is a constant logical name and the subject, so that a cipher text cannot be moved to
another field or another person. Wrapping keys come in numbered generations, one family per retention (keyring.py).
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import from_json, to_json

from chevet.kernel.keyring import keyring

NONCE = 12


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it is stored: the family and generation of its wrapping key, and the wrapped bytes."""

    subject_id: UUID
    family: str
    generation: int
    wrapped: bytes


class Record:
    """The open data key of one record. Keep it for one request, never longer."""

    __slots__ = ("_cipher", "subject")

    def __init__(self, subject_id: UUID, key: bytes) -> None:
        self.subject = subject_id.bytes
        self._cipher = AESGCM(key)

    def seal(self, name: str, value: Any) -> bytes:
        """`value` is anything JSON can hold; 28 bytes longer than its compact JSON."""
        return self.seal_bytes(name, to_json(value))

    def open(self, name: str, blob: bytes | memoryview | None) -> Any:
        """The value back, or None for None. A blob of another field or person raises InvalidTag."""
        return None if blob is None else from_json(self.open_bytes(name, bytes(blob)))

    def seal_bytes(self, name: str, content: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, content, name.encode() + self.subject)

    def open_bytes(self, name: str, blob: bytes) -> bytes:
        return self._cipher.decrypt(blob[:NONCE], blob[NONCE:], name.encode() + self.subject)


def new_key(*, subject_id: UUID, family: str) -> WrappedKey:
    """A fresh data key, wrapped by the newest generation of its family."""
    return _wrapped(subject_id, family, AESGCM.generate_key(256))


def wrapped_again(key: Any) -> WrappedKey:
    """The same data key under the newest generation of its family."""
    return _wrapped(key.subject_id, key.family, _unwrapped(key))


def open_record(key: Any) -> Record:
    """`key` is a WrappedKey or any row with the same four columns."""
    return Record(key.subject_id, _unwrapped(key))


def _wrapped(subject_id: UUID, family: str, data_key: bytes) -> WrappedKey:
    generation, cipher = keyring().newest(family)
    nonce = os.urandom(NONCE)
    wrapped = nonce + cipher.encrypt(nonce, data_key, b"data key" + subject_id.bytes)
    return WrappedKey(subject_id=subject_id, family=family, generation=generation, wrapped=wrapped)


def _unwrapped(key: Any) -> bytes:
    cipher, wrapped = keyring().wrapping(key.family, key.generation), bytes(key.wrapped)
    return cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], b"data key" + key.subject_id.bytes)


def blind_index(kind: str, value: str) -> bytes:
    """A keyed fingerprint to find a whole number or address again without storing it in clear. Never unique."""
    return hmac.digest(keyring().secret("index"), f"{kind}|{value}".encode(), hashlib.sha256)[:16]


def derive(purpose: str, content: bytes) -> bytes:
    """32 bytes that only who holds the key files can compute: links, codes, device secrets."""
    return hmac.digest(keyring().secret("derive"), purpose.encode() + b"|" + content, hashlib.sha256)


def fingerprint(content: bytes) -> bytes:
    """What was sent, in 16 bytes, to tell a second sending from a conflict. Keyed: answers are few, guesses are easy."""
    return hmac.digest(keyring().secret("index"), b"body|" + content, hashlib.sha256)[:16]
