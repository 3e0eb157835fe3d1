"""What a page may say on its signalling socket. Pure: text in, a frame out, or Malformed. Nothing else is passed on.

Only the shape is judged: what a session description means, the browser that receives it decides.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

LONGEST = 48_000  # characters of one frame: a description of three media with many codecs is about 9,000
LONGEST_SDP = 40_000
LONGEST_CANDIDATE = 1_000
MOST_CANDIDATES = 40
DESCRIPTIONS = {"offer", "answer", "rollback"}

# What a page says of itself, for the others to show. Booleans, or one of the words.
FLAGS: dict[str, frozenset[Any]] = {
    "camera": frozenset({True, False}),
    "microphone": frozenset({True, False}),
    "screen": frozenset({True, False}),
    "torch": frozenset({"none", "off", "on"}),
    "facing": frozenset({"user", "environment", ""}),
    "connected": frozenset({True, False}),
    "refused": frozenset({"", "camera_refused", "no_camera", "camera_busy"}),
    "ladder": frozenset({"video", "audio", "phone"}),
    "forced": frozenset({"", "audio", "phone"}),
    "quality": frozenset({"good", "fair", "poor", ""}),
    "asleep": frozenset({True, False}),
    "testing": frozenset({True, False}),
}


class Malformed(Exception):
    """Not a frame of ours. It carries nothing of what was said."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`kind`: signal (for `to`), state (flags), ping, ice (fresh relay credentials) or bye."""

    kind: str
    to: UUID | None = None
    body: dict[str, Any] | None = None


def read_frame(text: str) -> Frame:
    """Raises Malformed."""
    if len(text) > LONGEST:
        raise Malformed
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(said, dict):
        raise Malformed
    match said.get("t"):
        case "signal":
            return Frame("signal", _address(said.get("to")), _signal(said.get("d")))
        case "state":
            return Frame("state", None, _flags(said.get("d")))
        case "ping" | "ice" | "bye" as kind:
            return Frame(kind)
    raise Malformed


def _address(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise Malformed from None


def _signal(body: Any) -> dict[str, Any]:
    """{"description": …}, {"candidates": […]}, or {"restart": true}; each with the epoch it is meant for."""
    if not isinstance(body, dict) or not _is_count(body.get("epoch")):
        raise Malformed
    checked: dict[str, Any] = {"epoch": body["epoch"]}
    if "description" in body:
        checked["description"] = _description(body["description"])
    if "candidates" in body:
        checked["candidates"] = _candidates(body["candidates"])
    if body.get("restart") is True:
        checked["restart"] = True
    if len(checked) == 1:
        raise Malformed
    return checked


def _description(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or value.get("type") not in DESCRIPTIONS:
        raise Malformed
    sdp = value.get("sdp", "")
    if not isinstance(sdp, str) or len(sdp) > LONGEST_SDP or "\0" in sdp:
        raise Malformed
    if value["type"] != "rollback" and not sdp.startswith("v=0"):
        raise Malformed
    return {"type": value["type"], "sdp": sdp}


def _candidates(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_CANDIDATES:
        raise Malformed
    return [_candidate(one) for one in value]


def _candidate(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not _is_text(value.get("candidate"), LONGEST_CANDIDATE):
        raise Malformed
    checked: dict[str, Any] = {"candidate": value["candidate"]}
    for name in ("sdpMid", "usernameFragment"):
        if _is_text(value.get(name), 256):
            checked[name] = value[name]
    if _is_count(value.get("sdpMLineIndex")):
        checked["sdpMLineIndex"] = value["sdpMLineIndex"]
    return checked


def _flags(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict) or not body.keys() <= FLAGS.keys():
        raise Malformed
    for name, value in body.items():
        if not isinstance(value, bool | str) or value not in FLAGS[name]:
            raise Malformed
    return body


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and "\0" not in value


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000
