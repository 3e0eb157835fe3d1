"""What a sheet says of somebody, and in which section: the most pressing one that fits. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

RED, ORANGE = 3, 2
RED_OPEN, CALL_BACK, TAKEN, ORANGE_OPEN, ASIDE, MUTED, FAILED = (
    "red", "call_back", "taken", "orange", "aside", "muted", "failed",
)  # fmt: skip
SECTIONS = (RED_OPEN, CALL_BACK, TAKEN, ORANGE_OPEN, ASIDE, MUTED, FAILED)
"""In the order of the sheet: open reds are named first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How one person stood when the sheet was written.

    why: sentences {"fr", "en"}, worst first. holder: who has it in hand. since: when its clock began. acted_at: the
    first action of the team. aside: why it was put off. word: what the giver adds.
    """

    severity: int = 0
    to_confirm: bool = False
    why: tuple[dict[str, str], ...] = ()
    holder: str = ""
    since: datetime | None = None
    acted_at: datetime | None = None
    call_back_at: datetime | None = None
    aside_until: datetime | None = None
    aside: dict[str, str] = field(default_factory=dict)
    muted_until: date | None = None
    failed: bool = False
    word: str = ""

    @property
    def section(self) -> str | None:
        """None when there is nothing to hand over."""
        holds = {
            RED_OPEN: self.severity == RED,
            CALL_BACK: self.call_back_at is not None,
            ASIDE: self.aside_until is not None,
            TAKEN: bool(self.holder),
            ORANGE_OPEN: self.severity == ORANGE,
            MUTED: self.muted_until is not None,
            FAILED: self.failed,
        }
        return next((section for section, true in holds.items() if true), None)

    def packed(self) -> dict[str, Any]:
        """As JSON keeps it: what is empty is left out, moments as ISO text."""
        values = {name: value for name, value in asdict(self).items() if value}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}

    @classmethod
    def unpacked(cls, kept: dict[str, Any]) -> "Facts":
        moments = {name: datetime.fromisoformat(value) for name, value in kept.items() if name in MOMENTS}
        if "muted_until" in kept:
            moments["muted_until"] = date.fromisoformat(kept["muted_until"])
        return cls(**(kept | moments | {"why": tuple(kept.get("why", ()))}))


MOMENTS = frozenset({"since", "acted_at", "call_back_at", "aside_until"})


def in_sections[Entry](entries: Iterable[tuple[Facts, Entry]]) -> list[tuple[str, list[Entry]]]:
    """Sections with somebody in them, in the order of the sheet; within one, as they came."""
    found: dict[str, list[Entry]] = {section: [] for section in SECTIONS}
    for facts, entry in entries:
        if facts.section:
            found[facts.section].append(entry)
    return [(section, people) for section, people in found.items() if people]
