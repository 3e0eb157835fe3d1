"""The list as a PDF: A4 lying down, one band a person, boxes to write the calls in, the hour on every page."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chevet.interfaces.pro.caseload import Paper, Printed
from chevet.interfaces.ui.context import may_be_used_for_care
from chevet.interfaces.ui.paper import INK, LEFT, LINE, Page, fitting

LINE_HEIGHT = 4.2
FOOT = 192  # millimetres: nothing but the foot goes below
WIDTHS = (25, 50, 36, 82, 37, 37)  # severity, person, telephones, why and values, two boxes
SHAPES = {"red": "■", "confirm": "□", "orange": "▲"}


def caseload_pdf(paper: Paper, *, language: str, made_at: datetime) -> bytes:
    """Made in the request: some milliseconds a person."""
    page = Page(title=paper.title, language=language, made_at=made_at, landscape=True)
    _head(page, paper)
    for one in paper.people:
        rows = _rows(one)
        height = max(len(rows[0]), len(rows[1]), len(rows[2]), 2) * LINE_HEIGHT + 2.4 + _home_height(one)
        if page.get_y() + height > FOOT:
            _foot(page, paper)
            page.add_page()
            _headers(page)
        _band(page, one, rows, height)
    if not paper.people:
        page.say(_("Personne n’est suivi pour l’instant."), size=10)
    _foot(page, paper)
    return bytes(page.output())


def _head(page: Page, paper: Paper) -> None:
    page.say(f"{paper.organisation} · {paper.team_name}", muted=True)
    page.say(f"{paper.title}, {date_format(paper.made_at, 'l j F Y, H:i')}", size=16, bold=True)
    page.ln(1)
    page.say(paper.samu, size=12, bold=True)
    second = f" · {_('deuxième ligne')} : {paper.second_line}" if paper.second_line else ""
    page.say(f"{_('Équipe')} : {paper.team_phone}{second}", size=10)
    for handed in paper.handed:
        page.say(handed, size=10)
    page.ln(2)
    _headers(page)


def _headers(page: Page) -> None:
    words = (_("Gravité"), _("Personne"), _("Téléphone"), _("Pourquoi, dernières valeurs"), _("Appel 1 : heure, résultat"),
             _("Appel 2 : heure, résultat"))  # fmt: skip
    page.write_with(size=8, bold=True)
    page.set_x(LEFT)
    for word, width in zip(words, WIDTHS, strict=True):
        page.cell(width, 5, fitting(page, word, width), border="B")
    page.ln(5)


def _rows(one: Printed) -> tuple[list[str], list[str], list[str]]:
    """The lines of the three columns that may have several."""
    person = [one.name, f"{one.age} · {one.day}", *one.notes]
    why = [
        *one.reasons,
        one.values,
        _("Réponse : %(last)s · Suivant : %(next)s") % {"last": one.answered, "next": one.next_due},
    ]
    return person, list(one.phones), [line for line in why if line]


def _home_height(one: Printed) -> float:
    return len(one.home) * LINE_HEIGHT + 0.8 if one.home else 0


def _band(page: Page, one: Printed, rows: tuple[list[str], list[str], list[str]], height: float) -> None:
    top, x = page.get_y() + 1.2, LEFT
    mark = SHAPES.get(one.level, "")
    columns: list[tuple[list[str], bool]] = [
        ([one.level_word], one.level in SHAPES),
        *((lines, False) for lines in rows),
    ]
    _shape(page, mark, x + 1, top)
    for number, ((lines, bold), width) in enumerate(zip(columns, WIDTHS, strict=False)):
        for place, words in enumerate(lines):
            page.write_with(
                size=9 if number in (1, 2) and place == 0 else 8, bold=bold or (number in (1, 2) and place == 0)
            )
            page.set_xy(x + (4.6 if number == 0 and mark else 0), top + place * LINE_HEIGHT)
            page.cell(width, LINE_HEIGHT, fitting(page, words, width - (4.6 if number == 0 and mark else 0)))
        x += width
    _home(page, one, top + height - 2.4 - len(one.home) * LINE_HEIGHT)
    _boxes(page, top, height)
    page.set_draw_color(*LINE)
    page.line(LEFT, top + height - 1.2, LEFT + sum(WIDTHS), top + height - 1.2)
    page.set_y(top + height - 1.2)


def _home(page: Page, one: Printed, top: float) -> None:
    """Where a red is and how to get in, a line each, over the width of three columns: nothing of it may be cut."""
    width = sum(WIDTHS[1:4])
    for place, (word, meaning) in enumerate(one.home):
        page.write_with(size=8, bold=True)
        page.set_xy(LEFT + WIDTHS[0], top + place * LINE_HEIGHT)
        page.cell(width, LINE_HEIGHT, fitting(page, f"{word} : {meaning}", width))


def _shape(page: Page, mark: str, x: float, top: float) -> None:
    """Drawn, not written: our letters have no such signs."""
    page.set_fill_color(*INK)
    page.set_draw_color(*INK)
    if mark in ("■", "□"):
        page.rect(x, top + 0.8, 2.6, 2.6, style="DF" if mark == "■" else "D")
    elif mark == "▲":
        page.polygon([(x, top + 3.4), (x + 3, top + 3.4), (x + 1.5, top + 0.6)], style="DF")


def _boxes(page: Page, top: float, height: float) -> None:
    page.set_draw_color(*LINE)
    left = LEFT + sum(WIDTHS[:4])
    for number in range(2):
        page.rect(left + number * WIDTHS[4] + 1, top, WIDTHS[4] - 2, height - 2.4)


def _foot(page: Page, paper: Paper) -> Any:
    page.set_y(FOOT + 2)
    made = _("Établie le %(when)s. Ce qui arrive après n’y est pas. Papier confidentiel : à ranger, puis à détruire.")
    words = made % {"when": date_format(paper.made_at, "j F Y, H:i")} + f"  {_('Page')} {page.page_no()}"
    page.say(words, size=7.5, muted=True)
    if not may_be_used_for_care():
        page.say(_("Non marqué CE : ne pas utiliser pour soigner"), size=7.5, muted=True)
