"""A gateway profile: one YAML file that describes a provider. Examples stand in profiles/.

`${NAME}` in any string is replaced by a value of the operator's environment, so that the file holds no secret and can
be shown to anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .gateway import GatewaySettings
from .request_template import AnswerReading, BadTemplate, RequestTemplate, StatusReading
from .states import Report
from .words import is_neutral_sender

VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)\}")
WAYS_BACK = ("signed", "kannel", "none")
SECTIONS = frozenset({"sending", "answer", "asking", "asked", "callback", "receipts", "limits", "proxy"})
NUMBER_SENDER = re.compile(r"\+?[0-9]{5,15}")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """`receipts` says which reader of receipts.py understands what comes back: signed, kannel or none."""

    gateway: GatewaySettings
    receipts: str


def read_profile(text: str, *, variables: Mapping[str, str], sender: str) -> Profile:
    """The provider that this YAML describes. Raises BadTemplate, whose message says where and why."""
    check_sender(sender)
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadTemplate(f"the profile is not YAML: {getattr(error, 'problem_mark', '')}") from None
    if not isinstance(document, dict) or "sending" not in document:
        raise BadTemplate("the profile needs a section `sending`")
    if set(document) - SECTIONS:
        raise BadTemplate(f"unknown sections: {', '.join(sorted(map(str, set(document) - SECTIONS)))}")
    return _profile(_filled(document, variables), sender)


def check_sender(sender: str) -> None:
    """Raises BadTemplate unless this is a number, or a name of 3 to 11 letters and digits that says nothing of health."""
    if not (NUMBER_SENDER.fullmatch(sender) or is_neutral_sender(sender)):
        raise BadTemplate("the sender must be a number, or 3 to 11 letters and digits without a word of health")


def _profile(document: dict[str, Any], sender: str) -> Profile:
    way_back = document.get("receipts", "none")
    if way_back not in WAYS_BACK:
        raise BadTemplate(f"receipts must be one of {', '.join(WAYS_BACK)}")
    limits = document.get("limits") or {}
    settings = GatewaySettings(
        sending=_part(RequestTemplate, document, "sending"),
        answer=_part(AnswerReading, document, "answer"),
        asking=_part(RequestTemplate, document, "asking") if "asking" in document else None,
        asked=_status_reading(document) if "asked" in document else None,
        sender=sender,
        callback=document.get("callback", ""),
        connect_limit=float(limits.get("connect", 5)),
        whole_limit=float(limits.get("whole", 20)),
        proxy=document.get("proxy"),
    )
    return Profile(gateway=settings, receipts=way_back)


def _part[Part](kind: type[Part], document: dict[str, Any], section: str) -> Part:
    try:
        return kind(**(document.get(section) or {}))
    except TypeError as error:
        raise BadTemplate(f"section `{section}`: {str(error).partition(') ')[2] or error}") from None
    except BadTemplate as error:
        raise BadTemplate(f"section `{section}`: {error}") from None


def _status_reading(document: dict[str, Any]) -> StatusReading:
    section = document["asked"]
    try:
        words = {str(word): Report(meaning) for word, meaning in section["words"].items()}
        return StatusReading(path=section["path"], words=words)
    except (KeyError, AttributeError, TypeError, ValueError):
        known = ", ".join(Report)
        raise BadTemplate(f"section `asked` needs a path, and words that each mean one of {known}") from None


def _filled(part: Any, variables: Mapping[str, str]) -> Any:
    match part:
        case str():
            return VARIABLE.sub(lambda found: _variable(found[1], variables), part)
        case dict():
            return {key: _filled(one, variables) for key, one in part.items()}
        case list():
            return [_filled(one, variables) for one in part]
    return part


def _variable(name: str, variables: Mapping[str, str]) -> str:
    if name not in variables:
        raise BadTemplate(f"the profile needs {name} in the environment")
    return variables[name]
