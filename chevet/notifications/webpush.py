"""Web Push: one short text, sealed for one browser (RFC 8291, aes128gcm of RFC 8188), with our voucher (VAPID, RFC 8292).

The browser's maker carries it and cannot read it. Neither an address nor a text is ever logged, nor carried by a reason.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .gateway import FOR_NOW, NEVER_LEFT, keep_http_library_quiet
from .outcomes import Ambiguous, Handed, Outcome, Refused
from .states import Report

CURVE = ec.SECP256R1()
RECORD = 4096  # bytes, RFC 8188: one record is enough
LIFE = timedelta(hours=12)  # as long as a reminder makes sense
VOUCHER = timedelta(hours=12)
GONE = "gone"
INBOX = "https://inbox.demo.invalid/"  # followed by a number: the demonstration's own, where nothing listens
LONGEST_ADDRESS = 1000
WHOLE_LIMIT = 20.0  # seconds


class Unusable(ValueError):
    """What a browser gave us is no address that we write to."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where one browser listens: the address its maker gave, and the two keys that it made."""

    endpoint: str
    p256dh: str
    auth: str

    @classmethod
    def given(cls, told: Mapping[str, object], *, hosts: Iterable[str]) -> "Subscription":
        """Checked before it is kept: a foreign address would let a browser make us call any machine. Raises Unusable."""
        endpoint, p256dh, auth = (str(told.get(name, "")) for name in ("endpoint", "p256dh", "auth"))
        if len(endpoint) > LONGEST_ADDRESS or not is_push_service(endpoint, hosts=hosts):
            raise Unusable("address")
        try:
            if len(_bytes(auth)) != 16:
                raise Unusable("auth")
            _point(p256dh)
        except ValueError:
            raise Unusable("keys") from None
        return cls(endpoint, p256dh, auth)


def is_push_service(endpoint: str, *, hosts: Iterable[str]) -> bool:
    """One of the makers of browsers, over HTTPS. An entry of `hosts` that begins with a dot takes what ends so."""
    try:
        told = urlsplit(endpoint)
        host, plain = told.hostname or "", told.scheme == "https" and told.port in (None, 443) and not told.username
    except ValueError:
        return False
    return plain and any(host.endswith(one) if one.startswith(".") else host == one for one in hosts)


def new_secret() -> bytes:
    """Our own key pair, as 32 bytes."""
    return ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32)


def public_key(secret: bytes) -> str:
    """What a page hands to its browser (applicationServerKey)."""
    return _text(_raw(_own(secret).public_key()))


def sealed_for(subscription: Subscription, text: bytes, *, salt: bytes = b"", once: ec.EllipticCurvePrivateKey | None = None) -> bytes:  # fmt: skip
    """The body of the request. `salt` and `once` are drawn here; the test of the RFC's own example gives them."""
    salt, once = salt or os.urandom(16), once or ec.generate_private_key(CURVE)
    theirs, ours = _point(subscription.p256dh), _raw(once.public_key())
    shared = once.exchange(ec.ECDH(), theirs)
    about = b"WebPush: info\0" + _raw(theirs) + ours
    seed = _derived(shared, salt=_bytes(subscription.auth), info=about, length=32)
    key = _derived(seed, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(seed, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    head = salt + RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def voucher(endpoint: str, *, secret: bytes, contact: str, now: datetime) -> str:
    """The Authorization header: who sends, for that service alone, for twelve hours. `contact` is a mailto: or https: address."""
    told = urlsplit(endpoint)
    claims = {"aud": f"{told.scheme}://{told.netloc}", "exp": int((now + VOUCHER).timestamp()), "sub": contact}
    signed = ".".join(_text(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))  # fmt: skip
    first, second = decode_dss_signature(_own(secret).sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = _text(first.to_bytes(32) + second.to_bytes(32))
    return f"vapid t={signed}.{signature}, k={public_key(secret)}"


class PushGateway:
    """Keeps its connections open between messages. One gateway serves one thread."""

    def __init__(self, *, secret: bytes, contact: str, hosts: Iterable[str], transport: httpx.BaseTransport | None = None) -> None:  # fmt: skip
        keep_http_library_quiet()
        self._secret, self._contact, self._hosts = secret, contact, tuple(hosts)
        # No redirect is followed and no environment is trusted: the address is one that we checked, and no other.
        self._client = httpx.Client(timeout=WHOLE_LIMIT, follow_redirects=False, trust_env=False, transport=transport)

    def send_push(self, *, to: str, text: str, now: datetime) -> Outcome:
        """`to` is a Subscription as JSON. Handed: the service took it, and nobody knows whether it was shown."""
        subscription = opened(to)
        if not is_push_service(subscription.endpoint, hosts=self._hosts):
            return Refused("not a push service", final=True)
        headers = {
            "Authorization": voucher(subscription.endpoint, secret=self._secret, contact=self._contact, now=now),
            "Content-Encoding": "aes128gcm", "TTL": str(int(LIFE.total_seconds())), "Urgency": "normal",
            "Topic": "questionnaire",
        }  # fmt: skip
        try:
            body = sealed_for(subscription, text.encode())
            answer = self._client.post(subscription.endpoint, content=body, headers=headers)
        except NEVER_LEFT:
            return Refused("unreachable", final=False)
        except (httpx.HTTPError, OSError):
            return Ambiguous("answer lost")
        return read_answer(answer.status_code)

    def status(self, *, reference: str, provider_ref: str = "") -> Report:
        """Nobody can be asked."""
        return Report.UNKNOWN


def read_answer(status: int) -> Outcome:
    """404 and 410 say that the browser does not listen any more: its subscription is forgotten."""
    if 200 <= status < 300:
        return Handed()
    if status in (404, 410):
        return Refused(GONE, final=True)
    return Refused(f"refused {status}", final=status not in FOR_NOW and status < 500)


def written(subscription: Subscription) -> str:
    return json.dumps([subscription.endpoint, subscription.p256dh, subscription.auth], separators=(",", ":"))


def opened(text: str) -> Subscription:
    return Subscription(*json.loads(text))


def _own(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret), CURVE)


def _point(text: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _bytes(text))


def _raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(key: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
