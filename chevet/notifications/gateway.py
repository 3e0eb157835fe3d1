"""Sending text messages through any provider that has an HTTP interface.

Three answers and no exception: Handed, Refused (it certainly did not take it) or Ambiguous (nobody knows). Neither a
number nor a text is ever logged, nor carried by a reason.
"""

import asyncio
import json
import logging
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, Self

import httpx

from .outcomes import Ambiguous, Handed, Outcome, Refused
from .request_template import AnswerReading, RequestTemplate, StatusReading, step_into, telephone_values
from .states import Report

LONGEST_ANSWER = 65_536  # bytes; the rest is not read
LONGEST_REFERENCE = 80

# What a status says of the message when the body says nothing. Refused for good: the same request would be refused
# again. Refused for now: it was not processed. Everything else above 299 is ambiguous: a proxy that answers 502 or
# 504 may have lost an acceptance on its way.
FOR_GOOD = frozenset({400, 404, 405, 406, 410, 411, 413, 414, 415, 422})
FOR_NOW = frozenset({401, 402, 403, 408, 421, 423, 425, 429, 431, 503})
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


class SmsGateway(Protocol):
    """What the dispatcher needs of a gateway, real or not."""

    def send(self, *, to: str, text: str, reference: str) -> Outcome: ...

    def status(self, *, reference: str, provider_ref: str = "") -> Report: ...


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """One provider. `callback` is the address of receipts, in which {reference} is filled in.

    `sender` is a neutral name (words.is_neutral_sender) or a number that people can answer to. Limits in seconds.
    """

    sending: RequestTemplate
    answer: AnswerReading = field(default_factory=AnswerReading)
    asking: RequestTemplate | None = None
    asked: StatusReading | None = None
    sender: str = ""
    callback: str = ""
    connect_limit: float = 5.0
    whole_limit: float = 20.0
    proxy: str | None = None


class HttpGateway:
    """Keeps its connections open between messages. One gateway serves one thread; close it when it ends."""

    def __init__(self, settings: GatewaySettings) -> None:
        keep_http_library_quiet()
        self._settings = settings
        self._runner = asyncio.Runner()
        self._client: httpx.AsyncClient | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._client:
            self._runner.run(self._client.aclose())
        self._runner.close()

    def send(self, *, to: str, text: str, reference: str) -> Outcome:
        """Hands one message over. `to` is E.164, `reference` is ours and stays the same when it is sent again."""
        values = telephone_values(to) | {"text": text, "reference": reference}
        try:
            status, headers, body = self._exchange(self._settings.sending, values)
        except NEVER_LEFT:
            return Refused("unreachable", final=False)
        except (TimeoutError, httpx.TimeoutException):
            return Ambiguous("no answer in time")
        except (httpx.HTTPError, OSError):
            return Ambiguous("answer lost")
        return read_answer(self._settings.answer, status=status, headers=headers, body=body)

    def status(self, *, reference: str, provider_ref: str = "") -> Report:
        """What the gateway says of a message handed over earlier; UNKNOWN when it cannot be asked or understood."""
        if self._settings.asking is None or self._settings.asked is None:
            return Report.UNKNOWN
        try:
            status, _, body = self._exchange(
                self._settings.asking, {"reference": reference, "provider_ref": provider_ref}
            )
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return Report.UNKNOWN
        return read_status(self._settings.asked, status=status, body=body)

    def _exchange(self, template: RequestTemplate, values: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        callback = self._settings.callback.replace("{reference}", values["reference"])
        filled = values | {"sender": self._settings.sender, "callback": callback}
        return self._runner.run(self._talk(template, filled))

    async def _talk(self, template: RequestTemplate, values: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        """One request within the whole limit, which a gateway that drips one byte at a time cannot stretch."""
        client = self._client = self._client or self._connect()
        async with asyncio.timeout(self._settings.whole_limit):
            answer = await client.send(template.build(client, values), stream=True)
            try:
                return answer.status_code, answer.headers, await _beginning(answer)
            finally:
                await answer.aclose()

    def _connect(self) -> httpx.AsyncClient:
        # No redirect is followed: it would carry the number to an address that nobody chose. No environment is
        # trusted for the same reason.
        limits = httpx.Timeout(self._settings.whole_limit, connect=self._settings.connect_limit)
        return httpx.AsyncClient(timeout=limits, follow_redirects=False, trust_env=False, proxy=self._settings.proxy)


def read_answer(reading: AnswerReading, *, status: int, headers: httpx.Headers, body: bytes) -> Outcome:
    """What the answer to a sending means."""
    text = body.decode("utf-8", "replace")
    if 200 <= status < 300:
        return _accepted_or_not(reading, text)
    if reading.refused_for_good and re.search(reading.refused_for_good, text):
        return Refused(f"refused {status}", final=True)
    if status in FOR_GOOD:
        return Refused(f"refused {status}", final=True)
    if status in FOR_NOW or 300 <= status < 400:
        return Refused(f"refused {status}", final=False, retry_after=_patience(headers))
    return Ambiguous(f"answered {status}")


def read_status(reading: StatusReading, *, status: int, body: bytes) -> Report:
    """What the answer to a status request means."""
    if status == httpx.codes.NOT_FOUND:
        return Report.ABSENT
    if not 200 <= status < 300:
        return Report.UNKNOWN
    return reading.words.get(step_into(_json(body), reading.path), Report.UNKNOWN)


def _accepted_or_not(reading: AnswerReading, text: str) -> Outcome:
    if reading.accepted_when and not re.search(reading.accepted_when, text):
        final = bool(reading.refused_for_good and re.search(reading.refused_for_good, text))
        return Refused("refused in the body", final=final)
    if not reading.provider_ref:
        return Handed()
    return Handed(step_into(_json(text), reading.provider_ref)[:LONGEST_REFERENCE])


def _json(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _patience(headers: httpx.Headers) -> timedelta | None:
    """Retry-After in seconds; the form with a date is not read, and our own back-off applies."""
    asked = headers.get("retry-after", "")
    return timedelta(seconds=int(asked)) if re.fullmatch(r"[0-9]{1,6}", asked) else None


async def _beginning(answer: httpx.Response) -> bytes:
    """The first bytes of the body, decompressed: enough to read it, too few to be flooded."""
    read = b""
    async for chunk in answer.aiter_bytes(4096):
        read += chunk
        if len(read) >= LONGEST_ANSWER:
            break
    return read[:LONGEST_ANSWER]


def _silent(_: logging.LogRecord) -> bool:
    return False


def keep_http_library_quiet() -> None:
    """The HTTP library logs every address, in which number and text may stand: its loggers say nothing from here on.

    A filter, because a level would be undone by the next logging configuration.
    """
    for name in ("httpx", "httpcore", "httpcore.connection", "httpcore.http11", "httpcore.proxy"):
        logging.getLogger(name).addFilter(_silent)
