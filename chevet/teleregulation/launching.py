"""Opening from other software: what is signed, with which secret. Pure but for the key files.

The secret of a program is derived from its id, stored nowhere and shown once; ending the program ends it. A signature
covers the method's own words, the minute and the body, so that neither a launch nor a call can be changed on its way.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chevet.kernel import sealing

TOLERANCE = timedelta(minutes=5)
PARAMETERS = ("client", "at", "nonce", "case", "phone", "birth_name", "first_name", "birth_date", "sex", "address")


class NotSigned(Exception):
    """No signature, a wrong one, or one of another hour."""


def secret_of(client_id: UUID, rotation: int) -> str:
    """What the operator copies into the other program."""
    return sealing.derive("regulation client", client_id.bytes + rotation.to_bytes(2)).hex()


def signature(*, secret: str, words: str) -> str:
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()


def words_of_launch(parameters: Mapping[str, str]) -> str:
    """The parameters that count, in their order, one a line: `name=value`."""
    return "launch\n" + "\n".join(f"{name}={parameters.get(name, '')}" for name in PARAMETERS)


def words_of_call(*, at: str, nonce: str, body: bytes) -> str:
    return f"call\n{at}\n{nonce}\n{hashlib.sha256(body).hexdigest()}"


def check(*, secret: str, words: str, given: str, at: str, machine_now: datetime) -> None:
    """`at`: seconds since 1970, as the other program wrote them. Raises NotSigned."""
    if not hmac.compare_digest(signature(secret=secret, words=words), given.lower() if given.isascii() else ""):
        raise NotSigned
    if not (at.isdecimal() and len(at) <= 12):
        raise NotSigned
    if abs(machine_now - datetime.fromtimestamp(int(at), UTC)) > TOLERANCE:
        raise NotSigned
