"""French spacing: a colon, a question mark or a unit never begins a line."""

import re

BREAKS = re.compile(r" (?=[:;?!»%](?!\w))|(?<=«) |(?<=\d) (?=(?:h|°C|minutes?|jours?)\b)")


def typeset(page: str) -> str:
    """A page in French with its breaking spaces made firm; attributes hold the same sentences and may be changed too."""
    return BREAKS.sub("\u00a0", page)
