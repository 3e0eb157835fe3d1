"""A sheet of paper: A4, our letters, lines that are cut rather than spilled. Millimetres, from the top left corner."""

from datetime import datetime
from pathlib import Path

from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
LEFT, TOP, WIDTH, FOOT = 15, 14, 180, 280
INK, MUTED, LINE = (22, 35, 46), (74, 90, 102), (200, 196, 186)


class Page(FPDF):
    """The first page is there at once; what comes after it is the caller's affair."""

    def __init__(self, *, title: str, language: str, made_at: datetime, landscape: bool = False) -> None:
        super().__init__(format="A4", orientation="landscape" if landscape else "portrait")
        self.set_auto_page_break(False)
        self.set_margins(LEFT, TOP, LEFT)
        self.add_font("Atkinson", "", FONTS / "AtkinsonHyperlegibleNext-Regular.ttf")
        self.add_font("Atkinson", "B", FONTS / "AtkinsonHyperlegibleNext-Bold.ttf")
        self.set_title(title)
        self.set_lang(language)
        self.set_creation_date(made_at)
        self.add_page()
        self.set_draw_color(*LINE)

    def say(self, words: str, *, size: float = 9, bold: bool = False, muted: bool = False, right: bool = False) -> None:
        """One line, cut where the page ends."""
        self.write_with(size=size, bold=bold, muted=muted)
        self.set_x(LEFT)
        width = self.w - 2 * LEFT
        self.cell(width, size * 0.5, fitting(self, words, width), align="R" if right else "L")
        self.ln(size * 0.5)

    def write_with(self, *, size: float, bold: bool = False, muted: bool = False) -> None:
        self.set_font("Atkinson", "B" if bold else "", size)
        self.set_text_color(*(MUTED if muted else INK))

    def heading(self, words: str) -> None:
        self.ln(2.5)
        self.say(words, size=11, bold=True)
        self.line(LEFT, self.get_y() + 0.4, self.w - LEFT, self.get_y() + 0.4)
        self.ln(1.4)

    @property
    def is_full(self) -> bool:
        return self.get_y() > FOOT - 12


def fitting(page: FPDF, words: str, width: float) -> str:
    if page.get_string_width(words) <= width - 2:
        return words
    while words and page.get_string_width(words + "…") > width - 2:
        words = words[:-1]
    return words.rstrip() + "…"
