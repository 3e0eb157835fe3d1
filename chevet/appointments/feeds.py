"""The secret address of a professional's feed: derived, so that it is stored nowhere; only its hash is looked up."""

import base64
import hashlib
from uuid import UUID

from chevet.kernel import sealing


def token_for(feed_id: UUID) -> str:
    derived = sealing.derive("agenda_feed", feed_id.bytes)
    return base64.urlsafe_b64encode(derived[:18]).decode()


def hash_token(token: str) -> bytes:
    return hashlib.sha256(b"agenda|" + token.encode()).digest()
