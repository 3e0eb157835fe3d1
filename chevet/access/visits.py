"""What a patient's request holds: a link, and perhaps the cookie of a browser that came before."""

import hashlib
from dataclasses import dataclass

from chevet.access.tokens import hash_device, hash_token
from chevet.kernel.tenancy import Scope

LONGEST_SECRET = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """Hashes only: the token and the cookie themselves stop here."""

    token_hash: bytes
    device_hash: bytes | None

    def scope(self) -> Scope:
        """Sees the link's own row, nothing else, until `queries.enter` has read it."""
        return Scope(purpose="link", actor=f"link:{self.token_hash[:6].hex()}", link=self.token_hash)


def visit(token: str, cookie: str | None) -> Visit:
    """`cookie` is the value of the cookie that `cookie_name(token)` names."""
    known = cookie if cookie and len(cookie) <= LONGEST_SECRET else None
    return Visit(token_hash=hash_token(token), device_hash=hash_device(known) if known else None)


def cookie_name(token: str, *, secure: bool) -> str:
    """One cookie for each link, so that several patients can share a phone. `__Host-` only exists under https."""
    short = hashlib.sha256(b"cookie|" + token.encode()).hexdigest()[:10]
    return f"{'__Host-' if secure else ''}p-{short}"
