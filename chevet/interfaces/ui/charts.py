"""Curves drawn on the server as SVG: no script, no inline style, readable by a screen reader, printable.

Pure: facts in, text out. The numbers are drawn as given; the caller has already rounded them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`at` is the place on the axis, in days since the start; `value` is None when nobody answered."""

    at: float
    label: str
    value: float | None
    level: str = ""  # "", "orange" or "red": shown by shape as well as colour
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Band:
    low: float
    high: float
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Where days and values fall inside the drawing, in its own units."""

    first: float
    last: float
    bottom: float
    top: float
    left: float
    right: float
    upper: float
    lower: float

    def x(self, at: float) -> float:
        if self.last == self.first:
            return round((self.left + self.right) / 2, 1)
        return round(self.left + (at - self.first) / (self.last - self.first) * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        share = (min(max(value, self.bottom), self.top) - self.bottom) / (self.top - self.bottom)
        return round(self.lower - share * (self.lower - self.upper), 1)


def number_words(*, value: float, decimals: int, mark: str) -> str:
    return f"{value:.{decimals}f}".replace(".", mark).replace("-", "−")


def sparkline(*, readings: Sequence[Reading], description: str, band: Band | None = None) -> str:
    """A curve the size of a word. `description` says in a sentence what it shows."""
    scale = _scale(readings=readings, band=band, target=None, box=(4, 92, 4, 24), span=None)
    parts = [_band(band, scale), *_lines(readings, scale), _last_point(readings, scale)]
    return (
        f'<svg class="spark" viewBox="0 0 96 28" role="img" aria-label="{escape(description)}">{"".join(parts)}</svg>'
    )


def vital_chart(
    *,
    ident: str,
    title: str,
    description: str,
    readings: Sequence[Reading],
    decimals: int = 0,
    mark: str = ",",
    band: Band | None = None,
    target: float | None = None,
    span: tuple[float, float] | None = None,
) -> str:
    """One vital sign over the follow-up. `span` fixes the days shown; `ident` is unique in the page."""
    scale = _scale(readings=readings, band=band, target=target, box=(52, 352, 18, 156), span=span)
    parts = [
        f'<title id="{ident}-title">{escape(title)}</title>',
        f'<desc id="{ident}-desc">{escape(description)}</desc>',
        _band(band, scale),
        _value_axis(scale, _ticks(scale=scale, band=band), decimals, mark),
        _target(target, scale),
        *_lines(readings, scale),
        *(_point(reading, scale) for reading in readings),
        _last_value(readings, scale, decimals, mark),
        *_day_labels(readings, scale),
    ]
    return (
        f'<svg class="plot" viewBox="0 0 368 188" direction="ltr" role="img" aria-labelledby="{ident}-title" '
        f'aria-describedby="{ident}-desc">{"".join(parts)}</svg>'
    )


def _scale(*, readings, band, target, box, span) -> Scale:
    values = [reading.value for reading in readings if reading.value is not None]
    values += [band.low, band.high] if band else []
    values += [target] if target is not None else []
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    margin = (high - low) * 0.12 or 1.0
    days = list(span) if span else [reading.at for reading in readings] or [0.0]
    left, right, upper, lower = box
    return Scale(
        first=min(days), last=max(days), bottom=low - margin, top=high + margin,
        left=left, right=right, upper=upper, lower=lower,
    )  # fmt: skip


def _band(band: Band | None, scale: Scale) -> str:
    if band is None:
        return ""
    upper, lower = scale.y(band.high), scale.y(band.low)
    edge = 8 if scale.left > 10 else 4
    return (
        f'<rect class="plot__band" x="{scale.left - edge}" y="{upper}" '
        f'width="{scale.right - scale.left + 2 * edge}" height="{round(lower - upper, 1)}"/>'
    )


def _ticks(*, scale: Scale, band: Band | None) -> list[float]:
    if band:
        return [band.low, band.high]
    inset = (scale.top - scale.bottom) * 0.1
    return [scale.bottom + inset, scale.top - inset]


def _value_axis(scale: Scale, ticks: Sequence[float], decimals: int, mark: str) -> str:
    rows = "".join(
        f'<text class="plot__text" x="{scale.left - 12}" y="{round(scale.y(tick) + 5, 1)}" text-anchor="end">'
        f"{number_words(value=tick, decimals=decimals, mark=mark)}</text>"
        for tick in ticks
    )
    floor = scale.lower + 6
    line = f'<line class="plot__axis" x1="{scale.left - 8}" x2="{scale.right + 8}" y1="{floor}" y2="{floor}"/>'
    return line + rows


def _target(target: float | None, scale: Scale) -> str:
    if target is None:
        return ""
    y = scale.y(target)
    return f'<line class="plot__target" x1="{scale.left - 8}" x2="{scale.right + 8}" y1="{y}" y2="{y}"/>'


def _lines(readings: Sequence[Reading], scale: Scale) -> list[str]:
    """One line per unbroken run of answers: a day without an answer is a hole, never a straight line over it."""
    runs: list[list[Reading]] = [[]]
    for reading in readings:
        if reading.value is None:
            runs.append([])
        else:
            runs[-1].append(reading)
    return [_line(run, scale) for run in runs if len(run) > 1]


def _line(run: Sequence[Reading], scale: Scale) -> str:
    path = " ".join(f"{scale.x(reading.at)},{scale.y(reading.value)}" for reading in run)
    return f'<polyline class="plot__line" points="{path}"/>'


def _point(reading: Reading, scale: Scale) -> str:
    x = scale.x(reading.at)
    if reading.value is None:
        return f'<circle class="plot__point--missing" cx="{x}" cy="{scale.lower}" r="3.5"/>'
    y = scale.y(reading.value)
    if reading.level == "red":
        return f'<rect class="plot__point plot__point--red" x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12"/>'
    if reading.level == "orange":
        return (
            f'<path class="plot__point plot__point--orange" '
            f'd="M{x} {y - 8:.1f} {x + 7.5:.1f} {y + 5:.1f}H{x - 7.5:.1f}Z"/>'
        )
    return f'<circle class="plot__point" cx="{x}" cy="{y}" r="4.5"/>'


def _last_answered(readings: Sequence[Reading]) -> Reading | None:
    return next((reading for reading in reversed(readings) if reading.value is not None), None)


def _last_point(readings: Sequence[Reading], scale: Scale) -> str:
    last = _last_answered(readings)
    if last is None:
        return ""
    level = f" plot__point--{last.level}" if last.level else ""
    return f'<circle class="plot__point{level}" cx="{scale.x(last.at)}" cy="{scale.y(last.value)}" r="3.5"/>'


def _last_value(readings: Sequence[Reading], scale: Scale, decimals: int, mark: str) -> str:
    last = _last_answered(readings)
    if last is None:
        return ""
    x, y = scale.x(last.at), scale.y(last.value)
    anchor = "end" if x > scale.right - 30 else "middle"
    above = y - 13 if y - 13 > 14 else y + 24
    words = number_words(value=last.value, decimals=decimals, mark=mark)
    return f'<text class="plot__value" x="{x + (6 if anchor == "end" else 0)}" y="{above:.1f}" text-anchor="{anchor}">{words}</text>'


def _day_labels(readings: Sequence[Reading], scale: Scale) -> list[str]:
    """As many day labels as fit without touching, from the first on; two readings of one day share one."""
    labels, free_from = [], float("-inf")
    for reading in readings:
        x = scale.x(reading.at)
        if x < free_from:
            continue
        labels.append(f'<text class="plot__text" x="{x}" y="180" text-anchor="middle">{escape(reading.label)}</text>')
        free_from = x + 14 + 9 * len(reading.label)
    return labels
