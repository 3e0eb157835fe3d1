"""The page of the list as HTML: drawn once for whoever asks for the same, what moves left open and filled in each time.

What a page looks like depends on who looks, in which language, at which address, on the team's own row and on a few yes and
no; all of these are the key it is kept under. Lines, counts and the form's token are never kept (decision: lines-kept-in-memory).
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.translation import get_language

from chevet.interfaces import clock
from chevet.interfaces.pro.drawn import HOLE, filled, hole
from chevet.interfaces.pro.listing import VIEWS, ListPage, asked_page
from chevet.interfaces.pro.pages import frame
from chevet.interfaces.pro.templatetags.accounts import has_nobody_on_duty
from chevet.interfaces.ui.context import may_be_used_for_care, site
from chevet.interfaces.ui.kept import Kept

WHOLE, LINES = "pro/worklist.html", "pro/parts/lines.html"
_kept: Kept[tuple[Any, ...], list[str]] = Kept(most=600, seconds=600)  # some 30 kB each


@dataclass(frozen=True, slots=True)
class OpenPage(ListPage):
    """A page with everything that moves left open."""

    badges = hole("badges")
    numbers = hole("numbers")
    held = hole("held")

    def count_of(self, view: str) -> str:
        return hole(f"count {view}")


def answer(request: HttpRequest, *, view: str = "") -> HttpResponse:
    """The whole page; one that has something to say once is drawn by its templates alone. view: unless the address names one."""
    page = asked_page(request, view=view)
    if len(get_messages(request)):
        return render(request, WHOLE, _framed(request, page))
    return HttpResponse(_drawn(request, WHOLE, page))


def answer_lines(request: HttpRequest) -> HttpResponse:
    """The lines alone."""
    return HttpResponse(_drawn(request, LINES, asked_page(request)))


def _framed(request: HttpRequest, page: ListPage) -> dict[str, Any]:
    current = "caseload" if page.at.asked.view == "team" else "home"
    return frame(request, current=current) | {"list": page}


def _drawn(request: HttpRequest, template: str, page: ListPage) -> str:
    pieces = _kept.of(_key(request, template, page), lambda: _pieces(request, template, page))
    return filled(pieces, _moving(request, page))


def _key(request: HttpRequest, template: str, page: ListPage) -> tuple[Any, ...]:
    team = tuple(tuple(value) if isinstance(value, list) else value for value in page.page.team)
    always = (template, get_language(), page.actor, request.get_full_path(), clock.ahead(), may_be_used_for_care())
    return (*always, team, has_nobody_on_duty(page.page.team), page.late, page.page.more, bool(page.lines))


def _pieces(request: HttpRequest, template: str, page: ListPage) -> list[str]:
    """Text and the names of holes in turns; text first."""
    lines = (hole("lines"),) if page.lines else ()
    left_open = OpenPage(page.page, lines, page.at, page.actor, late=page.late, now=page.now, read_at=page.read_at)
    token = {"csrf_token": hole("token")}
    return get_template(template).render(site(request) | _framed(request, left_open) | token).split(HOLE)


def _moving(request: HttpRequest, page: ListPage) -> dict[str, str]:
    counts = {f"count {one}": page.count_of(one) for one in VIEWS}
    lines, numbers, held = "".join(page.lines), escape(page.numbers), escape(page.held)
    return {
        "token": get_token(request),
        "lines": lines,
        "numbers": numbers,
        "held": held,
        "badges": page.badges,
        **counts,
    }
