"""What comes back from providers: delivery receipts and text messages that people send us.

Two ways in. *Signed*: HMAC-SHA256 over timestamp and body, five minutes of tolerance, and a nonce that the caller
stores once (a unique row) so that a recording cannot be played again. *Kannel*: query parameters and a shared secret,
because Kannel cannot sign; it holds no replay at bay, which the state table makes harmless for receipts. Keep that
address on a private network: the secret stands in it.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

from .states import Report

TOLERANCE = timedelta(minutes=5)
SHORTEST_SECRET = 16  # bytes; an empty or token secret must never let anybody in
LONGEST_BODY = 65_536
LONGEST_TEXT = 2_000

TIMESTAMP_HEADER = "X-Chevet-Timestamp"
SIGNATURE_HEADER = "X-Chevet-Signature"


class CallbackRefused(Exception):
    """Not to be believed, or not to be understood. It carries nothing of the callback."""


class NotSigned(CallbackRefused):
    """No signature, or a wrong one. Answer 403 and say no more."""


class OutOfTime(CallbackRefused):
    """Rightly signed, but too old or from the future."""


class Unreadable(CallbackRefused):
    """Rightly signed, but not a receipt nor a message. Answer 400."""


class Keyword(StrEnum):
    STOP = "STOP"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`reference` is ours. `at` is when the network says it happened, never later than we received it."""

    reference: str
    report: Report
    at: datetime
    provider_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A text message from a person. `sender` is E.164 when the provider gave the country. STOP stands for its synonyms."""

    sender: str
    text: str
    at: datetime
    keyword: Keyword | None = None
    provider_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Callback:
    """What was said, and the nonce to store: a second callback with the same nonce is answered 200 and forgotten."""

    content: Receipt | Incoming
    nonce: str


STOP_WORDS = frozenset({"stop", "arret", "arreter", "arretez", "stopper", "unsubscribe", "desabonner"})

REPORTS = {report.value: report for report in (Report.ACCEPTED, Report.DELIVERED, Report.FAILED)}

# Kannel's delivery report types. 4 (queued on the operator's side) says no more than 8 does.
KANNEL_REPORTS = {
    "1": Report.DELIVERED,
    "2": Report.FAILED,
    "4": Report.ACCEPTED,
    "8": Report.ACCEPTED,
    "16": Report.FAILED,
}


def keyword_of(text: str) -> Keyword | None:
    """STOP when the first word is STOP, ARRET or a synonym, whatever its accents, capitals or punctuation."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    first = re.search(r"[a-z]+", folded)
    return Keyword.STOP if first and first[0] in STOP_WORDS else None


def sign(*, body: bytes, at: datetime, secret: bytes) -> dict[str, str]:
    """The two headers of a signed callback; what a provider's relay, or a test, has to send."""
    stamp = str(int(at.timestamp()))
    return {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: "v1=" + _digest(secret, stamp, body)}


def read_signed(*, body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now: datetime) -> Callback:
    """A signed JSON callback: `{"type": "receipt", "reference", "state", "at"?}` or `{"type": "incoming", "from", "text"}`.

    `secrets`: the present one, and the former one while it is being replaced. `now` is the machine clock's.
    Raises NotSigned, OutOfTime, Unreadable.
    """
    nonce = check_signature(body=body, headers=headers, secrets=secrets, now=now)
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(document, dict):
        raise Unreadable
    return Callback(content=_content(document, now), nonce=nonce)


def check_signature(*, body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now: datetime) -> str:
    """The nonce of a rightly signed and timely body. Raises NotSigned, OutOfTime."""
    named = {name.lower(): value for name, value in headers.items()}
    stamp = named.get(TIMESTAMP_HEADER.lower(), "")
    given = named.get(SIGNATURE_HEADER.lower(), "").removeprefix("v1=")
    if not re.fullmatch(r"[0-9]{1,12}", stamp) or not given.isascii() or len(body) > LONGEST_BODY:
        raise NotSigned
    expected = [_digest(secret, stamp, body) for secret in _usable(secrets)]
    if not any(hmac.compare_digest(one, given) for one in expected):
        raise NotSigned
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        raise OutOfTime
    return hashlib.sha256(f"{stamp}.{given}".encode()).hexdigest()


