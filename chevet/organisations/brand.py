"""The face of an establishment on its patients' pages: two colours that can be read, a small logo, numbers to show. Pure."""

import re
from dataclasses import dataclass

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, for text of any size
HEX = re.compile(r"#[0-9a-fA-F]{6}")
WHITE = "#ffffff"
MOST_PHONES = 4


class Unreadable(ValueError):
    """The colour cannot be used; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Brand:
    """`version` changes with the rest, for addresses that browsers may keep. phones: (label, E.164)."""

    colour: str = ""
    accent: str = ""
    has_logo: bool = False
    phones: tuple[tuple[str, str], ...] = ()
    version: str = ""


def readable(colour: str) -> str:
    """The colour in lower case. Raises Unreadable when it is no colour, or too pale to be read on white."""
    if not HEX.fullmatch(colour):
        raise Unreadable(f"« {colour} » : écrivez une couleur comme #0a5c66.")
    found = contrast(colour, WHITE)
    if found < LEAST_CONTRAST:
        said = f"{found:.1f}".replace(".", ",")
        raise Unreadable(f"« {colour} » est trop pâle sur du blanc : {said} au lieu de 4,5. Choisissez plus foncé.")
    return colour.lower()


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def stylesheet(brand: Brand) -> str:
    """The only rules a brand may set: header and accents. On a dark screen only lines keep its colours."""
    return (
        "@layer tokens,reset,type,layout,forms,components,print;@layer components{"
        f".patient .masthead{{border-block-start:6px solid {brand.colour}}}"
        f'.patient .nav a[aria-current="page"]{{border-color:{brand.accent}}}'
        "@media (prefers-color-scheme:light){"
        f".patient .masthead__name{{color:{brand.colour}}}"
        "}}"
    )
