"""The week of a team as a picture: a row a day, declared hours, who covers them, and in red what nobody covers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chevet.organisations.roster import DAY, Minutes, declared, hour_of, of_each
from chevet.usecases.read_teams import TeamView

LEFT, RIGHT, TOP = 116, 12, 26  # the picture's own units: about a pixel on a desktop
WIDTH, LANE, GAP = 960, 22, 8
HOURS = range(0, 25, 2)


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    words: str = ""

    @property
    def short(self) -> str:
        """What fits into the bar: "18–20"; nothing in a sliver."""
        plain = re.sub(r"\b0(?=\d)", "", self.words.replace(":00", ""))
        return plain if self.width > 8 * len(plain) else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One day. `lines` say the same in words."""

    day: date
    name: str
    is_today: bool
    y: float
    height: float
    hours: tuple[Bar, ...]
    people: tuple[Bar, ...]
    gaps: tuple[Bar, ...]
    lines: tuple[tuple[str, str], ...]
    gap_lines: tuple[str, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Picture:
    rows: tuple[Row, ...]
    height: float
    ticks: tuple[tuple[float, str], ...]
    monday: date
    previous: date
    following: date
    now_x: float | None
    width: int = WIDTH

    @property
    def gaps(self) -> list[str]:
        return [line for row in self.rows for line in row.gap_lines]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def picture(team: TeamView, *, monday: date, now: datetime) -> Picture:
    local, y, rows = now.astimezone(team.zone), float(TOP), []
    for number in range(7):
        row = _row(team, monday + timedelta(days=number), y, local)
        rows.append(row)
        y += row.height + GAP
    shown = monday <= local.date() < monday + timedelta(days=7)
    return Picture(
        rows=tuple(rows), height=y, ticks=tuple((_x(hour * 60), str(hour)) for hour in HOURS), monday=monday,
        previous=monday - timedelta(days=7), following=monday + timedelta(days=7),
        now_x=_x(local.hour * 60 + local.minute) if shown else None,
    )  # fmt: skip


def gap_words(day: date, span: Minutes) -> str:
    """ "Personne de garde mardi 2 mars, 18:00–20:00"."""
    return _("Personne de garde %(day)s, %(hours)s") % {"day": date_format(day, "l j F"), "hours": hours_words(span)}


def hours_words(span: Minutes) -> str:
    return f"{hour_of(span[0])}–{hour_of(span[1])}"


def gaps_ahead(team: TeamView, day: date, local: datetime) -> list[Minutes]:
    """Those that can still be filled."""
    if day != local.date():
        return team.gaps_on(day) if day > local.date() else []
    minute = local.hour * 60 + local.minute
    return [(max(start, minute), end) for start, end in team.gaps_on(day) if end > minute]


def _row(team: TeamView, day: date, y: float, local: datetime) -> Row:
    lanes = _lanes(team, day)
    height = max(1, len(lanes)) * LANE
    open_hours = declared(team.hours, day)
    missing = team.gaps_on(day)
    return Row(
        day=day, name=date_format(day, "l j"), is_today=day == local.date(), y=y, height=height,
        hours=tuple(_bar(span, y, height) for span in open_hours),
        people=tuple(
            _bar(span, y + lane * LANE + 2, LANE - 4, name) for lane, (name, spans) in enumerate(lanes) for span in spans
        ),
        gaps=tuple(_bar(span, y, height, hours_words(span)) for span in missing),
        lines=tuple((name, ", ".join(hours_words(span) for span in spans)) for name, spans in lanes),
        gap_lines=tuple(gap_words(day, span) for span in gaps_ahead(team, day, local)), is_closed=not open_hours,
    )  # fmt: skip


def _lanes(team: TeamView, day: date) -> list[tuple[str, Sequence[Minutes]]]:
    """Each person with her minutes; without a roster the whole team, in the hours it has declared."""
    if not team.has_roster:
        hours = declared(team.hours, day)
        return [(_("Toute l’équipe"), hours)] if hours and team.told else []
    names = {one.account_id: one.name for one in team.people}
    found = of_each([turn for _ident, turn in team.turns], day)
    return [(names[person], spans) for person, spans in sorted(found.items(), key=lambda one: one[1]) if spans]


def _x(minute: float) -> float:
    return round(LEFT + minute * (WIDTH - LEFT - RIGHT) / DAY, 1)


def _bar(span: Minutes, y: float, height: float, words: str = "") -> Bar:
    return Bar(_x(span[0]), y, round(_x(span[1]) - _x(span[0]), 1), height, words)


def week_typed(hours: Sequence[dict[str, Any]]) -> list[str]:
    """Usual hours as they are typed, Monday first: "08:00-12:00 14:00-20:00"."""
    usual = [span for span in hours if "days" in span]
    return [" ".join(f"{span['from']}-{span['to']}" for span in usual if number in span["days"]) for number in range(7)]


def dates_of(hours: Sequence[dict[str, Any]]) -> list[tuple[date, str]]:
    """Dates of their own, with their hours in words; nothing for a closed day."""
    days = sorted({span["on"] for span in hours if "on" in span})
    return [
        (
            date.fromisoformat(on),
            ", ".join(f"{one['from']}–{one['to']}" for one in hours if one.get("on") == on and "from" in one),
        )
        for on in days
    ]
