"""Lines of the list as HTML, made once by a process for everybody who looks (decision: lines-kept-in-memory).

A line is known by its row as PostgreSQL gave it, sealed parts included, so that nothing has to say that it changed: another
row is another line. What moves between two looks is left open in the drawing, and filled in each time: the time left, and
whether the holder is oneself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chevet.interfaces.pro.lines import clock_of, listed
from chevet.interfaces.ui.durations import units
from chevet.interfaces.ui.kept import Kept
from chevet.worklist.queries import LineView, line_view

MOST = 4_000  # lines, about 4 kB each
MINUTES = 10.0
HOLE = token_hex(8)  # nobody outside can write it into a name


def hole(name: str) -> SafeString:
    """What is filled in later, in a template's text."""
    return mark_safe(f"{HOLE}{name}{HOLE}")  # noqa: S308 - our own marks


HOLES = {name: hole(name) for name in ("left", "state", "words", "holder")}

_opened: Kept[tuple[Any, date], list[Any]] = Kept(most=MOST, seconds=MINUTES * 60)
_drawn: Kept[tuple[Any, ...], list[str]] = Kept(most=MOST, seconds=MINUTES * 60)


def opened(row: Any, *, today: date) -> LineView:
    """As worklist.queries.line_view, once for equal rows: the same object, by which `draw` knows it again.

    Kept by the follow-up, and compared: to hash the identifiers of fifty rows costs more than to look at them.
    """
    latest = _opened.of((row.follow_up_id.int, today), lambda: [(None, None)])
    known, view = latest[0]
    if known != row:
        view = line_view(row, today=today)
        latest[0] = (row, view)
    return view


def draw(view: LineView, *, now: datetime, me: Any = None) -> SafeString:
    """The HTML of one line, in the active language and zone. me: the account that looks; nobody's for a whole team."""
    return drawn_lines([view], now=now, me=me)[0]


def drawn_lines(views: Iterable[LineView], *, now: datetime, me: Any = None) -> tuple[SafeString, ...]:
    """As `draw`, of many."""
    where = (get_language(), timezone.get_current_timezone_name(), timezone.localdate(now))
    return tuple(SafeString(_drawn_in(where, view, now, me)) for view in views)  # a template's, and escaped words


def _drawn_in(where: tuple[Any, ...], view: LineView, now: datetime, me: Any) -> str:
    pieces = _drawn.of((view, *where, view.is_aside(now)), lambda: _pieces(view, now))
    return filled(pieces, _moving(view, now, me, where[0]))


def forget() -> None:
    """As a process that has just begun."""
    _opened.forget()
    _drawn.forget()


def _pieces(view: LineView, now: datetime) -> list[str]:
    """Text and the names of holes in turns; text first."""
    facts = {"line": listed(view, now=now), "view": view, "open": HOLES, "units": units()}
    return get_template("pro/parts/line.html").render(facts).split(HOLE)


def _moving(view: LineView, now: datetime, me: Any, language: str | None) -> Mapping[str, str]:
    mine = me is not None and view.holder_id == me
    holder = {"holder": escape(_("par vous") if mine else view.holder_name)} if view.holder_id else {}
    if not (clock := clock_of(view, now, language)):
        return holder
    state = f" clock--{clock.state}" if clock.state else ""
    return holder | {"left": str(clock.seconds), "state": state, "words": clock.words}


def filled(pieces: Sequence[str], holes: Mapping[str, str]) -> str:
    """Text and names of holes in turns, as one text."""
    whole = list(pieces)
    whole[1::2] = [holes[name] for name in whole[1::2]]
    return "".join(whole)
