"""The contrast of every pair of colours used for text or for the edge of a control, in light and in dark."""

import re
from pathlib import Path

import pytest

import chevet.interfaces.ui

CSS = (Path(chevet.interfaces.ui.__file__).parent / "static/ui/chevet.css").read_text()
TEXT, LARGE_OR_EDGE = 4.5, 3.0

ON_PAGE = ("paper", "surface", "sunken")
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "muted", "teal", "red") for ground in ON_PAGE],
    *[(ink, f"{ink}-soft", TEXT) for ink in ("red", "orange", "yellow", "green", "grey", "teal")],
    *[(ink, ground, TEXT) for ink in ("orange", "green") for ground in ("surface", "paper")],
    *[("ink", f"{ground}-soft", TEXT) for ground in ("red", "orange", "teal", "lamp", "grey")],
    *[("muted", ground, TEXT) for ground in ("teal-soft", "lamp-soft")],
    ("on-teal", "teal", TEXT),
    ("on-teal", "teal-strong", TEXT),
    ("on-red", "red", TEXT),
    ("on-lamp", "lamp", TEXT),
    ("teal-strong", "teal-soft", TEXT),
    ("control", "surface", LARGE_OR_EDGE),
    ("control", "paper", LARGE_OR_EDGE),
    ("red", "red-soft", LARGE_OR_EDGE),
    ("teal", "grey-soft", LARGE_OR_EDGE),
    ("teal", "band", LARGE_OR_EDGE),
    ("red", "band", LARGE_OR_EDGE),
    ("orange", "band", LARGE_OR_EDGE),
    ("ring-edge", "ring", LARGE_OR_EDGE),
]


def tokens(theme):
    light, dark = re.findall(r":root \{([^}]*--ink[^}]*)\}", CSS)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if theme == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_measured_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_dark_renames_every_colour_that_light_names():
    light, dark = (
        set(re.findall(r"--([\w-]+): #", block)) for block in re.findall(r":root \{([^}]*--ink[^}]*)\}", CSS)
    )
    assert light == dark


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_colours_can_be_read(theme, ink, ground, least):
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= least


def test_the_lamp_is_never_used_to_write():
    assert re.findall(r"(?<![-\w])color: var\(--lamp\)", CSS) == []
