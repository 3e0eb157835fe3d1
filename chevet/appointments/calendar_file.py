"""Calendar files (RFC 5545): one appointment for its patient, an agenda for a professional's own program. Pure.

Calendars are read by many eyes: a summary says "Rendez-vous" and who expects her where that says nothing of an illness;
a professional's feed has initials at most.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//Chevet//Agenda//FR"
LINE = 75  # octets, without the line's end


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`sequence` grows with each change, so that programs replace what they know. url: empty for none."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    sequence: int
    changed_at: datetime
    description: str = ""
    url: str = ""
    cancelled: bool = False


def calendar(entries: Iterable[Entry], *, name: str = "", method: str = "PUBLISH") -> str:
    """The text of an .ics file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if name:
        lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M"]
    for entry in entries:
        lines += _event(entry)
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"DTSTART:{_moment(entry.starts_at)}"
    yield f"DTEND:{_moment(entry.ends_at)}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """TEXT of section 3.3.11; what could end a line becomes a space or an escape."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", " ")


def folded(line: str) -> str:
    """Lines of 75 octets at most, never cut inside a letter (section 3.1)."""
    pieces, piece, room = [], "", LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LINE - 1
        piece, room = piece + letter, room - size
    return "\r\n ".join([*pieces, piece]) + "\r\n"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
