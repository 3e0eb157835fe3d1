"""The national identity service (téléservice INSi), as this house asks it: the port that every adapter fills. Pure.

Asked by traits: birth name, first given name, birth date, sex; the birth place helps when it is known. It never says who
stands in front of you: that is the document's part. Ask it outside any transaction: it is far away and may be slow.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from chevet.people.identity import Traits


class Found(StrEnum):
    ONE = "one"
    NONE = "none"
    SEVERAL = "several"


class ServiceDown(Exception):
    """No answer, or one that cannot be read. Nothing changes; ask again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """traits, matricule (15 characters) and oid (the register) only where exactly one person was found."""

    found: Found
    traits: Traits | None = None
    matricule: str = ""
    oid: str = ""


class NationalIdentityService(Protocol):
    """name: said on the screen. invented: its people do not exist, and their numbers are of the test registers."""

    name: str
    invented: bool

    def search(self, traits: Traits) -> Answer:
        """Who has these traits. Raises ServiceDown."""
        ...
