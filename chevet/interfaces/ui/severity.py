"""Severity as it is shown: always a shape and a word besides the colour."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Severity:
    level: str
    word: str
    shape: str  # the inside of a 16 × 16 drawing


_SQUARE = '<rect x="1.5" y="1.5" width="13" height="13" fill="currentColor"/>'
_TRIANGLE = '<path d="M8 1 15.5 14.5H.5Z" fill="currentColor"/>'
_DIAMOND = '<path d="M8 .5 15.5 8 8 15.5.5 8Z" fill="currentColor"/>'
_DISC = '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
_RING = '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="2.5"/>'
_OPEN_SQUARE = '<rect x="2.5" y="2.5" width="11" height="11" fill="none" stroke="currentColor" stroke-width="2.5"/>'

SEVERITIES = {
    severity.level: severity
    for severity in (
        Severity(level="red", word=_("Critique"), shape=_SQUARE),
        Severity(level="confirm", word=_("À confirmer"), shape=_OPEN_SQUARE),
        Severity(level="orange", word=_("À surveiller"), shape=_TRIANGLE),
        Severity(level="grey", word=_("Sans réponse"), shape=_RING),
        Severity(level="yellow", word=_("Conseil"), shape=_DIAMOND),
        Severity(level="green", word=_("Stable"), shape=_DISC),
    )
}
