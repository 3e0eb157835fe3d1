"""Curves with their figures beside them."""

from django import template
from django.utils.formats import get_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ..bars import columns, share_bar
from ..charts import Band, number_words, sparkline, vital_chart

register = template.Library()


@register.simple_tag
def ui_sparkline(readings, description, band=None):
    return mark_safe(sparkline(readings=readings, description=description, band=_as_band(band)))  # noqa: S308


@register.inclusion_tag("ui/components/vital_chart.html")
def ui_vital_chart(chart, ident, level=3):
    """chart: title, unit, readings, and if known decimals, band, target, span, sentence (see charts.Reading, charts.Band)."""
    mark, decimals, readings = get_format("DECIMAL_SEPARATOR"), chart.get("decimals", 0), chart["readings"]
    unit = chart["unit"]

    def words(value):
        return f"{number_words(value=value, decimals=decimals, mark=mark)} {unit}"

    band = _as_band(chart.get("band"))
    drawn = {"decimals": decimals, "band": band, "target": chart.get("target"), "span": chart.get("span"), "mark": mark}
    description = chart.get("description") or _described(readings, words)
    svg = vital_chart(ident=ident, title=chart["title"], description=description, readings=readings, **drawn)
    return {
        "title": chart["title"], "sentence": chart.get("sentence", ""), "level": level, "band": band,
        "target": chart.get("target"), "target_words": words(chart["target"]) if chart.get("target") is not None else "", "svg": mark_safe(svg),  # noqa: S308 – escaped in charts.py
        "unit_header": f"{chart['title']} ({unit})",
        "rows": [_row(reading, words) for reading in readings],
        "any_missing": any(reading.value is None for reading in readings),
        "any_orange": any(reading.level == "orange" for reading in readings),
        "any_red": any(reading.level == "red" for reading in readings),
    }  # fmt: skip


@register.inclusion_tag("ui/components/columns.html")
def ui_columns(chart, ident, level=3):
    """chart: title, description, columns (bars.Column), label_header, value_header; may have sentence,
    mark (bars.Mark), level (bars.Level).

    names: what the table under it calls each column, where that is longer than its label.
    """
    drawn = {
        "columns": chart["columns"],
        "mark": chart.get("mark"),
        "level": chart.get("level"),
        "description": chart["description"],
    }
    svg = columns(ident=ident, title=chart["title"], **drawn)
    names = chart.get("names") or [column.label for column in chart["columns"]]
    rows = [{"label": name, "words": column.words} for name, column in zip(names, chart["columns"], strict=True)]
    return {"chart": chart, "level": level, "rows": rows, "svg": mark_safe(svg)}  # noqa: S308 – escaped in bars.py


@register.simple_tag
def ui_share(shares, description, ident):
    """shares: bars.Share; the words of each belong beside it."""
    return mark_safe(share_bar(ident=ident, description=description, shares=shares))  # noqa: S308


def _as_band(band):
    return Band(low=band[0], high=band[1]) if isinstance(band, tuple) else band


def _row(reading, words):
    said = _("pas de mesure") if reading.value is None else words(reading.value)
    return {"label": reading.label, "words": said, "note": reading.note}


def _described(readings, words):
    values = [reading.value for reading in readings if reading.value is not None]
    if not values:
        return _("Aucune mesure.")
    return _("De %(low)s à %(high)s. Dernière mesure : %(last)s.") % {
        "low": words(min(values)), "high": words(max(values)), "last": words(values[-1]),
    }  # fmt: skip
