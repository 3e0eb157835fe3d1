"""Bars drawn on the server as SVG: columns side by side, and one bar cut into shares. Pure: facts in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 368, 176
LEFT, RIGHT, UPPER, LOWER = 6, 362, 26, 146


@dataclass(frozen=True, kw_only=True)
class Column:
    """`label` stands under it, `words` over it; `kind` is "", "late" (hatched) or "quiet"."""

    label: str
    value: float
    words: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A dashed line before the column number `before` (may fall between two), with its words."""

    before: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Level:
    """A dashed line across, at a value, with its words."""

    value: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of a whole. `kind`: good, bad, quiet or "" (told apart by pattern too); `words` say it."""

    value: float
    words: str
    kind: str = ""


def columns(
    *, ident: str, title: str, description: str, columns: Sequence[Column], mark: Mark | None = None,
    level: Level | None = None,
) -> str:  # fmt: skip
    """One drawing, read out as `title` and `description`; its figures belong in a table beside it."""
    step = (RIGHT - LEFT) / max(1, len(columns))
    top = max([column.value for column in columns] + ([level.value * 1.15] if level else []), default=0) or 1
    parts = [
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(description)}</desc>',
        *(_column(column, LEFT + number * step, step, top, ident) for number, column in enumerate(columns)),
        f'<line class="plot__axis" x1="{LEFT}" x2="{RIGHT}" y1="{LOWER}" y2="{LOWER}"/>',
        *_labels(columns, step),
        _mark(mark, step),
        _level(level, top),
    ]
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{ident}-title" '
        f'aria-describedby="{ident}-desc">{_hatching(ident)}{"".join(parts)}</svg>'
    )


def _column(column: Column, left: float, step: float, top: float, ident: str) -> str:
    height = max(1.5, column.value / top * (LOWER - UPPER)) if column.value else 0
    width = min(step * 0.78, 46)
    x, y = left + (step - width) / 2, LOWER - height
    box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    kind = f" bar--{column.kind}" if column.kind else ""
    drawn = f'<rect class="bar{kind}" {box}/>' if height else ""
    if column.kind == "late" and height:
        drawn += f'<rect fill="url(#{ident}-hatch)" {box}/>'
    if column.words and step > 20:
        drawn += f'<text class="plot__text" x="{left + step / 2:.1f}" y="{y - 5:.1f}" text-anchor="middle">{escape(column.words)}</text>'
    return drawn


def _labels(columns: Sequence[Column], step: float) -> list[str]:
    """As many labels as fit without touching; the first is always there."""
    labels, free_from = [], float("-inf")
    for number, column in enumerate(columns):
        x, half = LEFT + (number + 0.5) * step, 4 * len(column.label)
        if not column.label or x - half < free_from:
            continue
        x = min(max(x, half), WIDTH - half)
        labels.append(
            f'<text class="plot__text" x="{x:.1f}" y="164" text-anchor="middle">{escape(column.label)}</text>'
        )
        free_from = x + half + 4
    return labels


def _mark(mark: Mark | None, step: float) -> str:
    if mark is None:
        return ""
    x = LEFT + mark.before * step
    return (
        f'<line class="plot__target" x1="{x:.1f}" x2="{x:.1f}" y1="16" y2="{LOWER}"/>'
        f'<text class="plot__text plot__text--over" x="{x + 5:.1f}" y="13">{escape(mark.words)}</text>'
    )


def _level(level: Level | None, top: float) -> str:
    if level is None:
        return ""
    y = LOWER - level.value / top * (LOWER - UPPER)
    return (
        f'<line class="plot__target" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="plot__text plot__text--over" x="{LEFT}" y="{y - 5:.1f}">{escape(level.words)}</text>'
    )


def _hatching(ident: str) -> str:
    return (
        f'<defs><pattern id="{ident}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="bar__hatch" d="M0 0V6"/></pattern></defs>'
    )


def share_bar(*, ident: str, description: str, shares: Sequence[Share]) -> str:
    """One bar cut into shares, the width of a cell."""
    whole = sum(share.value for share in shares) or 1
    parts, x = [], 0.0
    for share in shares:
        width = share.value / whole * 120
        box = f'x="{x:.1f}" y="0" width="{width:.1f}" height="12"'
        parts.append(f'<rect class="bar bar--{share.kind or "plain"}" {box}/>')
        if share.kind == "bad":
            parts.append(f'<rect fill="url(#{ident}-hatch)" {box}/>')
        x += width
    return (
        f'<svg class="share" viewBox="0 0 120 12" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(description)}">{_hatching(ident)}{"".join(parts)}</svg>'
    )
