"""The GSM 7-bit alphabet (3GPP TS 23.038), counting parts, and keeping a text in one part once names are filled in.

One character outside this alphabet turns a message of 160 characters into messages of 70: "ê", "ç", "’" and "…" are
outside, "é", "è", "à" and "ù" are inside.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Sent behind an escape: two septets each.
EXTENSION = "\f^{}\\[~]|€"

COST = {**dict.fromkeys(ALPHABET, 1), **dict.fromkeys(EXTENSION, 2)}

ONE_PART, ONE_OF_SEVERAL = 160, 153
ONE_UNICODE_PART, ONE_OF_SEVERAL_UNICODE = 70, 67

# What decomposition alone does not bring back to plain letters.
REPLACEMENTS = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "•": "-", "·": "-",
        "…": "...", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "ı": "i", "ĸ": "k", "ŋ": "n", "Ŋ": "N", "×": "x", "°": "o", "\t": " ",
    }
)  # fmt: skip

FIELD = re.compile(r"\{([a-z_]+)\}")
# What a name may keep. No slash, colon or at sign, and a dot only before a space: a name can never become a link.
NOT_OF_A_NAME = re.compile(r"[^\w \-'.,&()+]|_")
DOT_INSIDE = re.compile(r"\.(?=[^\s.])")


class OutsideGsm7(ValueError):
    """The text cannot travel in GSM-7. `characters` are the offenders, in order, once each."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"outside GSM-7: {' '.join(f'U+{ord(one):04X}' for one in characters)}")
        self.characters = characters


class TooLongForOnePart(ValueError):
    """Even with every name left out, the text needs more than 160 septets."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """`units` are septets in GSM-7 and UTF-16 units otherwise; `left` is what still fits in the last part."""

    gsm7: bool
    units: int
    parts: int
    left: int


def outside(text: str) -> str:
    """The characters of `text` that GSM-7 lacks, in order, once each."""
    return "".join(dict.fromkeys(one for one in text if one not in COST))


def is_gsm7(text: str) -> bool:
    return not outside(text)


def septets(text: str) -> int:
    """Length on the air, escapes included. Raises OutsideGsm7."""
    strangers = outside(text)
    if strangers:
        raise OutsideGsm7(strangers)
    return sum(COST[one] for one in text)


def count(text: str) -> Count:
    """How many parts the text needs, in the alphabet that it forces."""
    gsm7 = is_gsm7(text)
    costs = [COST[one] if gsm7 else len(one.encode("utf-16-be")) // 2 for one in text]
    single, several = (ONE_PART, ONE_OF_SEVERAL) if gsm7 else (ONE_UNICODE_PART, ONE_OF_SEVERAL_UNICODE)
    units = sum(costs)
    if units <= single:
        return Count(gsm7=gsm7, units=units, parts=1, left=single - units)
    parts, last = _split(costs, several)
    return Count(gsm7=gsm7, units=units, parts=parts, left=several - last)


def transliterate(text: str) -> str:
    """The nearest text in GSM-7: accents it lacks are dropped, and so are scripts it cannot write at all."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one if one in COST else _nearest(one) for one in composed)


def fit_one_part(template: str, *, exact: Mapping[str, str] | None = None, **names: str) -> str:
    """`template` with its {fields} filled in, in GSM-7 and in one part.

    `exact` values (links, codes, numbers) go in as they are. `names` are transliterated, cleaned of anything that a
    telephone would turn into a link, and shortened, the longest first, until the text fits; a name that cannot be
    written in GSM-7 is left out. Raises KeyError for a field without a value, OutsideGsm7 when the template or an
    exact value leaves the alphabet, TooLongForOnePart.
    """
    fixed = dict(exact or {})
    short = {key: as_name(value) for key, value in names.items()}
    while True:
        text = _filled(template, fixed | short)
        excess = septets(text) - ONE_PART
        if excess <= 0:
            return text
        _shorten_longest(short, excess)


def as_name(value: str) -> str:
    """A name or label as it may stand in a text message."""
    plain = NOT_OF_A_NAME.sub(" ", transliterate(value))
    return " ".join(DOT_INSIDE.sub(". ", plain).split())


def _nearest(one: str) -> str:
    replaced = unicodedata.normalize("NFKD", one.translate(REPLACEMENTS)).translate(REPLACEMENTS)
    return "".join(" " if part.isspace() and part not in COST else part for part in replaced if _writable(part))


def _writable(part: str) -> bool:
    return part in COST or (part.isspace() and not unicodedata.combining(part))


def _split(costs: list[int], room: int) -> tuple[int, int]:
    """Parts needed and units in the last; a pair (escape, surrogate) is never cut in two."""
    parts, used = 1, 0
    for cost in costs:
        if used + cost > room:
            parts, used = parts + 1, 0
        used += cost
    return parts, used


def _filled(template: str, values: Mapping[str, str]) -> str:
    """One pass, so that a brace inside a value is never read as a field. A value left empty leaves no hole."""
    text = FIELD.sub(lambda field: values[field[1]], template)
    return re.sub(r" +(?=[,.] )|^[ :,]+", "", re.sub(r"  +", " ", text)).strip(" ")


def _shorten_longest(names: dict[str, str], excess: int) -> None:
    """Takes the excess off the longest name, but no more than brings it level with the next."""
    if not any(names.values()):
        raise TooLongForOnePart
    longest = max(names, key=lambda key: len(names[key]))
    lengths = sorted((len(name) for name in names.values()), reverse=True)
    lead = lengths[0] - lengths[1] if len(lengths) > 1 else lengths[0]
    names[longest] = _cut(names[longest], len(names[longest]) - max(1, min(ceil(excess / 2), lead)))


def _cut(name: str, length: int) -> str:
    """The first `length` characters, ended by a full stop that says it was cut; nothing when less than two remain."""
    return name[: length - 1].rstrip(" -'.,&(+") + "." if length > 2 else ""
