"""How any provider of payments is spoken to. Nothing here is called inside a transaction.

A provider may be silent (`Unclear`): then nobody knows what happened, and the same thing is asked again under the same
reference before anything new begins. A notice is never believed: it only says which page is worth looking at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID

from chevet.kernel.sentences import Sentence

TIMEOUT = 10.0  # seconds


class Outcome(StrEnum):
    """What a provider says of a page."""

    OPEN = "open"
    PENDING = "pending"  # filled in, the bank has not decided
    PAID = "paid"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    UNKNOWN = "unknown"  # the provider knows no such page


class Refund(StrEnum):
    GIVEN = "given"
    PENDING = "pending"
    REFUSED = "refused"
    ABSENT = "absent"  # nobody asked the provider for this one
    BY_HAND = "by_hand"  # this provider's service gives nothing back: a person does, elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a page is opened for. key: the same order asked twice must give the same page wherever the provider can."""

    key: UUID
    reference: str
    label: str
    amount_cents: int
    currency: str
    opened_at: datetime
    return_url: str
    notify_url: str
    email: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Page:
    """Where the patient goes, and the provider's own number of it."""

    provider_ref: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """reference, amount and currency are as the provider tells them: they are compared with what was asked."""

    outcome: Outcome
    reference: str = ""
    amount_cents: int | None = None
    currency: str = ""
    receipt_ref: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something changed at the provider. One of the two references is empty. nonce: of this notice, empty if it has none."""

    provider_ref: str
    receipt_ref: str = ""
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A call at our door, as it came."""

    body: bytes
    headers: Mapping[str, str]
    query: str = ""


class Unclear(Exception):
    """No answer, or one that says nothing. It carries a code, never what was sent."""


class Declined(Exception):
    """The provider will not: wrong keys, a sum it does not take. It carries a code, never what was sent."""


class NoticeRefused(Exception):
    """Not signed, of another hour, or unreadable."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that an administrator types. A secret is never shown again."""

    name: str
    label: Sentence
    pattern: str
    hint: Sentence
    secret: bool = False


class Provider(Protocol):
    """`origin`: where its pages live, for the browser's policy. `verified`: what was tried against the real service."""

    title: ClassVar[Sentence]
    settings: ClassVar[tuple[Setting, ...]]
    verified: ClassVar[Sentence | None]
    needs_email: ClassVar[bool]
    origin: str

    def open(self, order: Order) -> Page:
        """Raises Declined, Unclear."""
        ...

    def look(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        """Raises Declined, Unclear."""
        ...

    def close(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        """As far as the provider allows nobody can pay any more; how the page then stands. Raises Declined, Unclear."""
        ...

    def refund(self, *, receipt_ref: str, amount_cents: int, key: UUID) -> Refund:
        """Asked first whether it was already given under this key. Raises Declined, Unclear."""
        ...

    def read_notice(self, received: Received, *, now: datetime) -> Notice | None:
        """None for a notice about something else. Raises NoticeRefused."""
        ...
