"""Credentials for the TURN relay that end by themselves, as coturn's `use-auth-secret` reads them. Pure.

The name is `expiry:who`, the password its HMAC-SHA1 under a secret that only this site and the relay know. `who` is
the participant's id: nothing about a person reaches the relay's log.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

LIFE = timedelta(hours=2)


def ice_servers(
    *, urls: Sequence[str], secret: str, who: UUID, machine_now: datetime, life: timedelta = LIFE
) -> list[dict[str, Any]]:
    """The list that a browser's RTCPeerConnection wants; empty without a relay: then only direct paths are tried."""
    stun = [url for url in urls if url.startswith(("stun:", "stuns:"))]
    turn = [url for url in urls if url.startswith(("turn:", "turns:"))]
    servers: list[dict[str, Any]] = [{"urls": stun}] if stun else []
    if turn and secret:
        name, password = credential(secret=secret, who=who, expires_at=machine_now + life)
        servers.append({"urls": turn, "username": name, "credential": password})
    return servers


def credential(*, secret: str, who: UUID, expires_at: datetime) -> tuple[str, str]:
    """Name and password, good until then."""
    name = f"{int(expires_at.timestamp())}:{who}"
    digest = hmac.digest(secret.encode(), name.encode(), hashlib.sha1)
    return name, base64.b64encode(digest).decode()
