"""One HTTP request described by data, and how its answer is read: the whole difference between two SMS providers.

Fields in braces stand in the address, the headers, the query, the form or the JSON body:
`{to}` +262692123456 · `{to_digits}` without the plus · `{to_00}` with 00 · `{text}` · `{sender}` · `{reference}` ours ·
`{provider_ref}` theirs (status requests) · `{callback}` where receipts come.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from .states import Report

FIELD = re.compile(r"\{([a-z0-9_]+)\}")
FIELDS = frozenset({"to", "to_digits", "to_00", "text", "sender", "reference", "provider_ref", "callback"})


class BadTemplate(ValueError):
    """The configuration of a gateway cannot work; the message says where."""


@dataclass(frozen=True, kw_only=True)
class RequestTemplate:
    """Give at most one of `form` and `json`. Headers hold secrets, and addresses may: neither is ever printed."""

    url: str = field(repr=False)
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.form is not None and self.json is not None:
            raise BadTemplate("a request has a form or a JSON body, not both")
        if not self.url.startswith(("https://", "http://")):
            raise BadTemplate("the address must begin with https:// or http://")
        if "{" in self.url.split("/", 3)[2]:
            raise BadTemplate("the host of the address may not hold a field")
        if not all(value.isascii() and value.isprintable() for value in self.headers.values()):
            raise BadTemplate("a header takes one line of ASCII")
        unknown = set(_fields([self.url, self.headers, self.query, self.form, self.json])) - FIELDS
        if unknown:
            raise BadTemplate(f"unknown fields: {', '.join(sorted(unknown))}")

    def build(self, client: httpx.AsyncClient, values: Mapping[str, str]) -> httpx.Request:
        """The request with its fields filled in, each encoded for the place it stands in."""
        encoded = {key: quote(value, safe="") for key, value in values.items()}
        return client.build_request(
            self.method,
            _fill(self.url, encoded),
            headers=_fill(dict(self.headers), {key: _header(value) for key, value in values.items()}),
            params=_fill(dict(self.query), values) or None,
            data=_fill(self.form, values),
            json=_fill(self.json, values),
        )


@dataclass(frozen=True, kw_only=True)
class AnswerReading:
    """How the answer to a sending is read.

    `provider_ref` is the path of their name for the message inside a JSON answer, dots between the steps, numbers for
    places in a list ("messages.0.id"). `accepted_when` is an expression that the body must contain besides a 2xx
    status, for gateways that refuse with a 200; `refused_for_good` marks the final ones among those refusals.
    """

    provider_ref: str = ""
    accepted_when: str = ""
    refused_for_good: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusReading:
    """How the answer to a status request is read: the path of a word in JSON, and what their words mean.

    A 404 means that the gateway never saw the reference. A word that is not in `words` means that we cannot tell.
    """

    path: str
    words: Mapping[str, Report]


def step_into(document: Any, path: str) -> str:
    """The value at `path` as a string; empty when the path leads nowhere or to something that is not a plain value."""
    for step in path.split("."):
        if isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        elif isinstance(document, dict):
            document = document.get(step)
        else:
            return ""
    plain = isinstance(document, str | int) and not isinstance(document, bool)
    return str(document) if plain else ""


def telephone_values(to: str) -> dict[str, str]:
    """The three ways of writing an E.164 number that providers ask for."""
    digits = to.removeprefix("+")
    return {"to": to, "to_digits": digits, "to_00": "00" + digits}


def _fields(part: Any) -> list[str]:
    match part:
        case str():
            return FIELD.findall(part)
        case Mapping():
            return [name for one in part.values() for name in _fields(one)]
        case list() | tuple():
            return [name for one in part for name in _fields(one)]
    return []


def _fill(part: Any, values: Mapping[str, str]) -> Any:
    """One pass over every string, so that braces inside a text are never read as fields."""
    match part:
        case str():
            return FIELD.sub(lambda found: values.get(found[1], ""), part)
        case Mapping():
            return {key: _fill(one, values) for key, one in part.items()}
        case list() | tuple():
            return [_fill(one, values) for one in part]
    return part


def _header(value: str) -> str:
    """A header takes one line of ASCII; texts do not belong there, references and numbers do."""
    return "".join(one for one in value if one.isascii() and one.isprintable())
