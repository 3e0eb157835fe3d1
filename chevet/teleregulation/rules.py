"""How far a link has come, who may open it. Pure: facts and the machine's hour in, a word out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OPEN_WITHIN = timedelta(minutes=15)
COMES = timedelta(seconds=5)  # from the press on the link to the open line
MOST_SENDS = 5
FRENCH_SPEAKING = frozenset(
    {"FR", "BE", "CH", "LU", "MC", "RE", "YT", "GP", "MQ", "GF", "PM", "BL", "MF", "NC", "PF", "WF"}
)


class Step(StrEnum):
    """In the order in which they happen; a later one says that those before it happened too."""

    WRITTEN = "written"
    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"
    CAMERA = "camera"
    CONNECTED = "connected"


class Trouble(StrEnum):
    """What the doctor must know, and do something about."""

    NONE = ""
    NOT_SENT = "not_sent"
    LATE = "late"
    CAMERA_REFUSED = "camera_refused"
    NO_CAMERA = "no_camera"
    CAMERA_BUSY = "camera_busy"
    AWAY = "away"


SENT, GIVEN_UP = ("handed", "delivered"), ("dead", "cancelled", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """`message` is the state of the last message; `here`: the page is open now; `refused`: what its camera said."""

    message: str | None
    opened_at: datetime | None
    open_until: datetime
    camera_at: datetime | None
    connected_at: datetime | None
    here: bool
    refused: str = ""


def step(facts: LinkFacts) -> Step:
    """The furthest step reached. A phone that opened the link has received it, whatever the network did not say."""
    if facts.connected_at:
        return Step.CONNECTED
    if facts.camera_at:
        return Step.CAMERA
    if facts.opened_at:
        return Step.OPENED
    if facts.message == "delivered":
        return Step.DELIVERED
    return Step.SENT if facts.message in SENT else Step.WRITTEN


def trouble(facts: LinkFacts, *, machine_now: datetime) -> Trouble:
    if facts.opened_at:
        if facts.refused and facts.here:
            return Trouble(facts.refused)
        comes = machine_now < facts.opened_at + COMES
        return Trouble.NONE if facts.here or comes else Trouble.AWAY
    if facts.message is None or facts.message in GIVEN_UP:
        return Trouble.NOT_SENT
    return Trouble.LATE if machine_now >= facts.open_until else Trouble.NONE


def language_for(region: str) -> str:
    """Of the message, from the country of the number: nobody is asked while somebody waits."""
    return "fr" if region in FRENCH_SPEAKING else "en"
