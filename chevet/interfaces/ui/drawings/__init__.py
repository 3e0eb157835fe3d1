"""Our own line drawings, one SVG file each: gestures, signs, how to measure.

Ink is `currentColor`, the rest are the tokens of chevet.css (teal, lamp, surface), so that a drawing follows the
page into the dark. No words inside: they are the page's, in its language. The canvas is 240 by 160, lines are 3.
"""

from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg" '

# How to take a measure, in order. The thermometer goes under the arm or in the ear, then is read.
STEPS = {
    "oximeter": ("sitting", "oximeter_finger", "oximeter_wait", "oximeter_read"),
    "thermometer": ("thermometer_arm", "thermometer_ear", "thermometer_read"),
    "breaths": ("sitting", "breaths_hand", "breaths_count"),
}


@cache
def names() -> frozenset[str]:
    return frozenset(file.stem for file in FOLDER.glob("*.svg"))


def drawing(name: str, label: str = "") -> SafeString:
    """An inline SVG. Without a label it is decoration; a label says what the words beside it do not.

    Raises KeyError for a name that is not drawn.
    """
    says = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    opening = format_html('<svg class="drawing" width="240" height="160" focusable="false" {} ', says)
    return mark_safe(opening + _drawn(name))  # noqa: S308 – our own file


def steps_of(name: str) -> tuple[str, ...]:
    """The drawings that show how to do it, in order; none when one picture is enough."""
    return STEPS.get(name, ())


@cache
def _drawn(name: str) -> str:
    """The file without its first word, `<svg `, nor the namespace, which a page does not need."""
    if name not in names():
        raise KeyError(name)
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8").strip().removeprefix("<svg ").replace(NAMESPACE, "", 1)
