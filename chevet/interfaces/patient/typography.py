"""French spacing: a colon, a question mark or a unit never begins a line; an hour and a date stay whole."""

import re

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
BREAKS = re.compile(
    rf" (?=[:;?!»%](?!\w))|(?<=«) |(?<=\d) (?=(?:h|°C|minutes?|jours?|{MONTHS})\b)|(?<=\der) (?=(?:{MONTHS})\b)|(?<=\d h) (?=\d\d\b)"
)


def typeset(page: str) -> str:
    """A page in French with its breaking spaces made firm; attributes hold the same sentences and may be changed too."""
    return BREAKS.sub("\u00a0", page)