def read_kannel_receipt(query: str, *, secret: bytes, now: datetime) -> Callback:
    """Kannel fetching a dlr-url that ends in `?secret=…&reference={reference}&state=%d&at=%T`.

    `query` is the query string as it came, still encoded. Raises NotSigned, Unreadable.
    """
    said = _kannel_parameters(query, secret)
    reference, report = said.get("reference", ""), KANNEL_REPORTS.get(said.get("state", ""))
    if not reference or report is None:
        raise Unreadable
    receipt = Receipt(reference=reference, report=report, at=_instant(said.get("at"), now))
    return Callback(content=receipt, nonce=_nonce(said))


def read_kannel_incoming(query: str, *, secret: bytes, now: datetime) -> Callback:
    """Kannel fetching a get-url that ends in `?secret=…&from=%p&text=%b&charset=%C&at=%T&id=%I`.

    `query` is the query string as it came, still encoded: a text outside GSM-7 ("Arrêt") is handed on in UTF-16, which
    a web framework would already have spoilt. Raises NotSigned, Unreadable.
    """
    said = _kannel_parameters(query, secret)
    if not said.get("from") or "text" not in said:
        raise Unreadable
    incoming = _incoming(
        sender=said["from"],
        text=_recoded(said["text"], said.get("charset", "")),
        ref=said.get("id", ""),
        at=_instant(said.get("at"), now),
    )
    return Callback(content=incoming, nonce=_nonce(said))


def _content(document: dict[str, Any], now: datetime) -> Receipt | Incoming:
    match document:
        case {"type": "receipt", "reference": str(reference), "state": str(state)} if reference and state in REPORTS:
            return Receipt(
                reference=reference,
                report=REPORTS[state],
                at=_instant(document.get("at"), now),
                provider_ref=str(document.get("id", ""))[:80],
            )
        case {"type": "incoming", "from": str(sender), "text": str(text)} if sender:
            at = _instant(document.get("at"), now)
            return _incoming(sender=sender, text=text, ref=str(document.get("id", "")), at=at)
    raise Unreadable


def _incoming(*, sender: str, text: str, ref: str, at: datetime) -> Incoming:
    number = _international(re.sub(r"[\s.()\-]", "", sender))[:20]
    return Incoming(sender=number, text=text[:LONGEST_TEXT], at=at, keyword=keyword_of(text), provider_ref=ref[:80])


def _international(digits: str) -> str:
    """Networks write 00262…, 262… or +262…; a short code or a national number is left as it is."""
    if digits.startswith("00"):
        return "+" + digits[2:]
    return "+" + digits if re.fullmatch(r"[1-9][0-9]{8,14}", digits) else digits


def _instant(said: object, now: datetime) -> datetime:
    """The instant a provider gives (seconds since 1970, or ISO with its zone), or `now` when it makes no sense."""
    try:
        at = datetime.fromtimestamp(int(str(said)), UTC) if str(said).isdigit() else datetime.fromisoformat(str(said))
        return min(at.astimezone(UTC), now) if at.tzinfo else now
    except (ValueError, OverflowError, OSError):
        return now


def _digest(secret: bytes, stamp: str, body: bytes) -> str:
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _usable(secrets: Sequence[bytes]) -> list[bytes]:
    return [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]


def _kannel_parameters(query: str, secret: bytes) -> dict[str, str]:
    """The parameters but the secret, each byte as one character. Raises NotSigned, Unreadable."""
    try:
        said = dict(parse_qsl(query, keep_blank_values=True, encoding="latin-1", max_num_fields=20))
    except ValueError:
        raise Unreadable from None
    given = said.pop("secret", "").encode("latin-1")
    if len(secret) < SHORTEST_SECRET or not hmac.compare_digest(secret, given):
        raise NotSigned
    return said


def _recoded(text: str, charset: str) -> str:
    wide = charset.upper() in ("UTF-16BE", "UCS-2", "UTF16-BE")
    return text.encode("latin-1").decode("utf-16-be" if wide else "utf-8", "replace")


def _nonce(said: Mapping[str, str]) -> str:
    """One per distinct callback."""
    return hashlib.sha256(json.dumps(sorted(said.items())).encode()).hexdigest()
