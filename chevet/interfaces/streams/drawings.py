"""What changed on a list, drawn once for a team and a language: sealed in its table, opened by who hands it out.

A body is {"ids": lines of the journal it covers, "lines": [{"id", "html"} or {"id", "calm": true}], "counts", "held"}, or {"ids", "again": true}
when so much changed that a page had better look again.
"""

import json
import os
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chevet.kernel.sealing import NONCE, derive


@lru_cache(maxsize=1)
def _cipher() -> AESGCM:
    return AESGCM(derive("stream drawings", b"1"))


def seal(body: dict[str, Any], *, team_id: UUID, language: str) -> bytes:
    nonce = os.urandom(NONCE)
    content = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    return nonce + _cipher().encrypt(nonce, content, _about(team_id, language))


def opened(sealed: bytes, *, team_id: UUID, language: str) -> dict[str, Any]:
    """Raises InvalidTag for the body of another team or language."""
    content = _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], _about(team_id, language))
    return json.loads(content)


def _about(team_id: UUID, language: str) -> bytes:
    return b"drawing" + team_id.bytes + language.encode()
