"""One curve of the PDF, as vector lines: the same scale as on the screen, in millimetres."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from fpdf import FPDF

from chevet.interfaces.ui.charts import Band, Reading, Scale, number_words

TEAL, BAND, INK, MUTED = (10, 92, 102), (213, 233, 220), (22, 35, 46), (74, 90, 102)
HEAD, PLOT = 10, 26  # heights: two lines of words, the drawing


def draw_curve(page: FPDF, chart: dict[str, Any], *, left: float, top: float, width: float) -> None:
    """`chart` is one of curves.curves."""
    mark, decimals = get_format("DECIMAL_SEPARATOR"), chart["decimals"]
    scale = _scale(chart, left=left + 12, right=left + width - 4, upper=top + HEAD, lower=top + HEAD + PLOT)
    _words(page, chart, left, top, width, mark)
    _zone(page, chart, scale)

    def written(value: float) -> str:
        return number_words(value=value, decimals=decimals, mark=mark)

    _axis(page, chart, scale, written)
    _line(page, chart["readings"], scale)
    _last(page, chart["readings"][-1], scale, written)


def _scale(chart: dict[str, Any], *, left: float, right: float, upper: float, lower: float) -> Scale:
    values = [one.value for one in chart["readings"]] + list(chart["band"] or ())
    values += [chart["target"]] if chart["target"] is not None else []
    margin = (max(values) - min(values)) * 0.12 or 1.0
    first, last = chart["span"]
    return Scale(
        first=first, last=last, bottom=min(values) - margin, top=max(values) + margin,
        left=left, right=right, upper=upper, lower=lower,
    )  # fmt: skip


def _words(page: FPDF, chart: dict[str, Any], left: float, top: float, width: float, mark: str) -> None:
    title = f"{chart['title']} ({chart['unit']})"
    if chart["target"] is not None:
        target = number_words(value=chart["target"], decimals=chart["decimals"], mark=mark)
        title += ", " + _("objectif personnel %(target)s") % {"target": target}
    for words, bold, size, colour, down in (
        (title, "B", 9, INK, 0),
        (chart["sentence"], "", 8, MUTED, 4.5),
    ):
        page.set_xy(left, top + down)
        page.set_font("Atkinson", bold, size)
        page.set_text_color(*colour)
        page.cell(width, 4.2, words)


def _zone(page: FPDF, chart: dict[str, Any], scale: Scale) -> None:
    if band := chart["band"]:
        zone = Band(low=band[0], high=band[1])
        page.set_fill_color(*BAND)
        upper, lower = scale.y(zone.high), scale.y(zone.low)
        page.rect(scale.left, upper, scale.right - scale.left, lower - upper, style="F")
    if chart["target"] is not None:
        page.set_draw_color(*TEAL)
        page.set_dash_pattern(dash=1.4, gap=1)
        page.line(scale.left, scale.y(chart["target"]), scale.right, scale.y(chart["target"]))
        page.set_dash_pattern()


def _axis(page: FPDF, chart: dict[str, Any], scale: Scale, written: Callable[[float], str]) -> None:
    page.set_draw_color(*MUTED)
    page.set_line_width(0.2)
    page.line(scale.left, scale.lower, scale.right, scale.lower)
    page.set_font("Atkinson", "", 7)
    page.set_text_color(*MUTED)
    marks = chart["band"] or (min(one.value for one in chart["readings"]), max(one.value for one in chart["readings"]))
    for value in marks:
        page.set_xy(scale.left - 12, scale.y(value) - 1.6)
        page.cell(11, 3.2, written(value), align="R")
    free_from = 0.0
    for reading in chart["readings"]:
        if scale.x(reading.at) >= free_from:
            page.set_xy(scale.x(reading.at) - 5, scale.lower + 0.4)
            page.cell(10, 3.2, reading.label, align="C")
            free_from = scale.x(reading.at) + 9


def _line(page: FPDF, readings: Sequence[Reading], scale: Scale) -> None:
    points = [(scale.x(one.at), scale.y(one.value)) for one in readings]
    page.set_draw_color(*TEAL)
    page.set_fill_color(*TEAL)
    page.set_line_width(0.5)
    if len(points) > 1:
        page.polyline(points)
    for x, y in points:
        page.circle(x, y, 0.8, style="F")
    page.set_line_width(0.2)


def _last(page: FPDF, reading: Reading, scale: Scale, written: Callable[[float], str]) -> None:
    """The last figure, above its point, or below where there is no room."""
    x, y = scale.x(reading.at), scale.y(reading.value)
    page.set_font("Atkinson", "B", 8)
    page.set_text_color(*INK)
    page.set_xy(x - 6, y - 5 if y - 5 > scale.upper - 1 else y + 1.4)
    page.cell(12, 3.6, written(reading.value), align="C")
