"""Sealed pieces in an object storage of the S3 kind, signed as AWS Signature Version 4. Off unless STORAGE_URL is set.

https://KEY:SECRET@host/bucket?region=eu-west-3. The bucket is in the path, as every such storage understands. What lies
there is sealed already: the storage sees ids and sizes.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qs, quote, unquote, urlsplit
from uuid import UUID

import httpx
from django.conf import settings

WAIT = 20.0  # seconds
SIGNED = "host;x-amz-content-sha256;x-amz-date"


class Unreachable(Exception):
    """The storage did not answer, or not as it should. What was asked may be asked again."""


@dataclass(frozen=True, slots=True)
class Storage:
    """One bucket. `base` is scheme, host and port."""

    base: str
    bucket: str
    region: str
    key: str
    secret: str

    def put(self, name: UUID, content: bytes, *, machine_now: datetime) -> None:
        """Writing the same again changes nothing."""
        self._asked("PUT", name, content, machine_now, (200, 201, 204))

    def get(self, name: UUID, *, machine_now: datetime) -> bytes:
        return self._asked("GET", name, b"", machine_now, (200,)).content

    def remove(self, name: UUID, *, machine_now: datetime) -> None:
        """What is not there any more is removed too."""
        self._asked("DELETE", name, b"", machine_now, (200, 204, 404))

    def _asked(
        self, verb: str, name: UUID, content: bytes, machine_now: datetime, good: tuple[int, ...]
    ) -> httpx.Response:
        path = quote(f"/{self.bucket}/{name}")
        headers = self._signed(verb, path, content, machine_now)
        try:
            answer = httpx.request(verb, self.base + path, content=content, headers=headers, timeout=WAIT)
        except httpx.HTTPError as error:
            raise Unreachable(type(error).__name__) from error
        if answer.status_code not in good:
            raise Unreachable(str(answer.status_code))
        return answer

    def _signed(self, verb: str, path: str, content: bytes, machine_now: datetime, query: str = "") -> dict[str, str]:
        at, body = f"{machine_now:%Y%m%dT%H%M%SZ}", hashlib.sha256(content).hexdigest()
        headers = {"host": urlsplit(self.base).netloc, "x-amz-content-sha256": body, "x-amz-date": at}
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        asked = "\n".join((verb, path, query, lines, SIGNED, body))
        scope = f"{at[:8]}/{self.region}/s3/aws4_request"
        told = "\n".join(("AWS4-HMAC-SHA256", at, scope, hashlib.sha256(asked.encode()).hexdigest()))
        key = f"AWS4{self.secret}".encode()
        for part in (at[:8], self.region, "s3", "aws4_request", told):
            key = hmac.digest(key, part.encode(), hashlib.sha256)
        sign = f"AWS4-HMAC-SHA256 Credential={self.key}/{scope}, SignedHeaders={SIGNED}, Signature={key.hex()}"
        return headers | {"authorization": sign}


def configured() -> Storage | None:
    """The storage of this installation; None: everything stays in PostgreSQL."""
    return storage_at(settings.STORAGE_URL) if settings.STORAGE_URL else None


@lru_cache(maxsize=4)
def storage_at(url: str) -> Storage:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
    who, secret = unquote(parts.username or ""), unquote(parts.password or "")
    return Storage(f"{parts.scheme}://{host}", parts.path.strip("/"), region, who, secret)
